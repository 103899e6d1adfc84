package dev.backbeat.server.room;

/**
 * Somebody wants a seat.
 *
 * @param session id of his session, for logs
 * @param room a room's id, or "any" or empty
 * @param game the game wanted where room is "any"; empty = the default game
 * @param name as others will see it, valid already
 * @param watcher no avatar, a seat of its own kind
 */
public record JoinRequest(String session, String room, String game, String name, boolean watcher) {}
