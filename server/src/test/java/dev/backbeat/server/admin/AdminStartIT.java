package dev.backbeat.server.admin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operators' listener inside a program that has other things to do. */
@Timeout(180)
class AdminStartIT {
  @Test
  void startsThoughTheCommonPoolIsHeld() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    int threads = Math.max(1, ForkJoinPool.getCommonPoolParallelism());
    CountDownLatch held = new CountDownLatch(threads);
    try {
      for (int i = 0; i < threads; i++) {
        ForkJoinPool.commonPool()
            .execute(
                () -> {
                  held.countDown();
                  try {
                    done.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
      }
      held.await();
      try (RunningAdmin admin = new RunningAdmin()) {
        assertTrue(admin.server().admin().isPresent());
      }
    } finally {
      done.countDown();
    }
  }
}
