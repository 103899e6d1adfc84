package dev.backbeat.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.game.Interest;
import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.Player;
import dev.backbeat.v1.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands in a frame, and when there is one. */
class FrameContentTest {
  private final Fixture room = new Fixture();

  @Test
  void theFirstFrameHasEverything() {
    room.spawn(10, 20, 0, 0);
    room.replicator.addSeat(1, 2, "away", true);
    room.replicator.away(1, true);
    FakeOutlet outlet = room.join(0);
    room.replicator.privateField(0, 1, 5);
    room.step();

    ServerFrame frame = outlet.last();
    assertTrue(frame.hasWelcome());
    assertTrue(frame.getReset());
    assertEquals(1, frame.getTick());
    assertEquals(-1, frame.getOwnEntity());
    assertEquals(0b11, frame.getPrivateMask());
    assertEquals(List.of(0, 5), frame.getPrivateValuesList());
    assertEquals(1, frame.getCellsCount());
    assertTrue(frame.getCells(0).getKeyframe());
    assertTrue(frame.getRoster().getFull());
    assertEquals(
        List.of(
            Player.newBuilder().setPlayer(2).setName("away").setWatcher(true).setAway(true).build(),
            Player.newBuilder().setPlayer(1).setName("p1").build()),
        frame.getRoster().getJoinedList());
  }

