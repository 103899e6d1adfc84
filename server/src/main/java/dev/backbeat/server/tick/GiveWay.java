package dev.backbeat.server.tick;

import java.util.List;

/**
 * How other threads give way to tick threads that share their processors.
 *
 * <p>A kernel that runs both on one processor does not let a tick thread whose time has come
 * interrupt a thread that has just begun its slice, and looks again some milliseconds later. So a
 * busy gateway loop asks between two messages and, if a tick is due, gives up the processor for as
 * long as the tick takes. Any thread; allocates nothing.
 */
public final class GiveWay {
  /** Nobody is to be given way to. */
  public static final GiveWay NEVER = new GiveWay(List.of());

  private final TickThread[] threads;

  /** Gives way to these. */
  public GiveWay(List<TickThread> threads) {
    this.threads = threads.toArray(TickThread[]::new);
  }

  /** Whether a thread should give way now. */
  boolean due(long nowNs) {
    for (TickThread thread : threads) {
      if (thread.waitsFor(nowNs)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Gives way if a tick is due and its thread has not been woken yet.
   *
   * @param nowNs System.nanoTime()
   */
  public void check(long nowNs) {
    if (due(nowNs)) {
      Thread.yield();
    }
  }
}
