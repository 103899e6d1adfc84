package dev.backbeat.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RttEstimatorTest {
  private static final long MS = 1_000_000L;

  @Test
  void knowsNothingAtFirst() {
    RttEstimator rtt = new RttEstimator();
    assertFalse(rtt.known());
    assertEquals(0, rtt.minimumNs());
    rtt.sample(-5);
    assertFalse(rtt.known());
  }

  @Test
  void followsRfc6298() {
    RttEstimator rtt = new RttEstimator();
    rtt.sample(100 * MS); // SRTT = R, RTTVAR = R / 2
    assertEquals(100 * MS, rtt.smoothedNs());
    assertEquals(50 * MS, rtt.varianceNs());
    rtt.sample(180 * MS); // RTTVAR = 3/4 * 50 + 1/4 * |100 - 180|, SRTT = 7/8 * 100 + 1/8 * 180
    assertEquals(57_500_000, rtt.varianceNs());
    assertEquals(110 * MS, rtt.smoothedNs());
  }

  @Test
  void jitterIsTheSmoothedDifference() {
    RttEstimator rtt = new RttEstimator();
    rtt.sample(100 * MS);
    assertEquals(0, rtt.jitterNs());
    rtt.sample(116 * MS);
    assertEquals(MS, rtt.jitterNs());
    for (int i = 0; i < 200; i++) {
      rtt.sample(116 * MS);
    }
    assertTrue(rtt.jitterNs() < 100, "it fades: " + rtt.jitterNs());
  }

  @Test
  void theMinimumIsForgottenAfterItsWindow() {
    RttEstimator rtt = new RttEstimator();
    rtt.sample(10 * MS);
    for (int i = 1; i < RttEstimator.MIN_WINDOW_SAMPLES; i++) {
      rtt.sample((20 + i) * MS);
      assertEquals(10 * MS, rtt.minimumNs());
    }
    rtt.sample(90 * MS);
    assertEquals(21 * MS, rtt.minimumNs());
    for (int i = 0; i < 1_000; i++) {
      rtt.sample((50 + i % 3) * MS);
    }
    assertEquals(50 * MS, rtt.minimumNs());
  }
}
