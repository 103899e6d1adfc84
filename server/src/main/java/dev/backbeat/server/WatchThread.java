package dev.backbeat.server;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at something four times a second, on a thread of its own: the threads that it looks at may
 * be the ones that come to nothing. Any thread.
 */
final class WatchThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchThread.class);
  private static final long PERIOD_NS = 250_000_000L;

  private final LongConsumer look;
  private final Thread thread;
  private volatile boolean stopped;

  /**
   * Not started yet.
   *
   * @param look is given the time, {@link System#nanoTime}
   */
  WatchThread(String name, LongConsumer look) {
    this.look = look;
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  /** Starts to look. */
  void start() {
    thread.start();
  }

  /** Looks no more. */
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
        lookOnce(nowNs);
      } else {
        LockSupport.parkNanos(this, nextNs - nowNs);
      }
    }
  }

  private void lookOnce(long nowNs) {
    try {
      look.accept(nowNs);
    } catch (RuntimeException e) { // It shall not end for one failed look.
      LOG.atError().addKeyValue("thread", thread.getName()).setCause(e).log("a watch failed");
    }
  }
}
