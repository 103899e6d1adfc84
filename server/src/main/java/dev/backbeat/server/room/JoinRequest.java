package dev.backbeat.server.room;

import java.util.List;

/**
 * Somebody wants a seat.
 *
 * @param session id of his session, for logs
 * @param room a room's id, or "any" or empty
 * @param game the game wanted where room is "any"; empty = the default game
 * @param name as others will see it, valid already
 * @param watcher no avatar, a seat of its own kind
 * @param playerId as the ticket says; empty = none was shown
 * @param roles as the ticket says
 */
public record JoinRequest(
    String session,
    String room,
    String game,
    String name,
    boolean watcher,
    String playerId,
    List<String> roles) {
  static final String ANY_ROOM = "any";

  /** Copies the roles. */
  public JoinRequest {
    roles = List.copyOf(roles);
  }

  /** A guest without a ticket. */
  public JoinRequest(String session, String room, String game, String name, boolean watcher) {
    this(session, room, game, name, watcher, "", List.of());
  }

  /** Whether any room of the game will do. */
  boolean anyRoom() {
    return room == null || room.isEmpty() || room.equals(ANY_ROOM);
  }
}
