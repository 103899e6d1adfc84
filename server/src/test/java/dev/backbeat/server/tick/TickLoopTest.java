package dev.backbeat.server.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps loops by hand: {@code nowNs} is a number. */
class TickLoopTest {
  private static final long HOUR_NS = 3_600_000_000_000L;
  private static final long MS = 1_000_000;

  private long nowNs = 77_000;
  private final List<String> observed = new ArrayList<>();
  private final List<TickTask> ended = new ArrayList<>();
  private final TickObserver observer =
      new TickObserver() {
        @Override
        public void onTick(String kind, long latenessNs, long durationNs) {
          observed.add(kind + " late " + latenessNs + " took " + durationNs);
        }

        @Override
        public void onOverrun(String kind, long skippedTicks) {
          observed.add(kind + " skipped " + skippedTicks);
        }

        @Override
        public void onFailure(String kind) {
          observed.add(kind + " failed");
        }
      };

  private TickLoop loop(TickObserver o) {
    return new TickLoop(() -> nowNs, o, 5, ended::add);
  }

  @Test
  void saysWhatIsDueWhileATickRunsAndWhenTheScheduleWasMoved() {
    TickLoop loop = loop(TickObserver.NONE);
    loop.startAt(nowNs);
    assertEquals(nowNs + TickLoop.IDLE_NS, loop.dueNs(), "an empty loop turns once per second");
    List<Long> dueInTick = new ArrayList<>();
    Counter counter =
        new Counter("g", 20) {
          @Override
          public boolean tick(long n, long scheduledNs, long startNs) {
            dueInTick.add(loop.dueNs());
            return super.tick(n, scheduledNs, startNs);
          }
        };
    loop.add(counter, nowNs);
    long startNs = nowNs;
    nowNs = startNs + 50 * MS;
    assertEquals(startNs + 100 * MS, loop.runDue(nowNs));
    assertEquals(List.of(startNs + 50 * MS), dueInTick);
    assertEquals(startNs + 100 * MS, loop.dueNs());
    nowNs = startNs + 10_000 * MS;
    loop.runDue(nowNs);
    assertEquals(nowNs, dueInTick.get(1), "what was given up is overdue no more");
    assertEquals(nowNs + 50 * MS, loop.dueNs());
  }

  @Test
  void anErrorThatIsNoGamesFailsTheTaskAndTheOthersGoOn() {
    List<String> failed = new ArrayList<>();
    TickLoop loop =
        new TickLoop(
            () -> nowNs,
            TickObserver.NONE,
            5,
            task -> {
              if (ended.isEmpty()) {
                ended.add(task);
                throw new OutOfMemoryError("seeded");
              }
              ended.add(task);
            });
    Counter good = new Counter("good", 20);
    Counter last =
        new Counter("last", 20) {
          @Override
          public boolean tick(long n, long scheduledNs, long startNs) {
            super.tick(n, scheduledNs, startNs);
            return false;
          }

          @Override
          public void onFailure(Throwable failure) {
            failed.add(failure.getMessage());
          }
        };
    loop.add(last, nowNs);
    loop.add(good, nowNs);
    nowNs += 100 * MS;
    OutOfMemoryError error = assertThrows(OutOfMemoryError.class, () -> loop.runDue(nowNs));
    loop.recover(error);
    assertEquals(List.of("seeded"), failed);
    assertEquals(List.of(last, last), ended);
    loop.recover(error);
    assertEquals(1, failed.size(), "once");
    loop.runDue(nowNs + 50 * MS);
    assertTrue(good.ticks > 0, "the others go on");
    assertEquals(1, last.ticks);
  }

  @Test
  void keepsExactRatesOverAnHourWithManyRatesOnOneThread() {
    TickLoop loop = loop(TickObserver.NONE);
    List<Counter> counters = new ArrayList<>();
    for (int hz : new int[] {20, 30, 60, 128}) {
      Counter c = new Counter("g" + hz, hz);
      counters.add(c);
      loop.add(c, nowNs);
    }
    long startNs = nowNs;
    while (nowNs < startNs + HOUR_NS) {
      nowNs = Math.min(startNs + HOUR_NS, loop.runDue(nowNs));
    }
    for (Counter c : counters) {
      long exact = c.hz * 3600L;
      assertTrue(Math.abs(c.ticks - exact) <= 1, c.kind() + " ran " + c.ticks + " of " + exact);
      assertEquals(0, c.worstLatenessNs, "each on its nanosecond");
      assertEquals(0, c.skipped);
    }
  }

  @Test
  void wakingLateCostsNoTicks() {
    TickLoop loop = loop(TickObserver.NONE);
    Counter c = new Counter("g", 30);
    loop.add(c, nowNs);
    long startNs = nowNs;
    long jitterNs = 0;
    while (nowNs < startNs + HOUR_NS / 10) {
      long nextNs = loop.runDue(nowNs);
      jitterNs = (jitterNs + 7_919_317) % (120 * MS); // Up to 3.6 periods late.
      nowNs = nextNs + jitterNs;
    }
    long exact = (nowNs - startNs) * 30 / 1_000_000_000L;
    assertTrue(Math.abs(c.ticks - exact) <= 5, c.ticks + " of " + exact);
    assertEquals(0, c.skipped);
  }

