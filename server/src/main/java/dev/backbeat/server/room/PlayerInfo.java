package dev.backbeat.server.room;

/**
 * What the outside may know of somebody in a room.
 *
 * @param session id of the session
 * @param number in the roster
 * @param playerId as in the ticket; empty = a guest
 * @param connected whether there is a connection now; if not, the seat is kept for a while
 */
public record PlayerInfo(
    String session, int number, String name, String playerId, boolean watcher, boolean connected) {}
