package dev.backbeat.server.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RewindLimitTest {
  private static final int HZ = 30;

  private static double ms(int q8) {
    return q8 * 1000.0 / 256 / HZ;
  }

  private static double greatestMs(int capMs, int rttMs, int jitterMs) {
    return ms(new RewindLimit(capMs, HZ).greatestQ8(rttMs, jitterMs, 1));
  }

  @Test
  void isWhatTheRoundTripExplainsAndNoMoreThanTheCap() {
    double allowance = RewindLimit.LEAD_MS + 5 * 1000.0 / HZ;
    assertEquals(20 + 4 * 2 + allowance, greatestMs(250, 20, 2), 0.2);
    assertEquals(1 + allowance, greatestMs(250, 1, 0), 0.2);
    assertEquals(250, greatestMs(250, 120, 20), 0.2);
    assertEquals(400, greatestMs(400, 300, 50), 0.2);
    assertEquals(0, greatestMs(0, 100, 5), 0);
    assertEquals(
        RewindLimit.UNKNOWN_RTT_MS + allowance, greatestMs(1000, 0, 0), 0.2, "not measured yet");
    assertEquals(1000, greatestMs(1000, 60_000, 60_000), 0.2);
  }

  @Test
  void aClientOnAShortLineCannotClaimTheWholeCap() {
    assertTrue(greatestMs(250, 20, 3) < 220);
  }

  @Test
  void slowerSendsExplainMore() {
    RewindLimit limit = new RewindLimit(1000, HZ);
    int more = limit.greatestQ8(20, 2, 4) - limit.greatestQ8(20, 2, 1);
    assertEquals(2 * 3 * 256, more, "two send intervals of 4 ticks instead of 1");
  }

  @Test
  void aViewLiesBetweenTheLimitAndTheNewestSend() {
    assertEquals(98 * 256 + 7, RewindLimit.clampQ8(98 * 256 + 7, 100, 99, 1000));
    assertEquals(100 * 256 - 1000, RewindLimit.clampQ8(0, 100, 99, 1000), "too far");
    assertEquals(99 * 256, RewindLimit.clampQ8(200 * 256, 100, 99, 1000), "the future");
    assertEquals(96 * 256, RewindLimit.clampQ8(99 * 256, 100, 96, 2000), "not sent yet");
  }

  @Test
  void withoutAViewOrWithACapBelowTheSendIntervalTheWorldIsAsItStands() {
    assertEquals(100 * 256, RewindLimit.clampQ8(ConsumedInput.NO_VIEW, 100, 99, 1000));
    assertEquals(100 * 256, RewindLimit.clampQ8(98 * 256, 100, 99, 0));
    assertEquals(100 * 256, RewindLimit.clampQ8(98 * 256, 100, 96, 1000));
  }

  @Test
  void capsHaveBounds() {
    assertThrows(IllegalArgumentException.class, () -> new RewindLimit(-1, HZ));
    assertThrows(IllegalArgumentException.class, () -> new RewindLimit(1001, HZ));
    assertEquals(8, RewindLimit.ticks(250, 30));
    assertEquals(240, RewindLimit.ticks(1000, 240));
    assertEquals(0, RewindLimit.ticks(0, 30));
  }
}