  @Test
  void aFrameWithoutContentIsLeftOutForFourSendIntervals() {
    for (int span : new int[] {1, 2, 4}) {
      Fixture silent = new Fixture(span, 4, Interest.WHOLE_ROOM);
      silent.spawn(0, 0, 3, 1);
      FakeOutlet outlet = silent.join(0);
      List<Integer> ticks = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        silent.move();
        silent.step();
        outlet.take().forEach(f -> ticks.add(f.getTick()));
      }
      List<Integer> expected = new ArrayList<>();
      for (int t = span; t <= 40; t += 4 * span) {
        expected.add(t);
      }
      assertEquals(expected, ticks, "span " + span);
    }
  }

  @Test
  void lateInputsAreToldOnceWhenTheyChange() {
    FakeOutlet outlet = room.join(0);
    room.step();
    assertEquals(0, outlet.take().get(0).getLateInputs());
    room.replicator.input(0, 7, -300, 1);
    room.step();
    assertEquals(1, outlet.take().get(0).getLateInputs());
    room.replicator.input(0, 8, 100, 1);
    room.step();
    assertEquals(0, outlet.take().get(0).getLateInputs(), "0 = unchanged");
    room.replicator.input(0, 8, 100, 3);
    room.step();
    assertEquals(3, outlet.take().get(0).getLateInputs(), "makes a frame due by itself");
    room.replicator.outlet(0, null);
    FakeOutlet again = new FakeOutlet(room.loop);
    room.replicator.outlet(0, again);
    room.step();
    assertEquals(0, again.take().get(0).getLateInputs(), "a new connection counts from 0");
  }

  @Test
  void anInputMakesAFrameDue() {
    FakeOutlet outlet = room.join(0);
    room.step();
    outlet.take();
    room.replicator.input(0, 7, -12, 0);
    room.step();
    ServerFrame frame = outlet.take().get(0);
    assertEquals(7, frame.getInputTick());
    assertEquals(-12, frame.getInputLeadQ8());
    assertEquals(0, frame.getCellsCount());
    room.replicator.input(0, 7, -12, 0);
    room.step();
    assertTrue(outlet.take().isEmpty(), "the same input again is not news");
    room.steps(3);
    assertEquals(7, outlet.take().get(0).getInputTick(), "every frame carries it");
  }

  @Test
  void privateFieldsAreAbsoluteAndSentWhenChanged() {
    FakeOutlet outlet = room.join(0);
    FakeOutlet other = room.join(1);
    room.step();
    outlet.take();
    other.take();
    room.replicator.privateField(0, 1, 41);
    room.replicator.privateField(0, 1, 42);
    room.step();
    ServerFrame frame = outlet.take().get(0);
    assertEquals(0b10, frame.getPrivateMask());
    assertEquals(List.of(42), frame.getPrivateValuesList());
    room.replicator.privateField(0, 1, 42);
    room.step();
    assertTrue(outlet.take().isEmpty(), "no change, no frame");
    assertTrue(other.take().isEmpty(), "nobody else gets it");
  }

  @Test
  void ownEntityIsSentWhenItChangesAndInResets() {
    FakeOutlet outlet = room.join(0);
    room.step();
    assertEquals(-1, outlet.take().get(0).getOwnEntity());
    room.replicator.ownEntity(0, 0);
    room.step();
    ServerFrame frame = outlet.take().get(0);
    assertTrue(frame.hasOwnEntity());
    assertEquals(0, frame.getOwnEntity());
    room.replicator.input(0, 1, 0, 0);
    room.step();
    assertFalse(outlet.take().get(0).hasOwnEntity());
    room.replicator.outlet(0, new FakeOutlet(room.loop));
    FakeOutlet again = new FakeOutlet(room.loop);
    room.replicator.outlet(0, again);
    room.step();
    assertTrue(again.last().getReset());
    assertEquals(0, again.last().getOwnEntity());
    assertEquals(0, again.last().getInputTick(), "a new connection has sent no input");
  }

  @Test
  void theWantedInputBatchIsSentWhenItChangesAndInResets() {
    FakeOutlet outlet = room.join(0);
    room.step();
    assertEquals(1, outlet.take().get(0).getInputBatchTicks());
    room.replicator.inputBatchTicks(2);
    room.step();
    assertEquals(2, outlet.take().get(0).getInputBatchTicks(), "makes a frame due");
    room.replicator.input(0, 1, 0, 0);
    room.step();
    assertEquals(0, outlet.take().get(0).getInputBatchTicks(), "unchanged");
    outlet.writable(false);
    room.replicator.input(0, 2, 0, 0);
    room.replicator.inputBatchTicks(4);
    room.step();
    outlet.writable(true);
    room.step();
    assertEquals(4, outlet.take().get(0).getInputBatchTicks(), "told once it can be");
    FakeOutlet again = new FakeOutlet(room.loop);
    room.replicator.outlet(0, again);
    room.step();
    assertTrue(again.last().getReset());
    assertEquals(4, again.last().getInputBatchTicks());
  }

  @Test
  void rosterChangesAreToldOnce() {
    FakeOutlet outlet = room.join(0);
    room.step();
    outlet.take();
    room.replicator.addSeat(5, 9, "nine", false);
    room.replicator.addSeat(6, 10, "brief", false);
    room.replicator.removeSeat(6, Fixture.BYE);
    room.step();
    ServerFrame joined = outlet.take().get(0);
    assertFalse(joined.getRoster().getFull());
    assertEquals(1, joined.getRoster().getJoinedCount());
    assertEquals("nine", joined.getRoster().getJoined(0).getName());
    assertEquals(0, joined.getRoster().getLeftCount());
    room.replicator.away(5, true);
    room.step();
    assertEquals(List.of(9), outlet.take().get(0).getRoster().getAwayList());
    room.replicator.away(5, false);
    room.step();
    assertEquals(List.of(9), outlet.take().get(0).getRoster().getBackList());
    room.replicator.away(5, true);
    room.replicator.away(5, false);
    room.step();
    assertTrue(outlet.take().isEmpty(), "there and back between two sends is no change");
    room.replicator.removeSeat(5, Fixture.BYE);
    room.step();
    assertEquals(List.of(9), outlet.take().get(0).getRoster().getLeftList());
  }

  @Test
  void theScoreboardIsOneMessageWithEachClientsOwnLatency() {
    FakeOutlet first = room.join(0);
    FakeOutlet second = room.join(1);
    room.replicator.addSeat(2, 3, "watcher", true);
    room.replicator.score(0, 12, 30, 20, 4);
    room.replicator.score(1, -3, 0, 0, 0);
    room.replicator.scoreboard(777);
    room.step();
    var board = first.last().getScoreboard();
    assertEquals(List.of(1, 2), board.getPlayersList());
    assertEquals(List.of(12, -3), board.getScoresList());
    assertEquals(List.of(30, 0), board.getRttMsList());
    assertEquals(30, board.getOwnRttMs());
    assertEquals(20, board.getOwnRttMinMs());
    assertEquals(4, board.getOwnJitterMs());
    assertEquals(777, board.getTickLatenessUs());
    assertEquals(0, second.last().getScoreboard().getOwnRttMs());
    room.steps(4);
    assertFalse(first.last().hasScoreboard());
  }

  @Test
  void linesReachTheRoomOrOneSeat() {
    FakeOutlet first = room.join(0);
    FakeOutlet second = room.join(1);
    room.step();
    first.take();
    second.take();
    room.replicator.chat(1, "p1", "hello");
    room.replicator.notice(true, "soon");
    room.replicator.noticeTo(1, false, "you");
    room.step();
    assertEquals("hello", first.last().getChats(0).getText());
    assertEquals(1, first.last().getNoticesCount());
    assertEquals(2, second.last().getNoticesCount());
    assertEquals("you", second.last().getNotices(1).getText());
  }

  @Test
  void aNewcomerInAFreedSeatGetsNothingOfHisPredecessor() {
    FakeOutlet first = room.join(0);
    room.step();
    room.replicator.emitTo(0, 0, new int[] {1});
    room.replicator.noticeTo(0, false, "secret");
    room.replicator.privateField(0, 0, 99);
    room.replicator.removeSeat(0, Fixture.BYE);
    FakeOutlet second = room.join(0);
    room.step();
    assertEquals(Fixture.BYE, first.closed());
    assertEquals(1, first.frames().size(), "nothing after the close");
    assertEquals(0, second.last().getEventsCount());
    assertEquals(0, second.last().getNoticesCount());
    assertEquals(List.of(0, 0), second.last().getPrivateValuesList());
  }

  @Test
  void framesComeAtSendTicksAndTheSpanChangesWhereBothDivide() {
    Fixture slow = new Fixture(4, 4, Interest.WHOLE_ROOM);
    slow.spawn(0, 0, 1, 0);
    FakeOutlet outlet = slow.join(0);
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      slow.replicator.input(0, i + 1, 0, 0);
      if (i == 4) {
        slow.replicator.span(1);
      }
      slow.move();
      slow.step();
      for (ServerFrame frame : outlet.take()) {
        StringBuilder s = new StringBuilder().append(frame.getTick());
        for (CellSlice slice : frame.getCellsList()) {
          s.append(slice.getKeyframe() ? "k" : "d").append(1 << slice.getSpanLog2());
        }
        seen.add(s.toString());
      }
    }
    // The empty delta of tick 9 tells that the cell moves by single ticks from now on.
    assertEquals(List.of("4k4", "8", "9d1", "10", "11", "12", "13", "14"), seen);
  }

  @Test
  void misuseIsRefused() {
    room.join(0);
    assertThrows(IllegalStateException.class, () -> room.replicator.addSeat(0, 3, "x", false));
    assertThrows(IllegalStateException.class, () -> room.replicator.input(9, 1, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> room.replicator.audience(0, 1));
    assertThrows(IllegalArgumentException.class, () -> room.replicator.span(3));
    assertThrows(IllegalArgumentException.class, () -> room.replicator.inputBatchTicks(3));
    assertThrows(
        IllegalArgumentException.class, () -> room.replicator.emit(0, 0, 0, new int[] {1, 2}));
    assertThrows(IllegalStateException.class, () -> room.replicator.commit(5, 0));
  }

  @Test
  void aWrappingFieldLeftOutsideItsBitsIsFound() {
    int row = room.spawn(0, 0, 0, 0);
    room.bodies.column(Fixture.AIM)[row] = 256;
    Exception e = assertThrows(IllegalStateException.class, room::step);
    assertEquals("player.aim of entity 0 is 256, outside its 8 bits", e.getMessage());
  }
}
