package dev.backbeat.load.attack;

import io.vertx.core.json.JsonObject;

/**
 * What the honest players noticed in a while.
 *
 * @param quiet nobody attacked
 * @param compared whether their latency in it counts
 * @param inputs that were acknowledged
 * @param p50Ms from an input's due time to its acknowledgement
 * @param lateMs by how much 99 of 100 inputs were sent late at most: what the players' own process
 *     was late, on a machine that has too few processors
 * @param maxGapMs the longest time that one of them got no tick
 * @param ticks that the slowest of them got
 * @param loopLagMs 99 of 100 timers of the server's gateway loops were at most so late, as a bound
 *     of its histogram; NaN = not known
 */
record Window(
    String name,
    boolean quiet,
    boolean compared,
    long inputs,
    double p50Ms,
    double p99Ms,
    double lateMs,
    double maxGapMs,
    long ticks,
    double loopLagMs) {

  /** As the players' process says it. */
  static Window of(String name, boolean quiet, boolean compared, JsonObject said, double lagMs) {
    return new Window(
        name,
        quiet,
        compared,
        said.getLong("inputs"),
        said.getDouble("p50_ms"),
        said.getDouble("p99_ms"),
        said.getDouble("late_ms"),
        said.getDouble("max_gap_ms"),
        said.getLong("ticks"),
        lagMs);
  }

  /** For the table. */
  String loopLag() {
    return Double.isNaN(loopLagMs)
        ? "not measured"
        : Double.isInfinite(loopLagMs) ? "above 1000" : Long.toString(Math.round(loopLagMs));
  }

  /** For the report. */
  JsonObject toJson() {
    return new JsonObject()
        .put("name", name)
        .put("quiet", quiet)
        .put("compared", compared)
        .put("inputs", inputs)
        .put("ack_p50_ms", p50Ms)
        .put("ack_p99_ms", p99Ms)
        .put("late_p99_ms", lateMs)
        .put("max_gap_ms", maxGapMs)
        .put("ticks", ticks)
        .put("loop_lag_p99_ms", Double.isFinite(loopLagMs) ? loopLagMs : null);
  }
}
