package dev.backbeat.server.admin;

import dev.backbeat.server.ops.BuildInfo;
import dev.backbeat.server.overload.Overload;
import dev.backbeat.server.room.RoomInfo;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;

/** How the server is. */
final class StatusCalls {
  private final AdminServices services;
  private final Sampler sampler;

  StatusCalls(AdminServices services, Sampler sampler) {
    this.services = services;
    this.sampler = sampler;
  }

  List<AdminCall> calls() {
    return List.of(
        AdminCall.get(
                "/admin/status",
                "getStatus",
                "server",
                "Status",
                "How the server is: version, readiness, overload, totals")
            .does(request -> Future.succeededFuture(status(request.who()))),
        AdminCall.get(
                "/admin/history",
                "getHistory",
                "server",
                "History",
                "The last ten minutes, one sample per second, oldest first")
            .query(Params.limit(Sampler.MAX_SAMPLES, 120))
            .does(
                request ->
                    Future.succeededFuture(
                        new JsonObject()
                            .put(
                                "samples", sampler.history(request.query().getInteger("limit"))))));
  }

  private JsonObject status(String who) {
    List<String> problems = services.health().problems(System.nanoTime());
    List<RoomInfo> rooms = services.rooms().list();
    Overload overload = services.overload();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return new JsonObject()
        .put("you", who)
        .put("instance", services.instance())
        .put("version", BuildInfo.version())
        .put("java", Runtime.version().toString())
        .put("uptimeSeconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1_000)
        .put("ready", problems.isEmpty())
        .put("reasons", new JsonArray(problems))
        .put("draining", services.health().draining())
        .put("drain", ServerCalls.toJson(services.drainStatus().get()))
        .put("connections", services.gateway().connections())
        .put("rooms", rooms.size())
        .put("players", rooms.stream().mapToInt(RoomInfo::players).sum())
        .put("watchers", rooms.stream().mapToInt(RoomInfo::watchers).sum())
        .put("bytesPerSecond", sampler.bytesPerSecond())
        .put("tickMs", sampler.tickMs())
        .put(
            "overload",
            new JsonObject()
                .put("step", overload.step().number())
                .put("meaning", overload.step().meaning())
                .put("admitting", overload.step().admitting()))
        .put("heapBytes", heap.getUsed())
        .put("maxHeapBytes", heap.getMax())
        .put("processorShare", Math.round(overload.pressure().processorShare() * 1_000) / 1_000.0);
  }
}
