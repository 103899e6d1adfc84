package dev.backbeat.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Turns what was measured into the figures. */
final class Tally {
  /** The readings at one end of the measured time. */
  record Edge(ServerProbe.Reading server, double selfCpuSeconds) {}

  /** How the ramp went; {@code joins} in us. */
  record Joins(int joined, Histogram joins, double rampSeconds) {}

  /** A loop that sleeps less than this leaves has no room for what comes irregularly. */
  private static final double SATURATED_SHARE = 0.95;

  private static final double[] CURVE = {
    0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.99, 99.995, 99.999
  };

  private Tally() {}

  /**
   * @param stats of all loops together
   */
  static Map<Metric, Double> figures(
      LoadSettings settings,
      LoopStats stats,
      Joins joins,
      Edge before,
      Edge after,
      long errors,
      long violations) {
    Map<Metric, Double> f = new EnumMap<>(Metric.class);
    f.put(Metric.CLIENTS, (double) settings.clients());
    f.put(Metric.JOINED, (double) joins.joined());
    f.put(Metric.JOIN_P50_MS, Sampler.percentileMs(joins.joins(), 50));
    f.put(Metric.JOIN_P99_MS, Sampler.percentileMs(joins.joins(), 99));
    f.put(Metric.JOIN_MAX_MS, Sampler.percentileMs(joins.joins(), 100));
    f.put(Metric.RAMP_SECONDS, joins.rampSeconds());
    f.put(Metric.MEASURED_SECONDS, stats.seconds);
    f.put(Metric.ERRORS, (double) errors);
    f.put(Metric.INVARIANT_VIOLATIONS, (double) violations);
    delivery(f, stats);
    latency(f, stats);
    bytes(f, stats);
    server(f, stats, before.server(), after.server());
    slow(f, stats);
    generator(f, settings, stats, after.selfCpuSeconds() - before.selfCpuSeconds());
    return f;
  }

  private static void delivery(Map<Metric, Double> f, LoopStats stats) {
    List<Double> hz = new ArrayList<>(stats.deliveredHz);
    Collections.sort(hz);
    int n = hz.size();
    double mean = hz.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    f.put(Metric.DELIVERED_HZ, mean);
    f.put(Metric.DELIVERED_HZ_MEDIAN, n == 0 ? 0 : (hz.get((n - 1) / 2) + hz.get(n / 2)) / 2);
    f.put(Metric.DELIVERED_HZ_MIN, n == 0 ? 0 : hz.get(0));
    f.put(Metric.FRAMES, (double) stats.frames);
    f.put(Metric.FRAMES_PER_CLIENT_PER_S, ratio(stats.frames, n * stats.seconds));
    f.put(Metric.RESETS, (double) stats.resets);
    f.put(Metric.EVENTS_LOST, (double) stats.eventsLost);
    f.put(Metric.INPUTS_SENT, (double) stats.inputsSent);
    f.put(Metric.INPUTS_PER_CLIENT_PER_S, ratio(stats.inputsSent, n * stats.seconds));
    f.put(Metric.MESSAGES_SENT_PER_CLIENT_PER_S, ratio(stats.inputMessages, n * stats.seconds));
    f.put(Metric.INPUTS_SKIPPED, (double) stats.inputsSkipped);
    f.put(Metric.LATE_INPUTS_SHARE, ratio(stats.lateInputs, stats.leads));
  }

  private static void latency(Map<Metric, Double> f, LoopStats stats) {
    Histogram ack = stats.ack;
    f.put(Metric.ACKS, (double) ack.getTotalCount());
    f.put(Metric.ACK_MEAN_MS, ack.getTotalCount() == 0 ? Double.NaN : ack.getMean() / 1000);
    f.put(Metric.ACK_P50_MS, Sampler.percentileMs(ack, 50));
    f.put(Metric.ACK_P90_MS, Sampler.percentileMs(ack, 90));
    f.put(Metric.ACK_P99_MS, Sampler.percentileMs(ack, 99));
    f.put(Metric.ACK_P999_MS, Sampler.percentileMs(ack, 99.9));
    f.put(Metric.ACK_MAX_MS, Sampler.percentileMs(ack, 100));
    f.put(Metric.JITTER_P50_MS, Sampler.percentileMs(stats.jitter, 50));
    f.put(Metric.JITTER_P99_MS, Sampler.percentileMs(stats.jitter, 99));
  }

  private static void bytes(Map<Metric, Double> f, LoopStats stats) {
    int n = stats.deliveredHz.size();
    double inView = ratio(stats.playerTicks, stats.decodedTicks);
    f.put(Metric.BYTES_PER_CLIENT_PER_S, ratio(stats.bytes, n * stats.seconds));
    f.put(Metric.BYTES_PER_FRAME, ratio(stats.bytes, stats.messages));
    f.put(Metric.PLAYERS_IN_VIEW, inView);
    f.put(Metric.BYTES_PER_ENTITY_UPDATE, ratio(stats.bytes, inView * stats.sendTicks));
    f.put(Metric.DECODING_CLIENTS, (double) stats.decodingClients);
  }

