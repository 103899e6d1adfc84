package dev.backbeat.server.game;

/**
 * What a room of a game is like unless the operator or the room's creator says otherwise.
 *
 * @param tickHz simulation rate
 * @param maxPlayers seats for players
 * @param maxWatchers seats for watchers
 * @param emptyExpirySeconds for how long a room without players or watchers lives on
 */
public record RoomDefaults(int tickHz, int maxPlayers, int maxWatchers, int emptyExpirySeconds) {}
