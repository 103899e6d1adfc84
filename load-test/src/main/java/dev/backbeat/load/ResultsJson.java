package dev.backbeat.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.TreeMap;

/** Results as JSON: flat figures first, then details. What was not measured is null. */
final class ResultsJson {
  private ResultsJson() {}

  static JsonObject of(Results results) {
    JsonObject json = new JsonObject();
    for (Metric metric : Metric.values()) {
      double value = results.figure(metric);
      if (metric.isBoolean()) {
        json.put(metric.jsonName(), value == 1);
      } else {
        json.put(metric.jsonName(), number(value));
      }
    }
    JsonObject kinds = new JsonObject();
    JsonObject examples = new JsonObject();
    new TreeMap<>(results.errorsByKind())
        .forEach(
            (kind, entry) -> {
              kinds.put(kind, entry.count());
              examples.put(kind, entry.example());
            });
    json.put("errors_by_kind", kinds);
    json.put("error_examples", examples);
    json.put("violations", new JsonArray(results.violations()));
    JsonArray slos = new JsonArray();
    for (Results.Verdict v : results.verdicts()) {
      slos.add(
          new JsonObject()
              .put("slo", v.slo().toString())
              .put("value", number(v.value()))
              .put("met", v.met()));
    }
    json.put("slo", slos);
    json.put("good", results.good());
    json.put("notes", new JsonArray(results.notes()));
    JsonArray curve = new JsonArray();
    results.ackCurve().forEach(p -> curve.add(new JsonArray().add(p[0]).add(number(p[1]))));
    json.put("ack_percentiles_ms", curve);
    json.put("settings", settings(results.settings()));
    JsonArray samples = new JsonArray();
    results.samples().forEach(s -> samples.add(sample(s)));
    return json.put("samples", samples);
  }

  /** Secrets stay out. */
  private static JsonObject settings(LoadSettings s) {
    return new JsonObject()
        .put("protocol", s.protocol().toString())
        .put("url", s.url().toString())
        .put("game", s.game())
        .put("rooms", s.rooms())
        .put("players", s.players())
        .put("tick_hz", s.tickHz())
        .put("input_hz", s.inputHz())
        .put("turn_every", s.turnEvery())
        .put("input_runs", s.inputRuns())
        .put("decode_share", s.decodeShare())
        .put("warmup_seconds", s.warmupSeconds())
        .put("seconds", s.seconds())
        .put("ramp_concurrency", s.rampConcurrency())
        .put("loops", s.loops())
        .put("seed", s.seed())
        .put("server_pid", s.serverPid() == 0 ? null : s.serverPid())
        .put("java", Runtime.version().toString())
        .put("processors", Runtime.getRuntime().availableProcessors());
  }

  private static JsonObject sample(Sample s) {
    return new JsonObject()
        .put("at_seconds", number(s.atSeconds()))
        .put("measured", s.measured())
        .put("ack_p50_ms", number(s.ackP50Ms()))
        .put("ack_p99_ms", number(s.ackP99Ms()))
        .put("frames_per_s", number(s.framesPerSecond()))
        .put("kilobytes_per_s", number(s.kilobytesPerSecond()))
        .put("server_tick_mean_ms", number(s.serverTickMeanMs()))
        .put("server_tick_p99_ms", number(s.serverTickP99Ms()))
        .put("server_cpu_cores", number(s.serverCpuCores()))
        .put("server_rss_mb", number(s.serverRssMb()))
        .put("generator_cpu_cores", number(s.generatorCpuCores()))
        .put("generator_late_p99_ms", number(s.generatorLateP99Ms()));
  }

  /** Whole numbers as such, others to four decimals, what was not measured as null. */
  private static Number number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return null;
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return (long) value;
    }
    return Math.round(value * 10_000) / 10_000.0;
  }
}
