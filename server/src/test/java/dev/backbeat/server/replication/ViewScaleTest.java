package dev.backbeat.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.game.Interest;
import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Views shrink and grow one after the other. */
class ViewScaleTest {
  private static final int SEATS = 64;
  private final Fixture room = new Fixture(1, SEATS, new Interest(500, 2_000, 50, 1));
  private final List<FakeOutlet> outlets = new ArrayList<>();

  private void fill() {
    for (int seat = 0; seat < SEATS; seat++) {
      room.spawn(4_000, 4_000, 0, 0);
      outlets.add(room.join(seat));
      room.replicator.viewPoint(seat, 4_000, 4_000);
    }
    room.steps(2);
    outlets.forEach(FakeOutlet::take);
  }

  /** Per send: how many clients were told something about their cells. */
  private List<Integer> toldPerSend(boolean keyframes) {
    List<Integer> told = new ArrayList<>();
    for (int send = 0; send < ViewScale.SPREAD_SENDS; send++) {
      room.step();
      int count = 0;
      for (FakeOutlet outlet : outlets) {
        for (ServerFrame frame : outlet.take()) {
          assertFalse(frame.getReset());
          boolean keyframe = frame.getCellsList().stream().anyMatch(CellSlice::getKeyframe);
          count += (keyframes ? keyframe : frame.getDroppedCellsCount() > 0) ? 1 : 0;
        }
      }
      told.add(count);
    }
    return told;
  }

  @Test
  void aViewShrinksAndGrowsWithoutAStorm() {
    fill();
    int full = room.replicator.view(0).cells().size();
    room.replicator.viewPercent(25);
    List<Integer> shrunk = toldPerSend(false);
    assertEquals(SEATS, shrunk.stream().mapToInt(i -> i).sum(), "everybody drops cells once");
    assertTrue(shrunk.stream().allMatch(n -> n == SEATS / ViewScale.SPREAD_SENDS), "" + shrunk);
    assertTrue(room.replicator.view(0).cells().size() < full / 4);
    room.replicator.viewPercent(100);
    List<Integer> grown = toldPerSend(true);
    assertTrue(grown.stream().allMatch(n -> n == SEATS / ViewScale.SPREAD_SENDS), "" + grown);
    assertEquals(full, room.replicator.view(0).cells().size());
  }

  @Test
  void aNewSeatStartsWithTheScaleInForce() {
    room.replicator.viewPercent(25);
    room.join(0);
    room.replicator.viewPoint(0, 4_000, 4_000);
    room.step();
    assertTrue(room.replicator.view(0).cells().size() <= 1 + 3 * 3);
  }

  @Test
  void theScaleHasBounds() {
    assertThrows(IllegalArgumentException.class, () -> room.replicator.viewPercent(9));
    assertThrows(IllegalArgumentException.class, () -> room.replicator.viewPercent(101));
  }
}
