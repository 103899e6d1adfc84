package dev.backbeat.load.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What may be remembered of those who left, on series that are made up: two come each second. */
class CeilingTest {
  private static final int KEPT = Resource.TICKETS.keptSeconds();

  private static Series series(int seconds, DoubleUnaryOperator valueAt) {
    Series series = new Series();
    for (int s = 0; s <= seconds; s++) {
      series.add(s, valueAt.applyAsDouble(s));
    }
    return series;
  }

  private static Ceiling judge(Resource resource, int seconds, DoubleUnaryOperator valueAt) {
    return Ceiling.of(resource, series(seconds, valueAt), series(seconds, s -> 2 * s));
  }

  @Test
  void whatRisesForAsLongAsItIsKeptIsAsItShouldBe() {
    Ceiling ceiling = judge(Resource.TICKETS, 3 * KEPT, s -> 2 * Math.min(s, KEPT - 50));
    assertFalse(ceiling.grows(), ceiling::sentence);
    assertTrue(ceiling.judged() && ceiling.sentence().contains("kept"), ceiling::sentence);
    assertEquals(2.0 * (KEPT - 50), ceiling.after());
    assertEquals(2.0 * (KEPT - 50), ceiling.highest());
    assertFalse(judge(Resource.TICKETS, 60, s -> 2 * s).grows(), "in a short soak, too");
  }

  @Test
  void whatIsNeverForgottenGrows() {
    Ceiling ceiling = judge(Resource.TICKETS, KEPT + 60, s -> 2 * s);
    assertTrue(ceiling.grows(), ceiling::sentence);
    assertTrue(ceiling.sentence().contains("GROWS"), ceiling::sentence);
    assertEquals(2.0 * KEPT, ceiling.allowed());
    assertEquals(2.0 * (KEPT + 60), ceiling.highest());
    assertTrue(judge(Resource.TICKETS, 2 * KEPT, s -> s * 1.5).grows(), "three out of four");
  }

  @Test
  void whatIsKeptMoreThanOnceGrowsInAShortSoakToo() {
    assertTrue(judge(Resource.TICKETS, 60, s -> 2.1 * s).grows());
    assertFalse(judge(Resource.PLAYERS, 60, s -> 4 * s).grows(), "a connection and rates");
    assertTrue(judge(Resource.PLAYERS, 60, s -> 4.1 * s).grows());
  }

  @Test
  void whatWasThereBeforeIsNotTheSoaks() {
    assertFalse(judge(Resource.OFFENDERS, 60, s -> 500 - s).grows());
    assertFalse(judge(Resource.OFFENDERS, 60, s -> 500 + 2 * s).grows());
    assertTrue(judge(Resource.OFFENDERS, 60, s -> 500 + 3 * s).grows());
  }

  @Test
  void aBriefExcessCounts() {
    assertTrue(judge(Resource.TICKETS, 100, s -> s == 50 ? 101 : 2 * s - 1).grows());
  }

  @Test
  void theHeapThatIsJudgedIsWithoutWhatIsRemembered() {
    double bytes =
        SoakProbe.rememberedBytes(
            Map.of(Resource.PLAYERS, 1_000.0, Resource.TICKETS, 2_000.0, Resource.ROOMS, 7.0));
    assertEquals(1_000.0 * 600 + 2_000.0 * 150, bytes);
  }

  @Test
  void tooFewSamplesSayNothing() {
    Ceiling ceiling = judge(Resource.TICKETS, 3, s -> 0);
    assertFalse(ceiling.measured());
    assertFalse(ceiling.judged());
    assertFalse(ceiling.grows());
  }

  @Test
  void aSeriesKnowsItsValueAtAnyTime() {
    Series series = new Series();
    series.add(1, 10);
    series.add(2, 20);
    assertEquals(-1, series.at(0.5, -1));
    assertEquals(10, series.at(1, -1));
    assertEquals(10, series.at(1.9, -1));
    assertEquals(20, series.at(99, -1));
  }
}
