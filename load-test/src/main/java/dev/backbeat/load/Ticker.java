package dev.backbeat.load;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that gives every loop a turn each millisecond. Not a timer of the event loop: Netty's
 * NIO loop waits in whole milliseconds and spins while less than half of one is left, which took
 * more CPU than all messages of 500 clients.
 */
final class Ticker {
  private static final long PERIOD_NS = 1_000_000;

  private final List<LoadLoop> loops;
  private volatile boolean running = true;

  private Ticker(List<LoadLoop> loops) {
    this.loops = List.copyOf(loops);
  }

  static Ticker start(List<LoadLoop> loops) {
    Ticker ticker = new Ticker(loops);
    Thread thread = new Thread(ticker::run, "load-ticker");
    thread.setDaemon(true);
    thread.start();
    return ticker;
  }

  private void run() {
    long nextNs = System.nanoTime();
    while (running) {
      for (LoadLoop loop : loops) {
        loop.requestTurn();
      }
      long nowNs = System.nanoTime();
      // A turn that was missed is not made up for: the next one sends all that is due.
      nextNs = Math.max(nextNs + PERIOD_NS, nowNs);
      LockSupport.parkNanos(nextNs - nowNs);
    }
  }

  void stop() {
    running = false;
  }
}
