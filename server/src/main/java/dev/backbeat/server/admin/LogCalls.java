package dev.backbeat.server.admin;

import dev.backbeat.server.ops.AuditLog;
import dev.backbeat.server.ops.LogLevels;
import dev.backbeat.server.ops.LogLevels.LogLevel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the log says, for a while. On the admin's event loop. */
final class LogCalls {
  private final Vertx vertx;
  private final Map<String, Passing> passing = new HashMap<>();

  /** A level that ends: the timer, what was set, and what comes back then. */
  private record Passing(long timer, String set, String before, long untilMs) {}

  LogCalls(Vertx vertx) {
    this.vertx = vertx;
  }

  List<AdminCall> calls() {
    return List.of(
        AdminCall.get(
                "/admin/log-levels",
                "listLogLevels",
                "server",
                "LogLevels",
                "Loggers that exist, with their levels")
            .does(request -> Future.succeededFuture(list())),
        AdminCall.post(
                "/admin/log-level",
                "setLogLevel",
                "server",
                "LogLevelWish",
                "LogLevel",
                "Sets a logger's level, for some seconds or until the next start")
            .errors(404)
            .does(request -> Future.succeededFuture(set(request))));
  }

  private JsonObject list() {
    JsonArray loggers = new JsonArray();
    LogLevels.list().forEach(level -> loggers.add(toJson(level)));
    return new JsonObject().put("loggers", loggers);
  }

  private JsonObject toJson(LogLevel level) {
    Passing ends = passing.get(level.logger());
    return new JsonObject()
        .put("logger", level.logger())
        .put("level", level.level())
        .put("effective", level.effective())
        .put("until", ends == null ? null : Instant.ofEpochMilli(ends.untilMs()).toString());
  }

  private JsonObject set(AdminRequest request) {
    String name = request.body().getString("logger");
    request.target("logger:" + name);
    if (name.equals(AuditLog.LOGGER)) {
      throw ApiException.badRequest("the audit log is always heard");
    }
    LogLevel now =
        LogLevels.find(name).orElseThrow(() -> ApiException.notFound("there is no logger " + name));
    Passing earlier = passing.remove(name);
    if (earlier != null) {
      vertx.cancelTimer(earlier.timer());
    }
    LogLevels.set(name, request.body().getString("level"));
    Integer seconds = request.body().getInteger("seconds");
    if (seconds != null) {
      // What a reload has set meanwhile is what comes back.
      boolean still = earlier != null && Objects.equals(now.level(), earlier.set());
      String before = still ? earlier.before() : now.level();
      long timer = vertx.setTimer(seconds * 1_000L, fired -> end(name));
      long untilMs = System.currentTimeMillis() + seconds * 1_000L;
      passing.put(
          name, new Passing(timer, LogLevels.find(name).orElseThrow().level(), before, untilMs));
    }
    return toJson(LogLevels.find(name).orElseThrow());
  }

  private void end(String name) {
    Passing over = passing.remove(name);
    if (over != null) {
      LogLevels.restore(name, over.set(), over.before());
    }
  }
}
