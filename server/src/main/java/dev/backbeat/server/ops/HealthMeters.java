package dev.backbeat.server.ops;

/**
 * Health in the metrics. Every figure is of the moment of the scrape, so that a thread that hangs
 * is seen while it does.
 */
public final class HealthMeters {
  private HealthMeters() {}

  /** Registers its figures. */
  public static void register(ServerMetrics metrics, Health health) {
    metrics.gauge(
        "backbeat.ready",
        "Whether the server takes players: 1 = yes, as /readyz says, 0 = no",
        null,
        () -> health.problems(System.nanoTime()).isEmpty() ? 1 : 0);
    metrics.gauge(
        "backbeat.draining",
        "Whether the server drains: 1 = yes",
        null,
        () -> health.draining() ? 1 : 0);
    for (String thread : health.tickAgesNs(System.nanoTime()).keySet()) {
      metrics.gauge(
          "backbeat.tick.age.seconds",
          "For how long the thread's most overdue tick has been due; 0 = none is",
          "thread",
          thread,
          () -> health.tickAgesNs(System.nanoTime()).getOrDefault(thread, 0L) / 1e9);
    }
    metrics.gauge(
        "backbeat.loop.age",
        "For how long the most overdue gateway loop has been due to turn; 0 = none is",
        "seconds",
        () -> health.loopAgeNs(System.nanoTime()) / 1e9);
    metrics.counter(
        "backbeat.tick.thread.failures",
        "Errors that tick threads survived, beside those of games",
        () -> health.tickThreadFailures(System.nanoTime()));
  }
}
