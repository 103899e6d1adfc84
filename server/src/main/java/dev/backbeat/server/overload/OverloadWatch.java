package dev.backbeat.server.overload;

import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples the pressure several times per second, on a thread of its own: the threads that it looks
 * at may be the ones that come to nothing.
 */
public final class OverloadWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OverloadWatch.class);
  private static final long PERIOD_NS = 250_000_000L;

  private final Overload overload;
  private final PressureSource source;
  private final Thread thread;
  private volatile boolean stopped;

  /** A watch that is not started. */
  public OverloadWatch(Overload overload, PressureSource source) {
    this.overload = overload;
    this.source = source;
    this.thread = new Thread(this::run, "backbeat-overload");
    this.thread.setDaemon(true);
  }

  /** Starts to sample. */
  public void start() {
    thread.start();
  }

  /** Samples no more; the step stays. */
  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    long nextNs = System.nanoTime();
    while (!stopped) {
      long nowNs = System.nanoTime();
      if (nowNs - nextNs >= 0) {
        nextNs = nowNs + PERIOD_NS;
        sample(nowNs);
      } else {
        LockSupport.parkNanos(this, nextNs - nowNs);
      }
    }
  }

  private void sample(long nowNs) {
    try {
      overload.sample(source.take(nowNs), nowNs);
    } catch (RuntimeException e) { // It shall not end for one failed look.
      LOG.atError().setCause(e).log("the pressure could not be sampled");
    }
  }
}
