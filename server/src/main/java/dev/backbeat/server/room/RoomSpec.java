package dev.backbeat.server.room;

import java.util.Map;

/**
 * What somebody wants a new room to be like. Null = the game's or the server's default.
 *
 * @param id wanted id {@code [A-Za-z0-9_-]{1,64}}, or null: one is made up ("arena-3")
 * @param game name of the game, or null for the server's default game
 * @param tickHz simulation rate
 * @param sendHz frames per second; tickHz divided by 1, 2, 4 or 8
 * @param maxPlayers seats for players
 * @param maxWatchers seats for watchers
 * @param emptyExpirySeconds for how long it lives on without anybody in it
 * @param seed of its randomness
 * @param options the game's own options
 */
public record RoomSpec(
    String id,
    String game,
    Integer tickHz,
    Integer sendHz,
    Integer maxPlayers,
    Integer maxWatchers,
    Integer emptyExpirySeconds,
    Long seed,
    Map<String, String> options) {
  /** A room of the named game (null = default) with every default. */
  public static RoomSpec of(String game) {
    return new RoomSpec(null, game, null, null, null, null, null, null, Map.of());
  }
}
