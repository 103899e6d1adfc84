package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MetricsTextTest {
  private static final String BEFORE =
      """
      # HELP backbeat_tick_duration_seconds how long
      # TYPE backbeat_tick_duration_seconds histogram
      backbeat_tick_duration_seconds_bucket{game="arena",le="0.001"} 10
      backbeat_tick_duration_seconds_bucket{game="arena",le="0.002"} 10
      backbeat_tick_duration_seconds_bucket{game="arena",le="+Inf"} 10
      backbeat_tick_duration_seconds_count{game="arena"} 10
      backbeat_tick_duration_seconds_sum{game="arena"} 0.005
      process_cpu_time_ns_total 2.5E9
      process_resident_memory_bytes 1.0E8
      """;
  private static final String AFTER =
      """
      backbeat_tick_duration_seconds_bucket{game="arena",le="0.001"} 100
      backbeat_tick_duration_seconds_bucket{game="arena",le="0.002"} 110
      backbeat_tick_duration_seconds_bucket{game="arena",le="+Inf"} 110
      backbeat_tick_duration_seconds_count{game="arena"} 110
      backbeat_tick_duration_seconds_sum{game="arena"} 0.105
      backbeat_tick_duration_seconds_bucket{game="tag",le="0.001"} 100
      backbeat_tick_duration_seconds_bucket{game="tag",le="0.002"} 100
      backbeat_tick_duration_seconds_bucket{game="tag",le="+Inf"} 100
      backbeat_tick_duration_seconds_count{game="tag"} 100
      backbeat_tick_duration_seconds_sum{game="tag"} 0.1
      backbeat_tick_duration_seconds_max{game="tag"} 7
      """;

  @Test
  void meanAndQuantilesAreOfTheTimeBetweenOverAllGames() {
    MetricsText before = MetricsText.parse(BEFORE);
    MetricsText after = MetricsText.parse(AFTER);
    assertEquals(1.0, after.meanTickMs(before), 1e-9);
    // 190 of 200 ticks under 1 ms, 10 between 1 and 2 ms: the 198th is 8/10 into that bucket.
    assertEquals(1.8, after.tickQuantileMs(before, 0.99), 1e-9);
    assertEquals(0.5 * 200 / 190, after.tickQuantileMs(before, 0.5), 1e-9);
  }

  @Test
  void aboveTheLastBoundIsTheLastBound() {
    MetricsText none = MetricsText.parse("");
    MetricsText slow =
        MetricsText.parse(
            """
            backbeat_tick_duration_seconds_bucket{le="0.1"} 0
            backbeat_tick_duration_seconds_bucket{le="+Inf"} 4
            """);
    assertEquals(100, slow.tickQuantileMs(none, 0.99), 1e-9);
  }

  @Test
  void readsProcessFiguresUnderEitherName() {
    MetricsText m = MetricsText.parse(BEFORE);
    assertEquals(2.5, m.cpuSeconds(), 1e-9);
    assertEquals(1e8, m.rssBytes());
    assertEquals(7.5, MetricsText.parse("process_cpu_seconds_total 7.5").cpuSeconds());
  }

  @Test
  void whatIsNotThereIsNotANumber() {
    MetricsText m = MetricsText.parse("nonsense\n\nx NaN\n");
    assertTrue(Double.isNaN(m.cpuSeconds()));
    assertTrue(Double.isNaN(m.rssBytes()));
    assertTrue(Double.isNaN(m.meanTickMs(m)));
    assertTrue(Double.isNaN(m.tickQuantileMs(m, 0.99)));
  }
}
