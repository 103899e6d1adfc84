package dev.backbeat.server.admin;

import dev.backbeat.server.room.RoomFigures;
import dev.backbeat.server.tick.TickPhases;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at the server once per second: rates, and the last ten minutes for the console's charts. On
 * the admin's event loop; time is an argument.
 */
final class Sampler {
  /** Samples kept. */
  static final int MAX_SAMPLES = 600;

  private final AdminServices services;
  private final ArrayDeque<JsonObject> samples = new ArrayDeque<>();
  private Map<String, Seen> rooms = Map.of();
  private long sampledNs;
  private boolean sampled;
  private long bytesPerSecond;
  private JsonObject tickMs = Durations.toJson(new int[0]);

  /** What a room had done at the sample before, and how fast it sent since the one before that. */
  private record Seen(long bytes, long ticks, long bytesPerSecond) {}

  Sampler(AdminServices services) {
    this.services = services;
  }

  /** One sample. */
  void sample(long nowNs, long nowMs) {
    List<RoomFigures> figures = services.rooms().figures();
    double seconds = sampled ? (nowNs - sampledNs) / 1e9 : 0;
    Map<String, Seen> next = new HashMap<>();
    int[] durationsNs = new int[figures.size() * TickPhases.RECENT_TICKS];
    int count = 0;
    long total = 0;
    int players = 0;
    for (RoomFigures room : figures) {
      Seen before = rooms.get(room.info().id());
      long ticks = room.phases().ticks();
      long rate = 0;
      // A room that was made anew under its id has done less than the one before.
      boolean same = before != null && ticks >= before.ticks() && room.bytes() >= before.bytes();
      if (same && seconds > 0) {
        rate = (long) ((room.bytes() - before.bytes()) / seconds);
        int[] added = room.phases().recentNs((int) Math.min(1_000, ticks - before.ticks()));
        System.arraycopy(added, 0, durationsNs, count, added.length);
        count += added.length;
      }
      next.put(room.info().id(), new Seen(room.bytes(), ticks, rate));
      total += rate;
      players += room.info().players();
    }
    rooms = next;
    sampledNs = nowNs;
    sampled = true;
    bytesPerSecond = total;
    tickMs = Durations.toJson(Arrays.copyOf(durationsNs, count));
    samples.addLast(
        new JsonObject()
            .put("atMs", nowMs)
            .put("ready", services.health().problems(nowNs).isEmpty())
            .put("players", players)
            .put("rooms", figures.size())
            .put("bytesPerSecond", total)
            .put("tickMs", tickMs)
            .put("overloadStep", services.overload().step().number()));
    if (samples.size() > MAX_SAMPLES) {
      samples.removeFirst();
    }
  }

  /** What a room sends per second. */
  long bytesPerSecond(String room) {
    Seen seen = rooms.get(room);
    return seen == null ? 0 : seen.bytesPerSecond();
  }

  /** What all rooms send per second. */
  long bytesPerSecond() {
    return bytesPerSecond;
  }

  /** How long ticks took within the last second, of all rooms together. */
  JsonObject tickMs() {
    return tickMs.copy();
  }

  /** The newest samples, oldest first. */
  JsonArray history(int limit) {
    JsonArray newest = new JsonArray();
    samples.stream()
        .skip(Math.max(0, samples.size() - limit))
        .forEach(sample -> newest.add(sample.copy()));
    return newest;
  }
}
