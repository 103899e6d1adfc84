package dev.backbeat.server.game;

import java.util.Map;

/**
 * What one room is like. Fixed for its life.
 *
 * @param tickHz simulation rate, 1..240
 * @param spanTicks ticks from one send to the next: 1, 2, 4 or 8
 * @param maxPlayers seats for players
 * @param maxWatchers seats for watchers
 * @param emptyExpirySeconds for how long a room without players or watchers lives on
 * @param seed of the room's randomness
 * @param game the game's own options, by name
 */
public record RoomOptions(
    int tickHz,
    int spanTicks,
    int maxPlayers,
    int maxWatchers,
    int emptyExpirySeconds,
    long seed,
    Map<String, String> game) {

  /** Checks the bounds. */
  public RoomOptions {
    game = Map.copyOf(game);
    if (tickHz < 1 || tickHz > 240) {
      throw new IllegalArgumentException("tickHz must be 1..240, is " + tickHz);
    }
    if (spanTicks != 1 && spanTicks != 2 && spanTicks != 4 && spanTicks != 8) {
      throw new IllegalArgumentException("spanTicks must be 1, 2, 4 or 8, is " + spanTicks);
    }
    if (maxPlayers < 1 || maxPlayers > 10_000 || maxWatchers < 0 || maxWatchers > 10_000) {
      throw new IllegalArgumentException("maxPlayers must be 1..10000, maxWatchers 0..10000");
    }
    if (emptyExpirySeconds < 0) {
      throw new IllegalArgumentException("emptyExpirySeconds must not be negative");
    }
  }
}
