package dev.backbeat.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.server.broadcast.IntList;
import dev.backbeat.server.game.Interest;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ViewTest {
  private static final Interest INTEREST = new Interest(100, 150, 20, 3);
  private final Grid grid = new Grid(new StaticMap(0, 0, 2000, 2000, new int[0]), INTEREST);
  private final View view = new View(new CellSpace(grid, INTEREST), INTEREST, new CellMarks());

  private static Set<Integer> set(IntList list, int from, int to) {
    Set<Integer> result = new TreeSet<>();
    for (int i = from; i < to; i++) {
      assertTrue(result.add(list.get(i)), "twice");
    }
    return result;
  }

  private Set<Integer> kept() {
    return set(view.cells(), 0, view.kept());
  }

  private Set<Integer> added() {
    return set(view.cells(), view.kept(), view.cells().size());
  }

  private Set<Integer> dropped() {
    return set(view.dropped(), 0, view.dropped().size());
  }

  private Set<Integer> rectangle(int audience, int left, int right, int top, int bottom) {
    Set<Integer> result = new TreeSet<>(List.of(grid.placeless(audience)));
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        result.add(grid.key(audience, column, row));
      }
    }
    return result;
  }

  @Test
  void seesTheSquaresThatItsOwnSquareTouches() {
    view.centre(1050, 1050); // 900..1200
    view.move();
    assertEquals(rectangle(0, 9, 12, 9, 12), added());
    assertTrue(kept().isEmpty() && dropped().isEmpty());
    view.move();
    assertEquals(rectangle(0, 9, 12, 9, 12), kept());
    assertTrue(added().isEmpty() && dropped().isEmpty());
  }

  @Test
  void dropsASquareOnlyWhenItIsWellOutside() {
    view.centre(1049, 1050); // 899..1199
    view.move();
    assertEquals(rectangle(0, 8, 11, 9, 12), added());
    view.centre(1060, 1050); // 910..1210: needs 9..12, and 8 is 11 outside
    view.move();
    assertEquals(rectangle(0, 8, 11, 9, 12), kept());
    assertEquals(Set.of(9, 10, 11, 12), rows(added(), 12));
    assertTrue(dropped().isEmpty());
    view.centre(1075, 1050); // 925..1225: 8 is 26 outside
    view.move();
    assertEquals(Set.of(9, 10, 11, 12), rows(dropped(), 8));
    assertTrue(added().isEmpty());
  }

  private Set<Integer> rows(Set<Integer> keys, int column) {
    Set<Integer> result = new TreeSet<>();
    for (int key : keys) {
      assertEquals(column, (key - 1) % grid.columns());
      result.add((key - 1) / grid.columns());
    }
    return result;
  }

  @Test
  void aJumpKeepsNothingButThePlacelessCell() {
    view.centre(350, 350);
    view.move();
    view.centre(1650, 1650);
    view.move();
    assertEquals(Set.of(grid.placeless(0)), kept());
    assertEquals(16, added().size());
    assertEquals(16, dropped().size());
  }

  @Test
  void anAudienceIsALayerMore() {
    view.centre(1050, 1050);
    view.move();
    view.audience(2);
    view.move();
    assertEquals(rectangle(2, 9, 12, 9, 12), added());
    view.audience(1);
    view.move();
    assertEquals(rectangle(1, 9, 12, 9, 12), added());
    assertEquals(rectangle(2, 9, 12, 9, 12), dropped());
    assertEquals(rectangle(0, 9, 12, 9, 12), kept());
    view.audience(0);
    view.move();
    assertEquals(rectangle(1, 9, 12, 9, 12), dropped());
  }

  @Test
  void whatItForgotIsAddedAnew() {
    view.centre(1050, 1050);
    view.move();
    view.forget();
    view.move();
    assertEquals(rectangle(0, 9, 12, 9, 12), added());
    assertTrue(kept().isEmpty() && dropped().isEmpty());
  }

  @Test
  void inAnyWalkTheListsAddUp() {
    Random random = new Random(5);
    Set<Integer> held = new TreeSet<>();
    int x = 1000;
    int y = 1000;
    for (int i = 0; i < 5_000; i++) {
      boolean jump = random.nextInt(50) == 0;
      x = jump ? random.nextInt(2400) - 200 : x + random.nextInt(61) - 30;
      y = jump ? random.nextInt(2400) - 200 : y + random.nextInt(61) - 30;
      view.centre(x, y);
      if (random.nextInt(40) == 0) {
        view.audience(random.nextInt(3));
      }
      view.move();
      Set<Integer> expected = new TreeSet<>(held);
      assertTrue(held.containsAll(kept()) && held.containsAll(dropped()));
      expected.removeAll(dropped());
      assertEquals(expected, kept());
      assertTrue(added().stream().noneMatch(held::contains));
      held = set(view.cells(), 0, view.cells().size());
    }
  }
}
