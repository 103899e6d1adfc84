package dev.backbeat.server.trace;

import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.room.JoinRequest;
import dev.backbeat.server.room.PlayerInfo;
import dev.backbeat.server.room.RoomDrain;
import dev.backbeat.server.room.RoomFigures;
import dev.backbeat.server.room.RoomInfo;
import dev.backbeat.server.room.RoomSpec;
import dev.backbeat.server.room.Rooms;
import dev.backbeat.server.room.Seat;
import io.opentelemetry.api.common.AttributeKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Rooms, with a span per join, per room made or closed, and per drain. Names are in none. */
public final class TracedRooms implements Rooms {
  static final AttributeKey<String> ROOM = AttributeKey.stringKey("backbeat.room");
  static final AttributeKey<String> GAME = AttributeKey.stringKey("backbeat.game");
  static final AttributeKey<String> SESSION = AttributeKey.stringKey("backbeat.session");
  static final AttributeKey<Boolean> WATCHER = AttributeKey.booleanKey("backbeat.watcher");
  static final AttributeKey<Long> ROOMS = AttributeKey.longKey("backbeat.rooms");
  static final AttributeKey<String> REASON = AttributeKey.stringKey("backbeat.reason");

  private final Rooms rooms;
  private final Tracing tracing;

  /** These rooms, traced. */
  public TracedRooms(Rooms rooms, Tracing tracing) {
    this.rooms = rooms;
    this.tracing = tracing;
  }

  @Override
  public Future<RoomInfo> create(RoomSpec spec) {
    return tracing.span(
        "room.create",
        span -> {
          span.setAttribute(ROOM, spec.id());
          span.setAttribute(GAME, spec.game());
        },
        () -> rooms.create(spec));
  }

  @Override
  public List<RoomInfo> list() {
    return rooms.list();
  }

  @Override
  public Optional<RoomInfo> find(String id) {
    return rooms.find(id);
  }

  @Override
  public Future<Seat> join(JoinRequest request, Outlet outlet) {
    return tracing.span(
        "room.join",
        span -> {
          span.setAttribute(ROOM, request.room());
          span.setAttribute(GAME, request.game());
          span.setAttribute(SESSION, request.session());
          span.setAttribute(WATCHER, request.watcher());
        },
        () -> rooms.join(request, outlet));
  }

  @Override
  public void announce(String text) {
    rooms.announce(text);
  }

  @Override
  public boolean announce(String id, String text) {
    return rooms.announce(id, text);
  }

  @Override
  public List<RoomFigures> figures() {
    return rooms.figures();
  }

  @Override
  public Optional<RoomFigures> figures(String id) {
    return rooms.figures(id);
  }

  @Override
  public List<PlayerInfo> players(String id) {
    return rooms.players(id);
  }

  @Override
  public Optional<String> kick(String session, String reason) {
    return rooms.kick(session, reason);
  }

  @Override
  public Future<Void> close(String id, String reason) {
    return tracing.span(
        "room.close",
        span -> {
          span.setAttribute(ROOM, id);
          span.setAttribute(REASON, reason);
        },
        () -> rooms.close(id, reason));
  }

  @Override
  public void drain(RoomDrain order) {
    rooms.drain(order);
  }

  @Override
  public void door(RoomDrain.Door door) {
    rooms.door(door);
  }

  @Override
  public Future<Void> drain(CloseReason reason) {
    return tracing.span(
        "server.drain",
        span -> {
          span.setAttribute(ROOMS, (long) rooms.list().size());
          span.setAttribute(REASON, reason.message());
        },
        () -> rooms.drain(reason));
  }
}