  private static void server(
      Map<Metric, Double> f,
      LoopStats stats,
      ServerProbe.Reading before,
      ServerProbe.Reading after) {
    double cores = after.cpuCores(before);
    f.put(Metric.SERVER_CPU_CORES, cores);
    f.put(Metric.SERVER_CPU_US_PER_FRAME, perFrameUs(cores, stats));
    f.put(Metric.SERVER_USER_US_PER_FRAME, perFrameUs(after.userCores(before), stats));
    f.put(Metric.SERVER_SYSTEM_US_PER_FRAME, perFrameUs(after.systemCores(before), stats));
    f.put(Metric.SERVER_RSS_MB, after.rssBytes() / 1e6);
    Optional<MetricsText> from = before.metrics();
    Optional<MetricsText> to = after.metrics();
    boolean both = from.isPresent() && to.isPresent();
    f.put(Metric.SERVER_TICK_MEAN_MS, both ? to.get().meanTickMs(from.get()) : Double.NaN);
    late(f, Metric.SERVER_LATE_P50_MS, 0.5, before, after);
    late(f, Metric.SERVER_LATE_P99_MS, 0.99, before, after);
    late(f, Metric.SERVER_LATE_P999_MS, 0.999, before, after);
    late(f, Metric.SERVER_LATE_MAX_MS, 1, before, after);
    f.put(
        Metric.SERVER_ALLOCATED_B_PER_FRAME,
        both
            ? ratio(to.get().allocatedBytes() - from.get().allocatedBytes(), stats.frames)
            : Double.NaN);
    f.put(
        Metric.SERVER_SLOW_CLOSES,
        both ? to.get().slowCloses() - from.get().slowCloses() : Double.NaN);
    f.put(Metric.SERVER_OUTBOUND_MAX_B, both ? to.get().outboundMaxBytes() : Double.NaN);
    f.put(Metric.SERVER_TICK_P99_MS, both ? to.get().tickQuantileMs(from.get(), 0.99) : Double.NaN);
  }

  private static double perFrameUs(double cores, LoopStats stats) {
    return ratio(cores * stats.seconds * 1e6, stats.frames);
  }

  private static void late(
      Map<Metric, Double> f,
      Metric metric,
      double quantile,
      ServerProbe.Reading before,
      ServerProbe.Reading after) {
    boolean both = before.lateness().isPresent() && after.lateness().isPresent();
    f.put(
        metric,
        both ? after.lateness().get().quantileMs(before.lateness().get(), quantile) : Double.NaN);
  }

  private static void slow(Map<Metric, Double> f, LoopStats stats) {
    SlowStats slow = stats.slow;
    double clientSeconds = slow.slowClients * stats.seconds;
    f.put(Metric.SLOW_CLIENTS, (double) slow.slowClients);
    f.put(Metric.SLOW_CLOSED, (double) slow.slowClosed);
    f.put(Metric.SLOW_BYTES_PER_CLIENT_PER_S, ratio(slow.bytes, clientSeconds));
    f.put(Metric.SLOW_FRAMES_PER_CLIENT_PER_S, ratio(slow.frames, clientSeconds));
    f.put(Metric.SLOW_RESETS, (double) slow.resets);
    f.put(Metric.SLOW_FRAME_AGE_P50_MS, Sampler.percentileMs(slow.frameAge, 50));
    f.put(Metric.SLOW_FRAME_AGE_P99_MS, Sampler.percentileMs(slow.frameAge, 99));
    f.put(Metric.SLOW_FRAME_AGE_MAX_MS, Sampler.percentileMs(slow.frameAge, 100));
    f.put(Metric.STUCK_CLIENTS, (double) slow.stuckClients);
    f.put(Metric.STUCK_CLOSED, (double) slow.stuckClosed);
  }

  private static void generator(
      Map<Metric, Double> f, LoadSettings settings, LoopStats stats, double cpuSeconds) {
    double p99Ms = Sampler.percentileMs(stats.late, 99);
    boolean late = p99Ms > settings.inputIntervalNs() / 2e6;
    boolean saturated = stats.busyShare > SATURATED_SHARE;
    boolean measured = stats.frames > 0 && stats.inputsSent > 0;
    boolean valid = measured && !late && !saturated && stats.stalls == 0;
    f.put(Metric.GENERATOR_CPU_CORES, ratio(cpuSeconds, stats.seconds));
    f.put(Metric.GENERATOR_BUSY_SHARE, stats.busyShare);
    f.put(Metric.GENERATOR_LATE_P50_MS, Sampler.percentileMs(stats.late, 50));
    f.put(Metric.GENERATOR_LATE_P99_MS, p99Ms);
    f.put(Metric.GENERATOR_LATE_MAX_MS, Sampler.percentileMs(stats.late, 100));
    f.put(Metric.GENERATOR_STALLS, (double) stats.stalls);
    f.put(Metric.GENERATOR_LATE, late ? 1.0 : 0.0);
    f.put(Metric.GENERATOR_SATURATED, saturated ? 1.0 : 0.0);
    f.put(Metric.VALID, valid ? 1.0 : 0.0);
  }

  /** Percentile and ms, for the report's curve; as far as there are enough values. */
  static List<double[]> curve(Histogram ack) {
    List<double[]> points = new ArrayList<>();
    long n = ack.getTotalCount();
    for (double p : CURVE) {
      if (n > 0 && (100 - p) / 100 * n >= 1) {
        points.add(new double[] {p, Sampler.percentileMs(ack, p)});
      }
    }
    return points;
  }

  private static double ratio(double a, double b) {
    return b == 0 ? Double.NaN : a / b;
  }
}
