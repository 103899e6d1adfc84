package dev.backbeat.server.input;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounded queue of inputs from one connection to its room: one producer (the connection's gateway
 * loop), one consumer (the room's thread), no allocation once it is as large as it needs to be. An
 * input that finds it full is refused.
 *
 * <p>A ring of fixed-size records in one {@code int[]}, published by an ordered write of the tail
 * as in Lamport's single-producer queue (Agrona's {@code OneToOneRingBuffer} is the model). The
 * first ring is small, for most inboxes never hold more than two inputs; where it is full, the
 * producer goes on in one of twice the size and the consumer follows when it has read the old one
 * (as JCTools' {@code SpscGrowableArrayQueue} does).
 */
public final class InputInbox {
  private static final int FIRST_RING_INPUTS = 4;

  private final int axes;
  private final int width;
  private final int capacity;
  private final AtomicLong head = new AtomicLong();
  private final AtomicLong tail = new AtomicLong();

  // Producer.
  private Ring filling;

  // Consumer.
  private Ring draining;

  /**
   * An empty inbox.
   *
   * @param capacity inputs that it can hold, rounded up to a power of two
   */
  public InputInbox(int axes, int actions, int capacity) {
    this.axes = axes;
    this.width = axes + actions;
    this.capacity = Integer.highestOneBit(Math.max(2, capacity) * 2 - 1);
    this.filling = new Ring(0, Math.min(this.capacity, FIRST_RING_INPUTS), width);
    this.draining = filling;
  }

  /** Holds the inputs from number {@code first} on, until there is a next one. */
  private static final class Ring {
    final long first;
    final int mask;
    final int[] values;
    final int[] ticks;
    final long[] arrivalsNs;

    /** Published by the tail, as the records are. */
    Ring next;

    Ring(long first, int size, int width) {
      this.first = first;
      this.mask = size - 1;
      this.values = new int[size * width];
      this.ticks = new int[size];
      this.arrivalsNs = new long[size];
    }
  }

  /**
   * Producer: offers input {@code index} of a column-major batch of {@code count} inputs.
   *
   * @param tick for which it is; 0 = the next one to be simulated
   * @param axisValues {@code axisValues[axis * count + index]}
   * @param presses {@code presses[action * count + index]}, cumulative
   * @param arrivalNs System.nanoTime when its bytes arrived
   * @return false if the inbox is full
   */
  public boolean offer(
      int tick, int[] axisValues, int[] presses, int index, int count, long arrivalNs) {
    long t = tail.getPlain();
    long h = head.getAcquire();
    if (t - h >= capacity) {
      return false;
    }
    Ring ring = filling;
    if (t - Math.max(h, ring.first) > ring.mask) {
      ring = new Ring(t, Math.min(capacity, (ring.mask + 1) * 2), width);
      filling.next = ring;
      filling = ring;
    }
    int slot = (int) t & ring.mask;
    int at = slot * width;
    for (int a = 0; a < axes; a++) {
      ring.values[at + a] = axisValues[a * count + index];
    }
    for (int p = axes; p < width; p++) {
      ring.values[at + p] = presses[(p - axes) * count + index];
    }
    ring.ticks[slot] = tick;
    ring.arrivalsNs[slot] = arrivalNs;
    tail.setRelease(t + 1);
    return true;
  }

  /** Consumer: hands every waiting input to {@code sink}, oldest first. */
  public void drain(Sink sink) {
    long h = head.getPlain();
    long t = tail.getAcquire();
    for (; h < t; h++) {
      Ring ring = draining;
      while (ring.next != null && h >= ring.next.first) {
        ring = ring.next;
      }
      draining = ring;
      int slot = (int) h & ring.mask;
      sink.onInput(ring.ticks[slot], ring.values, slot * width, ring.arrivalsNs[slot]);
      head.setRelease(h + 1);
    }
  }

  /** Takes drained inputs. */
  @FunctionalInterface
  public interface Sink {
    /**
     * One input: axes, then cumulative presses, at {@code values[offset ..]}; to be copied at once.
     *
     * @param tick for which it is; 0 = the next one to be simulated
     * @param arrivalNs System.nanoTime when its bytes arrived
     */
    void onInput(int tick, int[] values, int offset, long arrivalNs);
  }
}
