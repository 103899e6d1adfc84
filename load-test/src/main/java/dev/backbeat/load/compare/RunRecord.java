package dev.backbeat.load.compare;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * One run of the load test against one server, with everything that is needed to repeat it.
 *
 * @param server id of the server
 * @param round from 1
 * @param attempt 1, or 2 if the first was disturbed
 * @param failure a sentence if there are no figures; "" = there are
 * @param serverProcess its command line as the system has it; "" = not known
 * @param figures the load test's own JSON; empty after a failure
 */
record RunRecord(
    String server,
    Shape shape,
    int round,
    int attempt,
    Instant at,
    String failure,
    JsonObject figures,
    Disturbance disturbance,
    long serverPid,
    List<String> serverCommand,
    String serverProcess,
    List<String> loadCommand) {

  /** A server keeps up if it delivers at this rate to its clients, Hz of 20. */
  static final double MIN_DELIVERED_SHARE = 0.95;

  /** And acknowledges nearly all inputs within this time. */
  static final double MAX_ACK_P99_MS = 250;

  /** From here on the core of the server is full, and a late generator is no excuse for it. */
  static final double FULL_CORE = 0.92;

  boolean failed() {
    return !failure.isEmpty();
  }

  /** A figure by the name that the load test gives it; NaN if it was not measured. */
  double figure(String name) {
    return figures.getValue(name) instanceof Number n ? n.doubleValue() : Double.NaN;
  }

  /** Whether the generator was late or stood still, and not because the server's core was full. */
  boolean generatorLate() {
    boolean serverWasFull = figure("server_cpu_cores") >= FULL_CORE;
    return !failed() && !figures.getBoolean("valid", false) && !serverWasFull;
  }

  /** Whether the figures may be used without a mark. */
  boolean clean() {
    return !failed() && !disturbance.disturbed() && !generatorLate();
  }

  /** Clients that never joined or did not stay. */
  long lost() {
    JsonObject kinds = figures.getJsonObject("errors_by_kind", new JsonObject());
    long ended =
        kinds.fieldNames().stream()
            .filter(kind -> !kind.equals("unacknowledged_input"))
            .mapToLong(kinds::getLong)
            .sum();
    return Math.max(ended, shape.clients() - (long) figure("joined"));
  }

  /** Every client joined and stayed, frames came at the rate, acknowledgements in time. */
  boolean keptUp() {
    return !failed()
        && lost() == 0
        && figure("delivered_hz") >= MIN_DELIVERED_SHARE * shape.tickHz()
        && figure("ack_p99_ms") <= MAX_ACK_P99_MS;
  }

  /** What the run says about how many clients the server holds. */
  SustainedSearch.Verdict verdict() {
    if (keptUp()) {
      return SustainedSearch.Verdict.HELD;
    }
    if (!failed() && disturbance.disturbed()) {
      return SustainedSearch.Verdict.DISTURBED;
    }
    return generatorLate()
        ? SustainedSearch.Verdict.GENERATOR_LIMIT
        : SustainedSearch.Verdict.NOT_HELD;
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("server", server)
        .put("turn_every", shape.turnEvery())
        .put("rooms", shape.rooms())
        .put("players", shape.players())
        .put("tick_hz", shape.tickHz())
        .put("input_hz", shape.inputHz())
        .put("warmup_seconds", shape.warmupSeconds())
        .put("seconds", shape.seconds())
        .put("sustained_probe", shape.sustained())
        .put("round", round)
        .put("attempt", attempt)
        .put("at", at.toString())
        .put("failure", failure)
        .put("kept_up", keptUp())
        .put("clean", clean())
        .put("foreign_cpu_cores", number(disturbance.foreignCores()))
        .put("steal_cpu_cores", number(disturbance.stealCores()))
        .put("server_pid", serverPid)
        .put("server_command", new JsonArray(serverCommand))
        .put("server_process", serverProcess)
        .put("load_command", new JsonArray(loadCommand))
        .put("figures", figures);
  }

  static RunRecord fromJson(JsonObject json) {
    Shape shape =
        new Shape(
            json.getInteger("turn_every"),
            json.getInteger("rooms"),
            json.getInteger("players"),
            json.getInteger("tick_hz"),
            json.getInteger("input_hz"),
            json.getInteger("warmup_seconds"),
            json.getInteger("seconds"),
            json.getBoolean("sustained_probe"));
    return new RunRecord(
        json.getString("server"),
        shape,
        json.getInteger("round"),
        json.getInteger("attempt"),
        Instant.parse(json.getString("at")),
        json.getString("failure"),
        json.getJsonObject("figures"),
        new Disturbance(number(json, "foreign_cpu_cores"), number(json, "steal_cpu_cores")),
        json.getLong("server_pid"),
        words(json, "server_command"),
        json.getString("server_process"),
        words(json, "load_command"));
  }

  private static Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static double number(JsonObject json, String key) {
    Double value = json.getDouble(key);
    return value == null ? Double.NaN : value;
  }

  private static List<String> words(JsonObject json, String key) {
    return json.getJsonArray(key).stream().map(String::valueOf).toList();
  }
}
