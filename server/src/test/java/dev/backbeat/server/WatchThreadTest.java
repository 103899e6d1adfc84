package dev.backbeat.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real thread: waits for conditions, asserts nothing about how fast they came. */
@Timeout(60)
class WatchThreadTest {
  @Test
  void looksOnAfterALookThatFailedUntilItIsClosed() throws InterruptedException {
    BlockingQueue<Long> looks = new LinkedBlockingQueue<>();
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    try (WatchThread watch =
        new WatchThread(
            "backbeat-test",
            nowNs -> {
              threads.add(Thread.currentThread());
              looks.add(nowNs);
              throw new IllegalStateException("a failed look");
            })) {
      watch.start();
      long first = looks.poll(30, TimeUnit.SECONDS);
      long second = looks.poll(30, TimeUnit.SECONDS);
      assertTrue(second - first >= 250_000_000L, "four times a second at most");
    }
    Thread thread = threads.take();
    thread.join(30_000);
    assertFalse(thread.isAlive(), "it has ended");
  }
}
