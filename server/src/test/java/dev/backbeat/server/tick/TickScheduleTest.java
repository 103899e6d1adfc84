package dev.backbeat.server.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickScheduleTest {
  private static final long HOUR_NS = 3_600_000_000_000L;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 20, 30, 60, 128, 144, 240})
  void neverDrifts(int hz) {
    long startNs = -12_345;
    TickSchedule s = new TickSchedule(hz, startNs);
    assertEquals(startNs + HOUR_NS, s.deadlineNs(hz * 3600L), "after an hour to the nanosecond");
    long year = 365L * 24 * 3600;
    assertEquals(startNs + year * 1_000_000_000L, s.deadlineNs(year * hz), "after a year");
    long previous = s.deadlineNs(0);
    for (int n = 1; n <= 2 * hz; n++) {
      long step = s.deadlineNs(n) - previous;
      assertTrue(Math.abs(step - 1e9 / hz) <= 1, "period " + step);
      previous = s.deadlineNs(n);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 30, 60, 128})
  void countsDueTicksExactlyAtTheirDeadlines(int hz) {
    TickSchedule s = new TickSchedule(hz, 1_000);
    assertEquals(0, s.dueTicks(0));
    for (int n = 1; n <= 500; n++) {
      assertEquals(n - 1, s.dueTicks(s.deadlineNs(n) - 1), "just before tick " + n);
      assertEquals(n, s.dueTicks(s.deadlineNs(n)), "at tick " + n);
    }
    s.advance();
    s.skip(3);
    assertEquals(500 - 1 - 3, s.dueTicks(1_000 + TickSchedule.offsetNs(500, hz)));
  }

  @Test
  void skippingKeepsNumbersAndPhase() {
    TickSchedule s = new TickSchedule(30, 0);
    s.advance();
    s.skip(10);
    assertEquals(2, s.nextTick());
    assertEquals(TickSchedule.offsetNs(12, 30), s.nextDeadlineNs());
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 30, 128})
  void spreadsPhases(int hz) {
    for (long nowNs : new long[] {0, 999_999_999, -7_000_000_123L, 55_555_555_555L}) {
      long[] phases = {};
      for (int rooms = 1; rooms <= 64; rooms++) {
        long startNs = TickSchedule.spreadStartNs(hz, nowNs + rooms, phases);
        long waitNs = startNs - (nowNs + rooms);
        assertTrue(waitNs >= 0 && waitNs <= 1_000_000_000L / hz + 1, "waits " + waitNs);
        phases = Arrays.copyOf(phases, rooms);
        phases[rooms - 1] = TickSchedule.phase(startNs, hz);
        Arrays.sort(phases);
        long widest = phases[0] + 1_000_000_000L - phases[rooms - 1];
        for (int i = 1; i < rooms; i++) {
          widest = Math.max(widest, phases[i] - phases[i - 1]);
        }
        // Halving the widest gap leaves none wider than twice the even one.
        assertTrue(widest <= 2_000_000_000L / rooms + 1_000, rooms + " rooms: gap " + widest);
      }
    }
  }

  @Test
  void measuresTimeInPartsOfAPeriod() {
    assertEquals(0, TickSchedule.periodsQ8(0, 20));
    assertEquals(128, TickSchedule.periodsQ8(25_000_000, 20));
    assertEquals(256L * 20 * 86_400 * 365, TickSchedule.periodsQ8(365 * 24 * HOUR_NS, 20));
  }
}
