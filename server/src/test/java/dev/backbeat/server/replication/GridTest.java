package dev.backbeat.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.server.game.Interest;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GridTest {
  private static final StaticMap MAP = new StaticMap(-1000, 0, 1001, 500, new int[0]);
  private final Grid grid = new Grid(MAP, new Interest(100, 150, 20, 2));

  @Test
  void everySquareOfEveryLayerHasAKeyOfItsOwn() {
    assertEquals(21, grid.columns(), "the last one is a single quantum wide");
    assertEquals(5, grid.rows());
    Set<Integer> keys = new HashSet<>();
    for (int audience = 0; audience < 2; audience++) {
      assertTrue(keys.add(grid.placeless(audience)));
      for (int row = 0; row < grid.rows(); row++) {
        for (int column = 0; column < grid.columns(); column++) {
          assertTrue(keys.add(grid.key(audience, column, row)));
        }
      }
    }
    assertEquals(grid.cells(), keys.size());
    assertTrue(keys.stream().allMatch(k -> k >= 0 && k < grid.cells()));
  }

  @Test
  void aPointLiesInItsSquareAndOutsideCountsAsTheEdge() {
    assertEquals(grid.key(0, 0, 0), grid.keyAt(0, -1000, 0));
    assertEquals(grid.key(0, 0, 0), grid.keyAt(0, -901, 99));
    assertEquals(grid.key(0, 1, 1), grid.keyAt(0, -900, 100));
    assertEquals(grid.key(1, 20, 4), grid.keyAt(1, 1000, 499));
    assertEquals(grid.key(1, 0, 4), grid.keyAt(1, Integer.MIN_VALUE, Integer.MAX_VALUE));
    assertEquals(grid.key(1, 20, 0), grid.keyAt(1, Integer.MAX_VALUE, Integer.MIN_VALUE));
  }

  @Test
  void aBodyKeepsItsSquareUntilItIsWellOutside() {
    int home = grid.key(0, 10, 2); // x 0..99, y 200..299
    assertEquals(home, grid.keyAt(0, 119, 250, home));
    assertEquals(grid.key(0, 11, 2), grid.keyAt(0, 120, 250, home));
    assertEquals(home, grid.keyAt(0, -20, 319, home));
    assertEquals(grid.key(0, 9, 2), grid.keyAt(0, -21, 250, home));
    assertEquals(grid.key(0, 10, 3), grid.keyAt(0, 119 - 100 + 50, 320, home));
    int edge = grid.key(0, 0, 0);
    assertEquals(edge, grid.keyAt(0, -5_000_000, -77, edge), "at the edge it is still inside");
  }

  @Test
  void aChangeOfAudienceKeepsTheSquare() {
    int home = grid.key(0, 10, 2);
    assertEquals(grid.key(1, 10, 2), grid.keyAt(1, 110, 250, home));
  }

  @Test
  void aWholeRoomIsOneCellPerAudience() {
    Grid room = new Grid(MAP, new Interest(0, 0, 0, 3));
    assertEquals(3, room.cells());
    assertEquals(2, room.keyAt(2, 500, 100));
    assertEquals(1, room.keyAt(1, 500, 100, 2));
  }

  @Test
  void hugeMapsNeedLargeCells() {
    StaticMap huge =
        new StaticMap(
            Integer.MIN_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, new int[0]);
    assertThrows(IllegalArgumentException.class, () -> new Grid(huge, new Interest(1, 1, 0, 1)));
    Grid coarse = new Grid(huge, new Interest(1 << 30, 1, 0, 1));
    assertEquals(4, coarse.columns());
    assertEquals(coarse.key(0, 3, 0), coarse.keyAt(0, Integer.MAX_VALUE, Integer.MIN_VALUE, 1));
  }
}
