package dev.backbeat.games.arena;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.server.game.Interest;

/**
 * A place to play in. All coordinates in position quanta.
 *
 * @param walls bounds and obstacles
 * @param spawns x, y each: where a player may appear
 * @param pickups x, y, type each: where pick-ups lie
 * @param interest who sees what
 */
record ArenaMap(StaticMap walls, int[] spawns, int[] pickups, Interest interest) {
  /** The map that the options ask for; the same for the same options and seed. */
  static ArenaMap of(ArenaOptions options, long seed) {
    return options.large() ? LargeMap.create(options.worldPx(), seed) : ClassicMap.MAP;
  }

  /** Number of pick-up places. */
  int pickupCount() {
    return pickups.length / 3;
  }
}
