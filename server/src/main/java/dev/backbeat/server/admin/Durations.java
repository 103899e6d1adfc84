package dev.backbeat.server.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/** Durations of ticks as people read them. */
final class Durations {
  private Durations() {}

  /** Median, 99 % quantile (nearest rank) and greatest, in ms; zeros if there are none. */
  static JsonObject toJson(int[] ns) {
    int[] sorted = ns.clone();
    Arrays.sort(sorted);
    return new JsonObject()
        .put("p50", ms(quantile(sorted, 0.5)))
        .put("p99", ms(quantile(sorted, 0.99)))
        .put("max", ms(quantile(sorted, 1)));
  }

  /**
   * The nearest rank.
   *
   * @param sorted ascending
   */
  static int quantile(int[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  /** The mean in ms; 0 if there are none. */
  static double meanMs(int[] ns) {
    return ms(Arrays.stream(ns).average().orElse(0));
  }

  /** In ms, to the microsecond. */
  static double ms(double ns) {
    return Math.round(ns / 1_000) / 1_000.0;
  }

  /** In microseconds, in the order given. */
  static JsonArray micros(int[] ns) {
    JsonArray array = new JsonArray();
    for (int value : ns) {
      array.add(value / 1_000);
    }
    return array;
  }
}
