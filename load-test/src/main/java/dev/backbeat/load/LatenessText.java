package dev.backbeat.load;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the server's /metrics/tick-lateness says: how late each tick since its start was, in buckets
 * of 1 %, all games together.
 */
final class LatenessText {
  private final TreeMap<Long, Long> ticksByNs = new TreeMap<>();

  private LatenessText() {}

  /** Lines of game, highest lateness of the bucket in ns, number of ticks; others are ignored. */
  static LatenessText parse(String text) {
    LatenessText lateness = new LatenessText();
    text.lines()
        .map(line -> line.split(" "))
        .filter(parts -> parts.length == 3 && parts[1].matches("\\d+") && parts[2].matches("\\d+"))
        .forEach(
            parts ->
                lateness.ticksByNs.merge(
                    Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long::sum));
    return lateness;
  }

  /** A quantile of the ticks between {@code earlier} and this, ms; 1 = the latest; NaN if none. */
  double quantileMs(LatenessText earlier, double quantile) {
    long total = 0;
    for (Map.Entry<Long, Long> bucket : ticksByNs.entrySet()) {
      total += since(earlier, bucket);
    }
    double wanted = Math.max(1, quantile * total);
    long seen = 0;
    for (Map.Entry<Long, Long> bucket : ticksByNs.entrySet()) {
      seen += since(earlier, bucket);
      if (seen >= wanted) {
        return bucket.getKey() / 1e6;
      }
    }
    return Double.NaN;
  }

  private static long since(LatenessText earlier, Map.Entry<Long, Long> bucket) {
    return bucket.getValue() - earlier.ticksByNs.getOrDefault(bucket.getKey(), 0L);
  }
}
