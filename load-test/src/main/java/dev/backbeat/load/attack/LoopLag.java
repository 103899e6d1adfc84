package dev.backbeat.load.attack;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * How late the timers of the server's gateway loops were, from {@code backbeat_loop_lag_seconds}:
 * whether an attack makes the server itself stand still. One thread.
 */
final class LoopLag {
  private static final String BUCKET = "backbeat_loop_lag_seconds_bucket{";

  private Map<Double, Long> last = Map.of();

  /** Lateness since the last call, ms; NaN = nothing is known. */
  double takeP99Ms(Target target) throws IOException {
    return takeP99Ms(ServerMetrics.scrape(target));
  }

  /** The same of a scrape. */
  double takeP99Ms(String metrics) {
    TreeMap<Double, Long> now = new TreeMap<>();
    metrics
        .lines()
        .filter(line -> line.startsWith(BUCKET))
        .forEach(
            line ->
                now.merge(
                    bound(line),
                    (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                    Long::sum));
    Map<Double, Long> before = last;
    last = now;
    if (now.isEmpty()) {
      return Double.NaN;
    }
    long all = now.lastEntry().getValue() - before.getOrDefault(now.lastKey(), 0L);
    for (Map.Entry<Double, Long> bucket : now.entrySet()) {
      long within = bucket.getValue() - before.getOrDefault(bucket.getKey(), 0L);
      if (all > 0 && within >= 0.99 * all) {
        return bucket.getKey() * 1_000;
      }
    }
    return Double.NaN;
  }

  private static double bound(String line) {
    int from = line.indexOf("le=\"") + 4;
    String text = line.substring(from, line.indexOf('"', from));
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }
}
