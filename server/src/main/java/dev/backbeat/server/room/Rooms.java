package dev.backbeat.server.room;

import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * All rooms: the one interface through which the rest of the server reaches them. Any thread.
 * Futures fail with {@link JoinException}, and complete on the caller's Vert.x context where it has
 * one; that they are futures lets an implementation cross machines.
 */
public interface Rooms {
  /** Makes a room. */
  Future<RoomInfo> create(RoomSpec spec);

  /** All rooms, by id. */
  List<RoomInfo> list();

  /** One room. */
  Optional<RoomInfo> find(String id);

  /**
   * Takes a seat; fails with OVERLOADED while the server admits nobody new. Seats are reserved one
   * at a time: of two who want the last one, one gets it. "any" takes the fullest room of the game
   * that has one, and makes a room if none has. The room calls the outlet (Welcome, then frames)
   * from its next send tick on.
   */
  Future<Seat> join(JoinRequest request, Outlet outlet);

  /** A line of text to every player of every room. */
  void announce(String text);

  /** The same to one room; whether there is one of this id. */
  boolean announce(String id, String text);

  /** How each room does, by id. */
  List<RoomFigures> figures();

  /** How a room does. */
  Optional<RoomFigures> figures(String id);

  /** Who is in a room; nobody if there is none. */
  List<PlayerInfo> players(String id);

  /**
   * Removes a session from its room; the player is told the reason, and may join again.
   *
   * @return the room, or empty if no room has the session
   */
  Optional<String> kick(String session, String reason);

  /** Ends a room; its players are told the reason. Fails with UNKNOWN_ROOM. */
  Future<Void> close(String id, String reason);

  /**
   * The rooms are to end by a deadline: from now on create fails with DRAINING, games and players
   * are told. Called again, the earlier deadline counts. Joins succeed until {@link #door} says
   * otherwise.
   */
  void drain(RoomDrain order);

  /** While they drain: who may still come in. Rooms that nobody can come into any more end. */
  void door(RoomDrain.Door door);

  /**
   * From now on join and create fail with DRAINING, and rooms are told to end: a notice, the ticks
   * in flight, then {@code reason} to every connection. Completes when all rooms have ended.
   */
  Future<Void> drain(CloseReason reason);
}
