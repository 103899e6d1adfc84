package dev.backbeat.server.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real thread; waits for conditions, asserts nothing about how fast they came. */
@Timeout(30)
class TickThreadTest {
  @Test
  void runsTasksInOrderAndGivesTheirWeightBack() throws InterruptedException {
    try (TickThread thread = new TickThread("tick-test", TickObserver.NONE)) {
      thread.start();
      Task task = new Task(50, null);
      thread.add(task);
      assertEquals(7, thread.weight());
      assertTrue(task.done.await(20, TimeUnit.SECONDS));
      while (thread.weight() != 0) {
        Thread.onSpinWait();
      }
      assertEquals(50, task.ticks);
    }
  }

  @Test
  void healthShowsABlockedTask() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    try (TickThread thread = new TickThread("tick-test", TickObserver.NONE)) {
      thread.start();
      Task task = new Task(5, release);
      thread.add(task);
      assertTrue(task.entered.await(20, TimeUnit.SECONDS));
      long later = System.nanoTime() + 3_000_000_000L;
      assertTrue(thread.health(later).sinceTurnNs() >= 2_900_000_000L, "turns no more");
      assertTrue(thread.health(later).overdueNs() >= 1_900_000_000L, "a tick is overdue");
      release.countDown();
      assertTrue(task.done.await(20, TimeUnit.SECONDS));
      while (thread.health(System.nanoTime()).overdueNs() > 0) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void survivesAnErrorThatIsNoGames() throws InterruptedException {
    try (TickThread thread = new TickThread("tick-test", TickObserver.NONE)) {
      thread.start();
      CountDownLatch told = new CountDownLatch(1);
      Task broken =
          new Task(1, null) {
            private int asked;

            @Override
            public int tickHz() {
              if (asked++ == 0) {
                throw new StackOverflowError("seeded: the loop itself fails");
              }
              return super.tickHz();
            }

            @Override
            public void onFailure(Throwable failure) {
              told.countDown();
            }
          };
      thread.add(broken);
      assertTrue(told.await(20, TimeUnit.SECONDS), "its players are told");
      Task good = new Task(5, null);
      thread.add(good);
      assertTrue(good.done.await(20, TimeUnit.SECONDS), "the thread goes on");
      assertTrue(thread.health(System.nanoTime()).alive());
      assertEquals(1, thread.health(System.nanoTime()).failures());
    }
  }

  @Test
  void othersGiveWayFromTheDeadlineUntilTheTickBegins() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    try (TickThread thread = new TickThread("tick-test", TickObserver.NONE)) {
      GiveWay giveWay = new GiveWay(List.of(thread));
      long farNs = 3_000_000_000_000L;
      assertFalse(giveWay.due(System.nanoTime() + farNs), "it has not been started");
      thread.start();
      while (!giveWay.due(System.nanoTime() + farNs)) {
        Thread.onSpinWait(); // Until it waits.
      }
      assertFalse(giveWay.due(System.nanoTime() - farNs), "long before the deadline");
      assertFalse(GiveWay.NEVER.due(System.nanoTime() + farNs));
      giveWay.check(System.nanoTime() + farNs);
      Task task = new Task(5, release);
      thread.add(task);
      assertTrue(task.entered.await(20, TimeUnit.SECONDS));
      assertFalse(giveWay.due(System.nanoTime() + farNs), "while a tick runs");
      release.countDown();
      assertTrue(task.done.await(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void refusesTasksOnceStopped() {
    TickThread thread = new TickThread("tick-test", TickObserver.NONE);
    thread.start();
    thread.close();
    assertThrows(RejectedExecutionException.class, () -> thread.add(new Task(1, null)));
  }

  private static class Task implements TickTask {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch done = new CountDownLatch(1);
    final CountDownLatch gate;
    final long last;
    long ticks;

    Task(long last, CountDownLatch gate) {
      this.last = last;
      this.gate = gate;
    }

    @Override
    public String kind() {
      return "test";
    }

    @Override
    public int tickHz() {
      return 200;
    }

    @Override
    public long weight() {
      return 7;
    }

    @Override
    public boolean tick(long n, long scheduledNs, long nowNs) {
      ticks++;
      entered.countDown();
      try {
        if (gate != null && !gate.await(20, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody opened the gate");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (n == last) {
        done.countDown();
      }
      return n < last;
    }

    @Override
    public void onOverrun(long skippedTicks) {}

    @Override
    public void onFailure(Throwable failure) {
      throw new AssertionError(failure);
    }
  }
}
