package dev.backbeat.load.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What counts as growth, on series that are made up. */
class GrowthTest {
  private static final int SECONDS = 600;
  private static final double NONE = Double.NaN;

  private static Series series(DoubleUnaryOperator valueAt) {
    Series series = new Series();
    for (int s = 0; s <= SECONDS; s++) {
      series.add(s, valueAt.applyAsDouble(s));
    }
    return series;
  }

  private static Growth judge(Resource resource, DoubleUnaryOperator valueAt) {
    return Growth.of(resource, series(valueAt), 0, SECONDS, NONE, NONE);
  }

  @Test
  void flatIsFlat() {
    Growth growth = judge(Resource.HEAP, s -> 25);
    assertFalse(growth.grows());
    assertEquals(0, growth.trend(), 1e-9);
  }

  @Test
  void noiseIsFlat() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      Growth growth = judge(Resource.DESCRIPTORS, s -> 260 + 15 * random.nextGaussian());
      assertFalse(growth.grows(), "seed " + seed + " round " + round + ": " + growth);
    }
  }

  @Test
  void wavesAndOutliersAreFlat() {
    Growth growth = judge(Resource.RSS, s -> 220 + 10 * Math.sin(s / 7) + (s % 50 == 0 ? 500 : 0));
    assertFalse(growth.grows(), growth::toString);
  }

  @Test
  void aLeakUnderNoiseGrows() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    // 3 MB per minute: 15 MB in the second half.
    Growth growth = judge(Resource.HEAP, s -> 25 + s * 3 / 60 + 3 * random.nextGaussian());
    assertTrue(growth.grows(), "seed " + seed + ": " + growth);
    assertEquals(15, growth.trend(), 4, "seed " + seed);
    assertTrue(growth.sentence().contains("GROWS"), growth::sentence);
  }

  /** 36 hours, whose pairs would be two thousand million. */
  @Test
  void aLeakOfADayAndAHalfGrows() {
    Series day = new Series();
    for (int s = 0; s < 36 * 3_600; s++) {
      day.add(s, 25 + s / 3_600.0 + (s % 5 == 0 ? 500 : 0));
    }
    Growth growth = Growth.of(Resource.HEAP, day, 0, 36 * 3_600, NONE, NONE);
    assertEquals(18, growth.trend(), 0.01);
    assertTrue(growth.grows(), growth::toString);
  }

  @Test
  void aLeakOfDescriptorsGrows() {
    assertTrue(judge(Resource.DESCRIPTORS, s -> 240 + s / 5).grows());
  }

  /** A cache that fills in the first half has found its level. */
  @Test
  void aStepInTheFirstHalfIsNoTrend() {
    assertFalse(judge(Resource.HEAP, s -> s < 200 ? 20 : 60).grows());
  }

  @Test
  void whatStaysWhenAllHaveLeftGrows() {
    Series level = series(s -> 200);
    assertTrue(Growth.of(Resource.SEATS, level, 0, SECONDS, 0, 1).grows());
    assertFalse(Growth.of(Resource.SEATS, level, 0, SECONDS, 0, 0).grows());
    assertTrue(Growth.of(Resource.HEAP, level, 0, SECONDS, 20, 26.5).grows());
    assertFalse(Growth.of(Resource.HEAP, level, 0, SECONDS, 20, 25.5).grows());
    // The JVM keeps pages that it had: resident memory need not come back, but must not go on.
    assertFalse(Growth.of(Resource.RSS, level, 0, SECONDS, 150, 200).grows());
  }

  @Test
  void nothingMeasuredIsNeitherFlatNorGrowing() {
    Growth growth = Growth.of(Resource.TIMERS, new Series(), 0, SECONDS, NONE, NONE);
    assertFalse(growth.measured());
    assertFalse(growth.grows());
  }

  private static List<Verdict> flat(Predicate<Resource> measured) {
    return Arrays.stream(Resource.values())
        .filter(measured)
        .<Verdict>map(r -> Growth.of(r, series(s -> 25), 0, SECONDS, 25, 25))
        .toList();
  }

  @Test
  void aSoakInWhichNobodyJoinedHasFailed() {
    List<Verdict> verdict = flat(r -> true);
    assertTrue(new SoakResult(verdict, Map.of(), 0, 1, Map.of("joined", 3L), true).flat());
    assertFalse(new SoakResult(verdict, Map.of(), 0, 1, Map.of(), true).flat());
    assertFalse(new SoakResult(verdict, Map.of(), 0, 1, Map.of("joined", 3L), false).flat());
  }

  @Test
  void whatNobodyMeasuredIsNotFlat() {
    List<Verdict> verdict = new ArrayList<>(flat(r -> r != Resource.HEAP));
    SoakResult missing = new SoakResult(verdict, Map.of(), 0, 1, Map.of("joined", 3L), true);
    assertFalse(missing.flat());
    assertEquals("FAILED: not measured: heap_live", missing.summary());
    verdict.add(Growth.of(Resource.HEAP, new Series(), 0, SECONDS, 20, 20));
    assertFalse(new SoakResult(verdict, Map.of(), 0, 1, Map.of("joined", 3L), true).flat());
  }

  @Test
  void metricsAreSummedOverTheirSeries() {
    String text =
        """
        # HELP backbeat_connections WebSocket connections now
        backbeat_connections{subprotocol="backbeat.v1"} 3.0
        backbeat_connections{subprotocol="backbeat.v1.json"} 2.0
        backbeat_connections_other 9.0
        jvm_memory_used_bytes{area="heap",id="G1 Eden Space"} 1.0E6
        jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 7.0E6
        """;
    assertEquals(5, SoakProbe.sum(text, "backbeat_connections", ""));
    assertEquals(1e6, SoakProbe.sum(text, "jvm_memory_used_bytes", "area=\"heap\""));
    assertTrue(Double.isNaN(SoakProbe.sum(text, "backbeat_timers", "")));
  }
}
