package dev.backbeat.games.arena;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.server.game.Interest;
import java.util.Random;

/**
 * A world for a thousand players and more: square, one seeded obstacle in each block of a regular
 * street grid. The streets between blocks stay free, so every place can be reached, and players and
 * pick-ups appear at their crossings.
 */
final class LargeMap {
  private static final int Q = ArenaSchema.QUANTA_PER_PX;
  private static final int BLOCK = 500 * Q;
  private static final int HALF_STREET = 40 * Q;
  private static final int MIN_EDGE = 60;
  private static final int MAX_EDGE = 280;
  private static final Interest INTEREST = new Interest(800 * Q, 900 * Q, 60 * Q, 1);

  private LargeMap() {}

  /**
   * The map of a given edge; {@link Random}'s sequence is specified, so it is the same anywhere.
   */
  static ArenaMap create(int worldPx, long seed) {
    Random random = new Random(seed);
    int blocks = worldPx * Q / BLOCK;
    int[] walls = new int[blocks * blocks * 4];
    for (int by = 0; by < blocks; by++) {
      for (int bx = 0; bx < blocks; bx++) {
        int width = (MIN_EDGE + random.nextInt(MAX_EDGE - MIN_EDGE + 1)) * Q;
        int height = (MIN_EDGE + random.nextInt(MAX_EDGE - MIN_EDGE + 1)) * Q;
        int x = bx * BLOCK + HALF_STREET + random.nextInt(BLOCK - 2 * HALF_STREET - width + 1);
        int y = by * BLOCK + HALF_STREET + random.nextInt(BLOCK - 2 * HALF_STREET - height + 1);
        int i = (by * blocks + bx) * 4;
        walls[i] = x;
        walls[i + 1] = y;
        walls[i + 2] = x + width;
        walls[i + 3] = y + height;
      }
    }
    int edge = worldPx * Q;
    int crossings = blocks - 1;
    int[] spawns = new int[crossings * crossings * 2];
    int[] pickups = new int[crossings * crossings / 4 * 3];
    int p = 0;
    for (int i = 0; i < crossings * crossings; i++) {
      spawns[2 * i] = (i % crossings + 1) * BLOCK;
      spawns[2 * i + 1] = (i / crossings + 1) * BLOCK;
      // One crossing of four has a pick-up, one pick-up of four is a rail charge.
      if (i % 4 == 3 && p < pickups.length) {
        pickups[p] = spawns[2 * i];
        pickups[p + 1] = spawns[2 * i + 1];
        pickups[p + 2] = i % 16 == 15 ? Pickups.RAIL_CHARGE : Pickups.HEALTH;
        p += 3;
      }
    }
    return new ArenaMap(new StaticMap(0, 0, edge, edge, walls), spawns, pickups, INTEREST);
  }
}
