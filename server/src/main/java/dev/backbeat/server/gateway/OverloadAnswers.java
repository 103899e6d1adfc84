package dev.backbeat.server.gateway;

import dev.backbeat.server.overload.Overload;
import dev.backbeat.server.overload.OverloadStep;
import dev.backbeat.server.overload.Pressure;
import io.vertx.core.json.JsonObject;

/** The overload ladder as JSON. */
final class OverloadAnswers {
  private static final double PERMILLE = 1_000;

  private OverloadAnswers() {}

  static JsonObject toJson(Overload overload) {
    OverloadStep step = overload.step();
    Pressure pressure = overload.pressure();
    return new JsonObject()
        .put("step", step.number())
        .put("meaning", step.meaning())
        .put("admitting", step.admitting())
        .put("spanFactor", step.spanFactor())
        .put("inputBatchTicks", step.inputBatchTicks())
        .put("interestPercent", step.interestPercent())
        .put("climbs", overload.climbs())
        .put("descents", overload.descents())
        .put(
            "pressure",
            new JsonObject()
                .put("tickBusy", rounded(pressure.tickBusy()))
                .put("tickLateness", rounded(pressure.tickLateness()))
                .put("writeAge", rounded(pressure.writeAge())))
        .put("processorShare", rounded(pressure.processorShare()));
  }

  private static double rounded(double value) {
    return Math.round(value * PERMILLE) / PERMILLE;
  }
}
