package dev.backbeat.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the load test reads from the server's Prometheus text: CPU time, resident memory and the
 * histogram of tick durations over all rooms. What the server does not expose is NaN.
 */
final class MetricsText {
  private static final String TICK = "backbeat_tick_duration_seconds";
  private static final Pattern LE = Pattern.compile("le=\"([^\"]+)\"");

  private double cpuSeconds = Double.NaN;
  private double rssBytes = Double.NaN;
  private double allocatedBytes = Double.NaN;
  private double slowCloses = Double.NaN;
  private double outboundMaxBytes = Double.NaN;
  private double tickSum;
  private double tickCount;
  private final TreeMap<Double, Double> tickBuckets = new TreeMap<>();

  private MetricsText() {}

  static MetricsText parse(String text) {
    MetricsText m = new MetricsText();
    text.lines().forEach(m::line);
    return m;
  }

  private void line(String line) {
    int space = line.lastIndexOf(' ');
    if (space < 0 || line.startsWith("#")) {
      return;
    }
    if (line.startsWith(TICK)) {
      tick(line, number(line, space));
    } else if (line.startsWith("process_cpu_seconds_total")) {
      cpuSeconds = number(line, space);
    } else if (line.startsWith("process_cpu_time_ns_total")) {
      cpuSeconds = number(line, space) / 1e9;
    } else if (line.startsWith("jvm_threads_allocated_bytes")) {
      allocatedBytes = number(line, space);
    } else if (line.startsWith("backbeat_slow_clients_total")) {
      slowCloses = number(line, space);
    } else if (line.startsWith("backbeat_outbound_max_client_bytes")) {
      outboundMaxBytes = number(line, space);
    } else if (line.startsWith("process_resident_memory_bytes")) {
      rssBytes = number(line, space);
    }
  }

  private static double number(String line, int space) {
    try {
      return Double.parseDouble(line.substring(space + 1));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private void tick(String line, double value) {
    if (Double.isNaN(value)) {
      return;
    }
    if (line.startsWith("_bucket", TICK.length())) {
      Matcher m = LE.matcher(line);
      if (m.find()) {
        String le = m.group(1);
        double bound = le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
        tickBuckets.merge(bound, value, Double::sum);
      }
    } else if (line.startsWith("_sum", TICK.length())) {
      tickSum += value;
    } else if (line.startsWith("_count", TICK.length())) {
      tickCount += value;
    }
  }

  double cpuSeconds() {
    return cpuSeconds;
  }

  double allocatedBytes() {
    return allocatedBytes;
  }

  double slowCloses() {
    return slowCloses;
  }

  double outboundMaxBytes() {
    return outboundMaxBytes;
  }

  double rssBytes() {
    return rssBytes;
  }

  /** Mean duration of the ticks between {@code earlier} and this, ms; NaN if there were none. */
  double meanTickMs(MetricsText earlier) {
    double n = tickCount - earlier.tickCount;
    return n > 0 ? (tickSum - earlier.tickSum) * 1000 / n : Double.NaN;
  }

  /**
   * A quantile of the durations of the ticks between {@code earlier} and this, ms, interpolated
   * linearly in its bucket; the last finite bound if it is above that.
   */
  double tickQuantileMs(MetricsText earlier, double quantile) {
    double total = 0;
    if (!tickBuckets.isEmpty()) {
      Map.Entry<Double, Double> last = tickBuckets.lastEntry();
      total = last.getValue() - earlier.tickBuckets.getOrDefault(last.getKey(), 0.0);
    }
    if (total <= 0) {
      return Double.NaN;
    }
    double wanted = quantile * total;
    double below = 0;
    double lower = 0;
    for (Map.Entry<Double, Double> bucket : tickBuckets.entrySet()) {
      double upTo = bucket.getValue() - earlier.tickBuckets.getOrDefault(bucket.getKey(), 0.0);
      double upper = bucket.getKey();
      if (upTo >= wanted) {
        if (Double.isInfinite(upper) || upTo == below) {
          return lower * 1000;
        }
        return (lower + (upper - lower) * (wanted - below) / (upTo - below)) * 1000;
      }
      below = upTo;
      lower = upper;
    }
    return lower * 1000;
  }
}
