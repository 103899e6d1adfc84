package dev.backbeat.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.server.broadcast.IntList;
import dev.backbeat.server.game.Interest;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Squares that are split in four, and put together again. */
class CellSpaceTest {
  private static final Interest INTEREST = new Interest(800, 900, 60, 1);
  private final Grid grid = new Grid(new StaticMap(0, 0, 4000, 4000, new int[0]), INTEREST);
  private final CellSpace space = new CellSpace(grid, INTEREST);
  private final int square = grid.key(0, 1, 1); // 800..1600

  private Set<Integer> cells() {
    IntList list = new IntList();
    space.addCells(square, list);
    Set<Integer> result = new TreeSet<>();
    for (int i = 0; i < list.size(); i++) {
      assertTrue(result.add(list.get(i)));
    }
    return result;
  }

  @Test
  void aSplitSquareConsistsOfItsQuarters() {
    assertEquals(Set.of(square), cells());
    assertTrue(space.splitLeaf(square, 1));
    assertEquals(4, cells().size());
    assertFalse(cells().contains(square));
    Set<Integer> quarters = new TreeSet<>();
    for (int x : new int[] {900, 1500}) {
      for (int y : new int[] {900, 1500}) {
        int leaf = space.leaf(square, 7, x, y, -1);
        quarters.add(leaf);
        assertEquals(0, space.distance(leaf, x, y));
        assertEquals(300, space.distance(leaf, x < 1200 ? 1500 : 900, y));
        assertEquals(square, space.squareOf(leaf));
      }
    }
    assertEquals(cells(), quarters);
  }

  @Test
  void aBodyKeepsItsQuarterNearTheBorder() {
    space.splitLeaf(square, 1);
    int leaf = space.leaf(square, 7, 1190, 900, -1);
    assertEquals(leaf, space.leaf(square, 7, 1210, 900, leaf));
    assertNotEquals(leaf, space.leaf(square, 7, 1300, 900, leaf));
    assertNotEquals(leaf, space.leaf(square, 7, 1210, 900, -1));
  }

  @Test
  void whoStandsInOnePointIsToldApartByItsId() {
    int leaf = square;
    for (int depth = 0; depth < 3; depth++) {
      assertTrue(space.splitLeaf(leaf, 1));
      leaf = space.leaf(square, 1, 900, 900, -1);
    }
    Set<Integer> leaves = new TreeSet<>();
    for (int id = 1; id < 200; id++) {
      int of = space.leaf(square, id, 900, 900, -1);
      assertEquals(of, space.leaf(square, id, 900, 900, of), "it stays where it is");
      leaves.add(of);
    }
    assertEquals(3 + 4, leaves.size(), "four by id, one of which is four again");
  }

  @Test
  void aNumberRestsBeforeItMeansSomethingElse() {
    space.splitLeaf(square, 1);
    Set<Integer> first = cells();
    int block = space.blocks().get(0);
    assertTrue(space.mergeable(block, 100, 50));
    space.merge(block, 100);
    assertEquals(Set.of(square), cells());
    int other = grid.key(0, 2, 2);
    space.splitLeaf(other, 101);
    assertFalse(first.contains(space.leaf(other, 1, 1700, 1700, -1)), "still in old bases");
    space.splitLeaf(square, 101 + CellSpace.QUARANTINE_SENDS);
    assertEquals(first, cells());
  }
}
