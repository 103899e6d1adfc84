package dev.backbeat.server.ops;

import dev.backbeat.server.overload.Overload;
import dev.backbeat.server.overload.Pressure;
import java.util.function.ToDoubleFunction;

/** The overload ladder in the metrics. */
public final class OverloadMeters {
  private static final String PRESSURE = "backbeat.overload.pressure";
  private static final String TRANSITIONS = "backbeat.overload.transitions";

  private OverloadMeters() {}

  /** Registers its figures. */
  public static void register(ServerMetrics metrics, Overload overload) {
    metrics.gauge(
        "backbeat.overload.step",
        "Step of the overload ladder, 0 = normal operation",
        null,
        () -> overload.step().number());
    pressure(metrics, overload, "tick_busy", Pressure::tickBusy);
    pressure(metrics, overload, "tick_lateness", Pressure::tickLateness);
    pressure(metrics, overload, "write_age", Pressure::writeAge);
    metrics.gauge(
        "backbeat.overload.processor.share",
        "Share of the processors that the process takes",
        null,
        () -> overload.pressure().processorShare());
    String help = "Moves on the overload ladder";
    metrics.counter(TRANSITIONS, help, "direction", "up", overload::climbs);
    metrics.counter(TRANSITIONS, help, "direction", "down", overload::descents);
  }

  private static void pressure(
      ServerMetrics metrics, Overload overload, String cause, ToDoubleFunction<Pressure> part) {
    metrics.gauge(
        PRESSURE,
        "How hard the work presses, 1 = all there can be",
        "cause",
        cause,
        () -> part.applyAsDouble(overload.pressure()));
  }
}
