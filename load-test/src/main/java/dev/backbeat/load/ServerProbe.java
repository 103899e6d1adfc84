package dev.backbeat.load;

import java.util.Optional;

/**
 * Reads the server's CPU time, memory and tick durations: the first two from the process if its pid
 * is known, else from /metrics; the last always from there. What cannot be had is NaN.
 */
final class ServerProbe {
  /** One reading. */
  record Reading(double cpuSeconds, double rssBytes, Optional<MetricsText> metrics) {}

  private final ServerApi api;
  private final ProcessProbe process;

  /**
   * @param process null if the server's pid is not known
   */
  ServerProbe(ServerApi api, ProcessProbe process) {
    this.api = api;
    this.process = process;
  }

  /** Waits for the server's answer, at most some seconds. */
  Reading read() {
    Optional<MetricsText> metrics = api.metrics().map(MetricsText::parse);
    if (process != null) {
      return new Reading(process.cpuSeconds(), process.rssBytes(), metrics);
    }
    return new Reading(
        metrics.map(MetricsText::cpuSeconds).orElse(Double.NaN),
        metrics.map(MetricsText::rssBytes).orElse(Double.NaN),
        metrics);
  }
}
