package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

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
