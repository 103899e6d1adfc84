package dev.backbeat.server.gateway;

import dev.backbeat.server.ops.Health;
import dev.backbeat.server.ops.ServerMetrics;
import dev.backbeat.server.overload.Overload;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** What probes and Prometheus ask, for whichever port they may ask on. */
public final class HealthRoutes {
  private final Health health;
  private final ServerMetrics metrics;
  private final Overload overload;

  /** Answers from these. */
  public HealthRoutes(Health health, ServerMetrics metrics, Overload overload) {
    this.health = health;
    this.metrics = metrics;
    this.overload = overload;
  }

  /** {@code /healthz} and {@code /readyz}. */
  public void addHealth(Router router) {
    router.get("/healthz").handler(this::live);
    router.get("/readyz").handler(this::ready);
  }

  /** {@code /metrics} and {@code /metrics/tick-lateness}. */
  public void addMetrics(Router router) {
    router.get("/metrics").handler(this::metrics);
    router.get("/metrics/tick-lateness").handler(this::tickLateness);
  }

  private void live(RoutingContext routing) {
    List<String> problems = health.deadly(System.nanoTime());
    routing
        .response()
        .setStatusCode(problems.isEmpty() ? 200 : 503)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .end(problems.isEmpty() ? "ok\n" : String.join("\n", problems) + "\n");
  }

  private void ready(RoutingContext routing) {
    long nowNs = System.nanoTime();
    List<String> problems = health.problems(nowNs);
    routing.response().putHeader("Cache-Control", "no-store");
    HttpAnswers.json(
        routing,
        problems.isEmpty() ? 200 : 503,
        new JsonObject()
            .put("ready", problems.isEmpty())
            .put("instance", health.instance())
            .put("reasons", new JsonArray(problems))
            .put("tickAgeMs", health.tickAgeNs(nowNs) / 1_000_000)
            .put("overload", OverloadAnswers.toJson(overload)));
  }

  private void metrics(RoutingContext routing) {
    routing
        .response()
        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        .end(metrics.scrape());
  }

  private void tickLateness(RoutingContext routing) {
    routing
        .response()
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(metrics.tickLateness());
  }
}
