package dev.backbeat.server.admin;

import dev.backbeat.server.room.RoomFigures;
import dev.backbeat.server.tick.TickHealth;
import dev.backbeat.server.tick.TickPhases;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where the time goes: threads, and the phases of ticks. On the admin's event loop. */
final class DiagnosticsCalls {
  private static final int STACK_FRAMES = 16;

  private final AdminServices services;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private Map<Long, Long> cpuNs = Map.of();
  private long askedNs;

  DiagnosticsCalls(AdminServices services) {
    this.services = services;
  }

  List<AdminCall> calls() {
    return List.of(
        AdminCall.get(
                "/admin/threads",
                "listThreads",
                "diagnostics",
                "ThreadList",
                "Threads with their state, share of a processor and what they are doing")
            .query(Params.flag("all", "The JVM's own threads, too"))
            .does(
                request ->
                    Future.succeededFuture(
                        threads(request.query().getBoolean("all"), System.nanoTime()))),
        AdminCall.get(
                "/admin/phases",
                "listPhases",
                "diagnostics",
                "PhaseList",
                "Where the time of each room's newest ticks went; the slowest rooms first")
            .query(Params.search("Part of the room's id"), Params.limit(1_000, 50))
            .does(request -> Future.succeededFuture(phases(request.query()))));
  }

  // ---- Threads

  private static boolean isOwn(String name) {
    return name.startsWith("backbeat-") || name.startsWith("vert.x-");
  }

  private JsonObject threads(boolean all, long nowNs) {
    Map<String, TickHealth> ticks =
        services.simulation().health(nowNs).stream()
            .collect(Collectors.toMap(TickHealth::thread, Function.identity()));
    Map<Long, Long> before = cpuNs;
    Map<Long, Long> now = new HashMap<>();
    double elapsedNs = nowNs - askedNs;
    JsonArray list = new JsonArray();
    ThreadInfo[] infos = threads.getThreadInfo(threads.getAllThreadIds(), STACK_FRAMES);
    Arrays.stream(infos)
        .filter(info -> info != null && (all || isOwn(info.getThreadName())))
        .sorted(Comparator.comparing(ThreadInfo::getThreadName))
        .forEach(
            info -> {
              long id = info.getThreadId();
              long cpu = threads.getThreadCpuTime(id);
              now.put(id, cpu);
              Long earlier = before.get(id);
              Double share = earlier == null || cpu < 0 ? null : (cpu - earlier) / elapsedNs;
              list.add(thread(info, share, ticks.get(info.getThreadName())));
            });
    cpuNs = now;
    askedNs = nowNs;
    return new JsonObject().put("threads", list);
  }

  private static JsonObject thread(ThreadInfo info, Double share, TickHealth tick) {
    JsonArray stack = new JsonArray();
    for (StackTraceElement frame : info.getStackTrace()) {
      stack.add(frame.getClassName() + '.' + frame.getMethodName() + ':' + frame.getLineNumber());
    }
    return new JsonObject()
        .put("name", info.getThreadName())
        .put("role", role(info.getThreadName()))
        .put("state", info.getThreadState().name())
        .put("processorShare", share == null ? null : Math.round(share * 1_000) / 1_000.0)
        .put("rooms", tick == null ? null : tick.tasks())
        .put("overdueMs", tick == null ? null : tick.overdueNs() / 1_000_000)
        .put("stack", stack);
  }

  private static String role(String name) {
    if (name.startsWith("backbeat-tick-")) {
      return "tick";
    }
    if (name.startsWith("vert.x-eventloop-")) {
      return "gateway";
    }
    return isOwn(name) ? "other" : "jvm";
  }

  // ---- Phases

  private JsonObject phases(JsonObject query) {
    String wanted = query.getString("q", "").toLowerCase(Locale.ROOT);
    JsonArray rooms = new JsonArray();
    services.rooms().figures().stream()
        .filter(room -> room.info().id().toLowerCase(Locale.ROOT).contains(wanted))
        .map(DiagnosticsCalls::phasesOf)
        .sorted(
            Comparator.comparingDouble((JsonObject r) -> r.getJsonObject("tickMs").getDouble("p99"))
                .reversed())
        .limit(query.getInteger("limit"))
        .forEach(rooms::add);
    return new JsonObject().put("rooms", rooms);
  }

  private static JsonObject phasesOf(RoomFigures room) {
    JsonArray list = new JsonArray();
    for (TickPhases.Phase phase : TickPhases.Phase.values()) {
      int[] ns = room.phases().recentNs(phase, TickPhases.RECENT_TICKS);
      list.add(
          new JsonObject()
              .put("phase", phase.name().toLowerCase(Locale.ROOT))
              .put("meanMs", Durations.meanMs(ns))
              .put("maxMs", Durations.ms(Arrays.stream(ns).max().orElse(0))));
    }
    int[] all = room.phases().recentNs(TickPhases.RECENT_TICKS);
    return new JsonObject()
        .put("room", room.info().id())
        .put("game", room.info().game())
        .put("tickHz", room.info().options().tickHz())
        .put("players", room.info().players())
        .put("ticks", all.length)
        .put("tickMs", Durations.toJson(all))
        .put("phases", list);
  }
}
