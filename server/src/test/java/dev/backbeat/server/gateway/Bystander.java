package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.backbeat.v1.ServerFrame;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A well-behaved player who watches on a thread of its own whether the room goes on while somebody
 * else misbehaves.
 */
final class Bystander implements AutoCloseable {
  /**
   * A frame comes at least every four send intervals. A machine that is busy with other tests may
   * delay a gateway loop for more; two seconds' worth of ticks means that something was blocked.
   */
  private static final int MAX_TICKS_BETWEEN_FRAMES = 60;

  private final WireClient client;
  private final Thread thread;
  private final AtomicInteger tick = new AtomicInteger();
  private volatile String trouble;
  private volatile boolean done;

  Bystander(int port, String room) throws IOException {
    client = WireClient.open(port);
    client.joined(room, "bystander");
    thread = new Thread(this::watch, "bystander");
    thread.start();
  }

  private void watch() {
    try {
      while (!done) {
        ServerFrame frame = client.await(f -> f.getTick() != 0);
        int before = tick.getAndSet(frame.getTick());
        if (before != 0 && frame.getTick() - before > MAX_TICKS_BETWEEN_FRAMES) {
          trouble = "no frame from tick " + before + " to " + frame.getTick();
        }
      }
    } catch (IOException e) {
      if (!done) {
        trouble = "lost the connection: " + e;
      }
    }
  }

  /** The room has gone on for some ticks from now, without a long gap. */
  void assertUndisturbed() {
    int from = tick.get();
    RunningServer.await("ten more ticks", () -> trouble != null || tick.get() >= from + 10);
    assertNull(trouble);
  }

  @Override
  public void close() throws IOException {
    done = true;
    client.close();
    RunningServer.await("its thread ends", () -> !thread.isAlive());
  }
}
