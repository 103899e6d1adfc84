package dev.backbeat.server.ops;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Reloads of the configuration in the metrics. */
public final class ConfigMeters {
  private final Map<Reload.Outcome, LongAdder> reloads = new EnumMap<>(Reload.Outcome.class);
  private volatile boolean lastSuccessful = true;

  private ConfigMeters() {}

  /** Counts from now on. */
  public static void register(ServerMetrics metrics, LiveConfig live) {
    ConfigMeters meters = new ConfigMeters();
    for (Reload.Outcome outcome : Reload.Outcome.values()) {
      LongAdder count = new LongAdder();
      meters.reloads.put(outcome, count);
      metrics.counter(
          "backbeat.config.reloads",
          "Reloads of the configuration",
          "result",
          outcome.name().toLowerCase(Locale.ROOT),
          count::sum);
    }
    metrics.gauge(
        "backbeat.config.last.reload.successful",
        "0 while the last reload was refused or not taken over by every part",
        null,
        () -> meters.lastSuccessful ? 1 : 0);
    live.onReload(meters::count);
  }

  private void count(Reload reload) {
    reloads.get(reload.outcome()).increment();
    lastSuccessful = reload.outcome() != Reload.Outcome.REFUSED && reload.problem().isEmpty();
  }
}
