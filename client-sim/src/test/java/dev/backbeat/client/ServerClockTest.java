package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerClockTest {
  private static final int HZ = 30;
  private static final long MS = 1_000_000;
  private static final long START_NS = 5_000_000_000_000L;

  /** The server's true position: tick 1000 at START_NS. */
  private static long trueQ8(long nowNs) {
    return 1000 * 256 + (nowNs - START_NS) * 256 * HZ / 1_000_000_000L;
  }

  private static double errorMs(ServerClock clock, long nowNs) {
    return (clock.tickQ8(nowNs) - trueQ8(nowNs)) * 1000.0 / 256 / HZ;
  }

  @Test
  void hintIsTheFirstEstimateUntilThereIsASample() {
    ServerClock clock = new ServerClock(HZ);
    assertFalse(clock.synced());
    clock.hint(trueQ8(START_NS), START_NS + 40 * MS);
    assertTrue(clock.synced());
    assertEquals(-40, errorMs(clock, START_NS + 40 * MS), 0.5);
    clock.sample(START_NS + 50 * MS, trueQ8(START_NS + 60 * MS), START_NS + 70 * MS);
    assertEquals(0, errorMs(clock, START_NS + 70 * MS), 0.5);
    clock.hint(1, START_NS + 80 * MS);
    assertEquals(0, errorMs(clock, START_NS + 80 * MS), 0.5);
  }

  @Test
  void theSampleWithTheShortestRoundTripCounts() {
    ServerClock clock = new ServerClock(HZ);
    long now = START_NS;
    // 20 ms there and 20 ms back: no error.
    clock.sample(now, trueQ8(now + 20 * MS), now + 40 * MS);
    // 20 ms there, 180 ms back: the midpoint is 80 ms off.
    now += 100 * MS;
    clock.sample(now, trueQ8(now + 20 * MS), now + 200 * MS);
    now += 2000 * MS;
    assertEquals(0, errorMs(clock, now), 0.5);
    assertEquals(40 * MS, clock.minRttNs());
  }

  @Test
  void theBestSampleIsForgottenWithTheWindow() {
    ServerClock clock = new ServerClock(HZ);
    clock.sample(START_NS, trueQ8(START_NS + 5 * MS), START_NS + 10 * MS);
    for (int i = 1; i <= 8; i++) {
      long sent = START_NS + i * 1000 * MS;
      clock.sample(sent, trueQ8(sent + 15 * MS), sent + 30 * MS);
    }
    assertEquals(30 * MS, clock.minRttNs());
  }

  @Test
  void correctionsAreSlewedAndNeverGoBackwards() {
    long seed = 42;
    SplittableRandom random = new SplittableRandom(seed);
    ServerClock clock = new ServerClock(HZ);
    long now = START_NS;
    long last = Long.MIN_VALUE;
    for (int i = 0; i < 200; i++) {
      long there = (5 + random.nextInt(60)) * MS;
      long back = (5 + random.nextInt(60)) * MS;
      clock.sample(now, trueQ8(now + there), now + there + back);
      now += there + back;
      for (int step = 0; step < 50; step++) {
        now += 4 * MS;
        long q8 = clock.tickQ8(now);
        assertTrue(q8 >= last, "seed " + seed + ": " + q8 + " after " + last);
        last = q8;
      }
      assertEquals(0, errorMs(clock, now), 66, "seed " + seed);
    }
  }

  @Test
  void aSlipOfTheSimulationIsFollowedAtOnce() {
    ServerClock clock = new ServerClock(HZ);
    clock.sample(START_NS, trueQ8(START_NS + 5 * MS), START_NS + 10 * MS);
    long sent = START_NS + 1000 * MS;
    // The server stood still for a second: it is 30 ticks behind where it was going to be.
    clock.sample(sent, trueQ8(sent + 5 * MS) - 30 * 256, sent + 10 * MS);
    assertEquals(1, clock.samples());
    assertEquals(-1000, errorMs(clock, sent + 10 * MS), 1);
  }

  /** Pings once per second over ways with jitter that keep the order, some held up by stalls. */
  @ParameterizedTest
  @CsvSource({"100, 100, 50, 0", "100, 100, 50, 2000", "30, 170, 50, 0", "10, 10, 2, 2000"})
  void neverJumpsWhilePlaying(int thereMs, int backMs, int jitterMs, int stallMs) {
    long seed = 99;
    SplittableRandom random = new SplittableRandom(seed);
    ServerClock clock = new ServerClock(HZ);
    long lastMs = 0;
    long stalledToMs = 0;
    double asymmetryMs = (thereMs - backMs) / 2.0;
    // Sent, passed the server, came back: all in ms since the start; in order.
    ArrayDeque<long[]> coming = new ArrayDeque<>();
    long before = 0;
    for (long ms = 0; ms < 300_000; ms++) {
      if (stallMs > 0 && ms > 10_000 && random.nextInt(30_000) == 0) {
        stalledToMs = ms + stallMs;
      }
      if (ms < 500 ? ms % 100 == 0 : ms % 1000 == 0) {
        long at = Math.max(stalledToMs, ms + thereMs + random.nextInt(-jitterMs, jitterMs + 1));
        long back = at + backMs + random.nextInt(-jitterMs, jitterMs + 1);
        lastMs = Math.max(lastMs, Math.max(stalledToMs, back));
        coming.add(new long[] {ms, at, lastMs});
      }
      long now = START_NS + ms * MS;
      while (!coming.isEmpty() && coming.peek()[2] <= ms) {
        long[] pong = coming.poll();
        clock.sample(START_NS + pong[0] * MS, trueQ8(START_NS + pong[1] * MS), now);
      }
      if (clock.samples() == 0) {
        continue;
      }
      long ns = clock.offsetNs(now);
      if (before != 0 && ms > 5000) {
        String what = "seed " + seed + ", at " + ms + " ms";
        assertTrue(Math.abs(ns - before) <= MS / 20 + 1, what + ": a jump of " + (ns - before));
        // Never farther off than the ways differ, and half of what they vary.
        assertEquals(asymmetryMs, errorMs(clock, now), jitterMs + 1, what);
      }
      before = ns;
    }
    assertEquals(0, clock.slippedNs());
  }

  @Test
  void aBadStartIsRepairedAtOnceOnly() {
    ServerClock clock = new ServerClock(HZ);
    // The first answer was held up for two seconds on its way back.
    clock.sample(START_NS, trueQ8(START_NS + 5 * MS), START_NS + 2000 * MS);
    long sent = START_NS + 2000 * MS;
    clock.sample(sent, trueQ8(sent + 5 * MS), sent + 10 * MS);
    assertEquals(0, errorMs(clock, sent + 10 * MS), 1);
    assertEquals(0, clock.slippedNs());
  }

  @Test
  void timeUntilATickIsExact() {
    ServerClock clock = new ServerClock(128);
    clock.sample(0, 0, 0);
    assertEquals(1_000_000_000L, clock.nsUntil(128 * 256, 0));
    assertEquals(0, clock.nsUntil(128 * 256, 2_000_000_000L));
  }

  @Test
  void monthsOfTicksDoNotOverflow() {
    ServerClock clock = new ServerClock(128);
    long days = 100L * 24 * 3600;
    clock.sample(days * 1_000_000_000L, days * 128 * 256, days * 1_000_000_000L);
    assertEquals((days + 1) * 128 * 256, clock.tickQ8((days + 1) * 1_000_000_000L));
  }
}
