package dev.backbeat.server.admin;

import dev.backbeat.server.ops.BuildInfo;
import dev.backbeat.server.room.RoomInfo;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.List;

/** How the server is. */
final class StatusCalls {
  private final AdminServices services;

  StatusCalls(AdminServices services) {
    this.services = services;
  }

  List<AdminCall> calls() {
    return List.of(
        AdminCall.get(
                "/admin/status",
                "getStatus",
                "server",
                "Status",
                "How the server is: version, readiness, overload, totals")
            .does(request -> Future.succeededFuture(status())));
  }

  private JsonObject status() {
    List<String> problems = services.health().problems(System.nanoTime());
    List<RoomInfo> rooms = services.simulation().rooms().list();
    return new JsonObject()
        .put("version", BuildInfo.version())
        .put("java", Runtime.version().toString())
        .put("uptimeSeconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000)
        .put("ready", problems.isEmpty())
        .put("reasons", new JsonArray(problems))
        .put("draining", services.health().draining())
        .put("connections", services.gateway().connections())
        .put("rooms", rooms.size())
        .put("players", rooms.stream().mapToInt(RoomInfo::players).sum())
        .put("watchers", rooms.stream().mapToInt(RoomInfo::watchers).sum());
  }
}
