package dev.backbeat.client;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;

/**
 * One event loop and the deadlines of its clients. One timer of Vert.x is armed for the earliest of
 * them, at most one per millisecond however many clients there are. Used on the loop only, but for
 * {@link #run}.
 */
final class ClientLoop {
  private final Vertx vertx;
  private final ContextInternal context;
  private final LoopTicker ticker = new LoopTicker();
  private long timer = -1;
  private long armedForNs = LoopTicker.NEVER;
  private boolean running;

  ClientLoop(Vertx vertx, ContextInternal context) {
    this.vertx = vertx;
    this.context = context;
  }

  ContextInternal context() {
    return context;
  }

  long nowNs() {
    return System.nanoTime();
  }

  /** Runs on the loop: at once if this is it already. Any thread. */
  void run(Runnable task) {
    if (context.nettyEventLoop().inEventLoop()) {
      task.run();
    } else {
      context.runOnContext(v -> task.run());
    }
  }

  void schedule(LoopTicker.Entry entry, long dueNs) {
    ticker.schedule(entry, dueNs);
    if (!running) {
      arm(ticker.next());
    }
  }

  private void onTimer() {
    timer = -1;
    armedForNs = LoopTicker.NEVER;
    running = true;
    try {
      ticker.runDue(nowNs());
    } finally {
      // In any case: whatever one client's task threw, the others' deadlines stand.
      running = false;
      arm(ticker.next());
    }
  }

  private void arm(long dueNs) {
    if (dueNs == LoopTicker.NEVER || dueNs >= armedForNs) {
      return;
    }
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
    armedForNs = dueNs;
    // Rounded up: a timer that fires early would fire twice.
    long delayMs = Math.max(1, (dueNs - nowNs() + 999_999) / 1_000_000);
    timer = vertx.setTimer(delayMs, id -> onTimer());
  }
}