  @Test
  void makesGoodFiveTicksAndThenMovesTheSchedule() {
    TickLoop loop = loop(observer);
    Counter c = new Counter("g", 20);
    loop.add(c, nowNs);
    nowNs += 50 * MS;
    loop.runDue(nowNs);
    assertEquals(1, c.ticks);
    nowNs += 6 * 50 * MS; // Six are due: the current one and five to make good.
    loop.runDue(nowNs);
    assertEquals(7, c.ticks);
    assertEquals(0, c.skipped);
    nowNs += 7 * 50 * MS;
    long nextNs = loop.runDue(nowNs);
    assertEquals(8, c.ticks, "one tick only, then on from here");
    assertEquals(6, c.skipped);
    assertTrue(observed.contains("g skipped 6"), observed.toString());
    assertEquals(nowNs + 50 * MS, nextNs, "the phase is kept");
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), c.numbers, "numbers have no gap");
  }

  @Test
  void oneThatThrowsEndsAloneAndIsToldOnce() {
    TickLoop loop = loop(observer);
    Counter good = new Counter("good", 20);
    Counter bad =
        new Counter("bad", 20) {
          @Override
          public boolean tick(long n, long scheduledNs, long now) {
            super.tick(n, scheduledNs, now);
            if (n == 3) {
              throw new StackOverflowError("deep");
            }
            return true;
          }
        };
    loop.add(good, nowNs);
    loop.add(bad, nowNs);
    for (int i = 0; i < 200; i++) {
      nowNs += 5 * MS;
      loop.runDue(nowNs);
    }
    assertEquals(3, bad.ticks);
    assertEquals(1, bad.failures);
    assertTrue(good.ticks >= 19, "the other went on: " + good.ticks);
    assertEquals(1, observed.stream().filter("bad failed"::equals).count());
    assertEquals(List.of(bad), ended);
    assertEquals(1, loop.size());
  }

  @Test
  void oneThatThrowsEvenWhenToldEndsAlone() {
    TickLoop loop = loop(TickObserver.NONE);
    Counter good = new Counter("good", 20);
    loop.add(good, nowNs);
    loop.add(
        new Counter("bad", 20) {
          @Override
          public boolean tick(long n, long scheduledNs, long now) {
            throw new IllegalStateException("first");
          }

          @Override
          public void onFailure(Throwable failure) {
            throw new IllegalStateException("second");
          }
        },
        nowNs);
    for (int i = 0; i < 200; i++) {
      nowNs += 5 * MS;
      loop.runDue(nowNs);
    }
    assertTrue(good.ticks >= 19, "the other went on: " + good.ticks);
    assertEquals(1, loop.size());
  }

  @Test
  void oneThatThrowsIsToldEvenIfTheObserverThrowsToo() {
    TickLoop loop =
        loop(
            new TickObserver() {
              @Override
              public void onFailure(String kind) {
                throw new IllegalStateException("observer");
              }
            });
    Counter bad =
        new Counter("bad", 20) {
          @Override
          public boolean tick(long n, long scheduledNs, long now) {
            throw new IllegalStateException("first");
          }
        };
    loop.add(bad, nowNs);
    nowNs += 200 * MS;
    loop.runDue(nowNs);
    assertEquals(1, bad.failures);
  }

  @Test
  void oneThatIsOverIsNotRunAgain() {
    TickLoop loop = loop(TickObserver.NONE);
    Counter c =
        new Counter("g", 20) {
          @Override
          public boolean tick(long n, long scheduledNs, long now) {
            super.tick(n, scheduledNs, now);
            return n < 2;
          }
        };
    loop.add(c, nowNs);
    nowNs += 1000 * MS;
    loop.runDue(nowNs);
    nowNs += 1000 * MS;
    assertEquals(nowNs + TickLoop.IDLE_NS, loop.runDue(nowNs));
    assertEquals(2, c.ticks);
    assertEquals(List.of(c), ended);
  }

  @Test
  void measuresLatenessAndDuration() {
    TickLoop loop = loop(observer);
    Counter c =
        new Counter("g", 20) {
          @Override
          public boolean tick(long n, long scheduledNs, long now) {
            nowNs += 3_000; // The tick takes three microseconds.
            return super.tick(n, scheduledNs, now);
          }
        };
    loop.add(c, nowNs);
    nowNs += 50 * MS + 700;
    loop.runDue(nowNs);
    assertEquals(List.of("g late 700 took 3000"), observed);
  }

  @Test
  void earliestDeadlineGoesFirst() {
    TickLoop loop = loop(TickObserver.NONE);
    List<String> order = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      loop.add(
          new Counter(name, 20) {
            @Override
            public boolean tick(long n, long scheduledNs, long now) {
              order.add(name);
              return super.tick(n, scheduledNs, now);
            }
          },
          nowNs);
    }
    nowNs += 2 * 50 * MS;
    loop.runDue(nowNs);
    List<String> firstRound = order.subList(0, 4);
    assertEquals(4, firstRound.stream().distinct().count(), "none twice before all once: " + order);
    assertFalse(order.isEmpty());
  }

  private static class Counter implements TickTask {
    final String name;
    final int hz;
    final List<Long> numbers = new ArrayList<>();
    long ticks;
    long skipped;
    int failures;
    long worstLatenessNs;

    Counter(String name, int hz) {
      this.name = name;
      this.hz = hz;
    }

    @Override
    public String kind() {
      return name;
    }

    @Override
    public int tickHz() {
      return hz;
    }

    @Override
    public long weight() {
      return 1;
    }

    @Override
    public boolean tick(long n, long scheduledNs, long now) {
      ticks++;
      assertEquals(ticks, n);
      worstLatenessNs = Math.max(worstLatenessNs, now - scheduledNs);
      if (numbers.size() < 100) {
        numbers.add(n);
      }
      return true;
    }

    @Override
    public void onOverrun(long skippedTicks) {
      skipped += skippedTicks;
    }

    @Override
    public void onFailure(Throwable failure) {
      failures++;
    }
  }
}
