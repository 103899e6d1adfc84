package dev.backbeat.games.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.rule.StaticMap;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ArenaMapTest {
  private static final int Q = ArenaSchema.QUANTA_PER_PX;
  private static final int STEP = 10 * Q;

  @Test
  void theDefaultMapIsSymmetric() {
    StaticMap map = ClassicMap.MAP.walls();
    Set<String> rectangles = new TreeSet<>();
    for (int i = 0; i < map.walls.length; i += 4) {
      int[] w = map.walls;
      rectangles.add(w[i] + " " + w[i + 1] + " " + w[i + 2] + " " + w[i + 3]);
    }
    assertEquals(map.walls.length / 4, rectangles.size(), "no wall stands twice");
    for (int i = 0; i < map.walls.length; i += 4) {
      int[] w = map.walls;
      assertTrue(w[i] < w[i + 2] && w[i + 1] < w[i + 3]);
      assertTrue(
          rectangles.contains(
              map.maxX - w[i + 2] + " " + w[i + 1] + " " + (map.maxX - w[i]) + " " + w[i + 3]));
      assertTrue(
          rectangles.contains(
              w[i] + " " + (map.maxY - w[i + 3]) + " " + w[i + 2] + " " + (map.maxY - w[i + 1])));
    }
  }

  @Test
  void everySpawnAndPickupOfTheDefaultMapCanBeReached() {
    assertEquals(64 * 2, ClassicMap.MAP.spawns().length);
    assertEquals(17, ClassicMap.MAP.pickupCount());
    assertAllReachable(ClassicMap.MAP);
  }

  @Test
  void everySpawnAndPickupOfTheLargeMapCanBeReached() {
    ArenaMap map = LargeMap.create(6_000, 5);
    assertTrue(map.spawns().length >= 2 * 100);
    assertAllReachable(map);
  }

  @Test
  void theLargeMapFollowsFromItsSeed() {
    long hash = LargeMap.create(24_000, 1).walls().hash();
    assertEquals(hash, LargeMap.create(24_000, 1).walls().hash());
    assertNotEquals(hash, LargeMap.create(24_000, 2).walls().hash());
    ArenaMap map = ArenaMap.of(ArenaOptions.parse(Map.of("map", "large")), 1);
    assertEquals(hash, map.walls().hash());
    assertEquals(48 * 48 * 4, map.walls().walls.length);
    assertEquals(800 * Q, map.interest().cellSize());
  }

  /** Floods the places where a body fits, from the first spawn, in steps of ten pixels. */
  private static void assertAllReachable(ArenaMap map) {
    int cols = map.walls().maxX / STEP + 1;
    int rows = map.walls().maxY / STEP + 1;
    boolean[] seen = new boolean[cols * rows];
    ArrayDeque<Integer> open = new ArrayDeque<>();
    visit(map, seen, open, map.spawns()[0] / STEP, map.spawns()[1] / STEP, cols, rows);
    while (!open.isEmpty()) {
      int at = open.poll();
      int c = at % cols;
      int r = at / cols;
      visit(map, seen, open, c + 1, r, cols, rows);
      visit(map, seen, open, c - 1, r, cols, rows);
      visit(map, seen, open, c, r + 1, cols, rows);
      visit(map, seen, open, c, r - 1, cols, rows);
    }
    for (int i = 0; i < map.spawns().length; i += 2) {
      assertReached(map, seen, cols, map.spawns()[i], map.spawns()[i + 1]);
    }
    for (int i = 0; i < map.pickups().length; i += 3) {
      assertReached(map, seen, cols, map.pickups()[i], map.pickups()[i + 1]);
    }
  }

  private static void assertReached(ArenaMap map, boolean[] seen, int cols, int x, int y) {
    String where = x / Q + "," + y / Q;
    assertTrue(fits(map.walls(), x, y), where + " is in a wall");
    assertEquals(0, x % STEP + y % STEP, where + " is not on the test's grid");
    assertTrue(seen[y / STEP * cols + x / STEP], where + " cannot be reached");
  }

  private static void visit(
      ArenaMap map, boolean[] seen, ArrayDeque<Integer> open, int c, int r, int cols, int rows) {
    if (c >= 0 && r >= 0 && c < cols && r < rows && !seen[r * cols + c]) {
      if (fits(map.walls(), c * STEP, r * STEP)) {
        seen[r * cols + c] = true;
        open.add(r * cols + c);
      }
    }
  }

  private static boolean fits(StaticMap map, int x, int y) {
    int radius = ArenaTuning.PLAYER_RADIUS;
    boolean fits =
        x - radius >= map.minX
            && y - radius >= map.minY
            && x + radius <= map.maxX
            && y + radius <= map.maxY;
    int[] w = map.walls;
    for (int i = 0; i < w.length; i += 4) {
      fits &=
          x - radius >= w[i + 2]
              || x + radius <= w[i]
              || y - radius >= w[i + 3]
              || y + radius <= w[i + 1];
    }
    return fits;
  }
}
