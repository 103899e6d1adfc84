package dev.backbeat.server.broadcast;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The way back from the gateway loops to the room: one flag per seat, "this client holds no base
 * any more, and takes frames again". Bounded by nature; asking twice is asking once.
 */
public final class ResetRequests {
  private final AtomicIntegerArray wanted;

  /** No requests, for seats {@code 0 .. seats-1}. */
  public ResetRequests(int seats) {
    wanted = new AtomicIntegerArray(seats);
  }

  /** Any thread: the seat's client needs a reset. */
  public void request(int seat) {
    wanted.setRelease(seat, 1);
  }

  /** Room's thread: whether the seat's client asked since the last call. */
  public boolean take(int seat) {
    return wanted.getAcquire(seat) != 0 && wanted.getAndSet(seat, 0) != 0;
  }
}
