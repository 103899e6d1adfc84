package dev.backbeat.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WallRayTest {
  private static final StaticMap ONE_WALL =
      new StaticMap(0, 0, 10_000, 10_000, new int[] {4_000, 4_000, 5_000, 6_000});

  @Test
  void stopsAtTheFaceFromEverySide() {
    assertNear(4_000, hitX(1_000, 5_000, 8_000, 0));
    assertNear(5_000, hitX(9_000, 5_000, -8_000, 0));
    assertNear(4_000, hitY(4_500, 0, 0, 9_000));
    assertNear(6_000, hitY(4_500, 9_999, 0, -9_000));
  }

  @Test
  void missesWhatIsBesideOrBehindOrTooFar() {
    assertEquals(WallRay.NONE, WallRay.firstHit(ONE_WALL, 1_000, 3_999, 8_000, 0));
    assertEquals(WallRay.NONE, WallRay.firstHit(ONE_WALL, 1_000, 6_000, 8_000, 0));
    assertEquals(WallRay.NONE, WallRay.firstHit(ONE_WALL, 3_900, 5_000, -3_000, 0));
    assertEquals(WallRay.NONE, WallRay.firstHit(ONE_WALL, 1_000, 5_000, 2_999, 0));
  }

  @Test
  void theBorderStopsToo() {
    assertNear(9_999, hitX(9_000, 100, 5_000, 0));
    assertNear(0, hitX(1_000, 100, -5_000, 0));
  }

  @Test
  void theLargestWorldThereIsHasAGridToo() {
    int min = Integer.MIN_VALUE;
    int max = Integer.MAX_VALUE;
    StaticMap map = new StaticMap(min, min, max, max, new int[] {4_000, 4_000, 5_000, 6_000});
    WallGrid grid = map.grid();
    assertEquals(8, grid.cols);
    assertEquals(8, grid.rows);
    assertEquals(0, grid.col(min));
    assertEquals(4, grid.col(0));
    assertEquals(7, grid.row(max));
    assertNear(4_000, 1_000 + (int) (8_000L * WallRay.firstHit(map, 1_000, 5_000, 8_000, 0) >> 20));
  }

  @Test
  void theNearestOfManyWallsCountsAndTheGridLosesNone() {
    long seed = 20261121;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    int[] walls = new int[4 * 300];
    for (int i = 0; i < walls.length; i += 4) {
      walls[i] = random.nextInt(95_000);
      walls[i + 1] = random.nextInt(95_000);
      walls[i + 2] = walls[i] + 1 + random.nextInt(5_000);
      walls[i + 3] = walls[i + 1] + 1 + random.nextInt(5_000);
    }
    StaticMap map = new StaticMap(0, 0, 100_000, 100_000, walls);
    assertTrue(map.grid().cols > 10 && map.grid().cols * map.grid().rows <= 8 * 300);
    int hits = 0;
    for (int n = 0; n < 5_000; n++) {
      int x = random.nextInt(100_000);
      int y = random.nextInt(100_000);
      int dx = random.nextInt(40_001) - 20_000;
      int dy = random.nextInt(40_001) - 20_000;
      int expected = byBruteForce(map, x, y, dx, dy);
      assertEquals(expected, WallRay.firstHit(map, x, y, dx, dy), "ray " + n);
      hits += expected == WallRay.NONE ? 0 : 1;
    }
    assertTrue(hits > 1_000 && hits < 4_900, "a fair share hits: " + hits);
  }

  /** Each wall on a map of its own: no grid to lose it in. */
  private static int byBruteForce(StaticMap map, int x, int y, int dx, int dy) {
    int best = WallRay.NONE;
    for (int i = 0; i < map.walls.length; i += 4) {
      int[] one = java.util.Arrays.copyOfRange(map.walls, i, i + 4);
      StaticMap alone = new StaticMap(map.minX, map.minY, map.maxX, map.maxY, one);
      best = Math.min(best, WallRay.firstHit(alone, x, y, dx, dy));
    }
    return best;
  }

  /** Exact, or up to one quantum short of it. */
  private static void assertNear(int face, int reached) {
    assertTrue(Math.abs(face - reached) <= 1, face + " or next to it, is " + reached);
  }

  private static int hitX(int x, int y, int dx, int dy) {
    return WallRay.along(x, dx, WallRay.firstHit(ONE_WALL, x, y, dx, dy));
  }

  private static int hitY(int x, int y, int dx, int dy) {
    return WallRay.along(y, dy, WallRay.firstHit(ONE_WALL, x, y, dx, dy));
  }
}
