package dev.backbeat.server;

import dev.backbeat.server.ops.ServerMetrics;
import dev.backbeat.server.room.RoomInfo;
import dev.backbeat.server.room.Rooms;
import dev.backbeat.server.session.Sessions;
import java.util.function.ToIntFunction;

/** How many there are now: sessions, rooms and the seats in them. */
final class PopulationMeters {
  private PopulationMeters() {}

  static void register(ServerMetrics metrics, Sessions sessions, Rooms rooms) {
    metrics.gauge("backbeat.sessions", "Sessions with a connection", null, sessions::connected);
    metrics.gauge(
        "backbeat.sessions.away",
        "Sessions without a connection that can be resumed",
        null,
        sessions::away);
    metrics.gauge("backbeat.resume.tokens", "Resume tokens that are known", null, sessions::tokens);
    metrics.gauge("backbeat.rooms", "Rooms now", null, () -> rooms.list().size());
    metrics.gauge(
        "backbeat.players", "Seats of players", null, () -> sum(rooms, RoomInfo::players));
    metrics.gauge(
        "backbeat.watchers", "Seats of watchers", null, () -> sum(rooms, RoomInfo::watchers));
  }

  private static int sum(Rooms rooms, ToIntFunction<RoomInfo> seats) {
    return rooms.list().stream().mapToInt(seats).sum();
  }
}
