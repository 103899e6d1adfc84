package dev.backbeat.load.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMedianOfOddAndEvenCounts() {
    assertEquals(new Spread(3, 1, 9, 3), Spread.of(List.of(9.0, 1.0, 3.0)));
    assertEquals(new Spread(2.5, 1, 9, 4), Spread.of(List.of(9.0, 1.0, 3.0, 2.0)));
    assertEquals(new Spread(7, 7, 7, 1), Spread.of(List.of(7.0)));
  }

  @Test
  void whatWasNotMeasuredDoesNotCount() {
    assertEquals(new Spread(2, 1, 3, 2), Spread.of(List.of(3.0, Double.NaN, 1.0)));
    assertFalse(Spread.of(List.of(Double.NaN)).measured());
    assertFalse(Spread.of(List.of()).measured());
    assertTrue(Double.isNaN(Spread.of(List.of()).median()));
  }
}
