package dev.backbeat.server.room;

import static dev.backbeat.server.room.SteppedDirectory.anyRoom;
import static dev.backbeat.server.room.SteppedDirectory.join;
import static dev.backbeat.server.room.SteppedDirectory.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.NowhereOutlet;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.RoomOptions;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How all rooms come to their end when the server stops. At 20 Hz. */
@Timeout(60)
class RoomDirectoryDrainTest {
  private static final CloseReason BYE = CloseReason.goodbye(CloseCode.GOING_AWAY, "bye", 2_000);

  private final MeddlingFactory probe = new MeddlingFactory();
  private final SteppedDirectory stepped = new SteppedDirectory(probe);
  private final RoomDirectory rooms = stepped.directory(3);
  private final RoomDrain.Tally tally = new RoomDrain.Tally();

  private RoomDrain order(int seconds) {
    return new RoomDrain(
        stepped.nowNs() + TimeUnit.SECONDS.toNanos(seconds), "stopping", 500, 1_000, tally);
  }

  private long drainsOfTheGame() {
    return probe.game.calls.stream().filter(call -> call.startsWith("drain")).count();
  }

  @Test
  void drainsOnceAndTellsEverybody() {
    List<NowhereOutlet> outlets = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      outlets.add(new NowhereOutlet());
      rooms.join(anyRoom("", false), outlets.get(i));
    }
    stepped.run(500);
    NowhereOutlet last = new NowhereOutlet();
    rooms.join(anyRoom("", false), last); // Takes a seat, and no tick comes before the drain.
    outlets.add(last);
    CloseReason reason = CloseReason.goodbye(CloseCode.GOING_AWAY, "shutting down", 2_000);
    Future<Void> drained = rooms.drain(reason);
    assertSame(drained, rooms.drain(CloseReason.goodbye(CloseCode.GOING_AWAY, "again", 0)));
    assertFalse(drained.isComplete());
    assertEquals(
        JoinException.Code.DRAINING,
        refused(rooms.join(anyRoom("", false), new NowhereOutlet())).code());
    assertEquals(JoinException.Code.DRAINING, refused(rooms.create(RoomSpec.of(null))).code());
    stepped.run(200);
    assertTrue(drained.succeeded());
    for (NowhereOutlet o : outlets) {
      assertEquals(reason, o.closed);
      assertEquals(1, o.closes.get(), "closed once");
    }
    assertEquals(List.of(), rooms.list());
    assertEquals(0, stepped.hosts.get(0).loop.size() + stepped.hosts.get(1).loop.size());
  }

  @Test
  void drainingAnEmptyServerIsDoneAtOnce() {
    assertTrue(rooms.drain(CloseReason.goodbye(CloseCode.GOING_AWAY, "bye", 0)).succeeded());
  }

  @Test
  void roomsHearOfItWhenNoRoomCouldBeMadeAnyMore() {
    NowhereOutlet outlet = new NowhereOutlet();
    rooms.join(anyRoom("", false), outlet);
    stepped.run(100);
    stepped.controlFull = true;
    rooms.drain(order(10));
    stepped.run(100);
    assertEquals(1, drainsOfTheGame());
    assertEquals(1, tally.told());
    rooms.drain(order(1));
    stepped.run(1_200);
    assertEquals(CloseCode.GOING_AWAY, outlet.closed.closeCode());
    assertEquals("stopping", outlet.closed.message());
    assertEquals(1, tally.closed());
    assertEquals(List.of(), rooms.list());
  }

  @Test
  void theDoorIsShutWhenNoRoomCouldBeMadeAnyMore() {
    rooms.create(RoomSpec.of(null));
    rooms.drain(order(100));
    stepped.run(500);
    assertEquals(1, rooms.list().size(), "somebody may still come");
    stepped.controlFull = true;
    rooms.door(RoomDrain.Door.RESUMES);
    stepped.run(200);
    assertEquals(List.of(), rooms.list());
    assertEquals(1, tally.ended());
  }

  @Test
  void roomsAreClosedWhenNoRoomCouldBeMadeAnyMore() {
    NowhereOutlet outlet = new NowhereOutlet();
    rooms.join(anyRoom("", false), outlet);
    stepped.run(100);
    stepped.controlFull = true;
    Future<Void> drained = rooms.drain(BYE);
    stepped.run(200);
    assertTrue(drained.succeeded());
    assertEquals(BYE, outlet.closed);
  }

  @Test
  void closingARoomIsAnsweredWhenNoRoomCouldBeMadeAnyMore() {
    Seat seat = join(rooms, "any");
    stepped.controlFull = true;
    Future<Void> closed = rooms.close(seat.room().id(), "enough");
    stepped.run(200);
    assertTrue(closed.succeeded());
  }

  @Test
  void aRoomThatIsBeingMadeWhenTheDrainBeginsHearsOfIt() {
    probe.whileMaking =
        () -> {
          rooms.drain(order(10));
          rooms.door(RoomDrain.Door.LATECOMERS);
        };
    assertTrue(rooms.create(RoomSpec.of(null)).succeeded());
    stepped.run(100);
    assertEquals(1, drainsOfTheGame());
    probe.whileMaking = () -> {};
    assertEquals(JoinException.Code.DRAINING, refused(rooms.create(RoomSpec.of(null))).code());
    for (int i = 0; i < 5; i++) {
      assertTrue(join(rooms, "any").open(), "the fifth has another room made");
    }
    assertEquals(2, rooms.list().size());
    rooms.door(RoomDrain.Door.SHUT);
    assertEquals(
        JoinException.Code.DRAINING,
        refused(rooms.join(anyRoom("", false), new NowhereOutlet())).code());
  }

  @Test
  void aRoomThatIsBeingMadeWhenAllAreClosedIsNotOpened() {
    probe.whileMaking = () -> rooms.drain(BYE);
    assertEquals(
        JoinException.Code.DRAINING,
        refused(rooms.join(anyRoom("", false), new NowhereOutlet())).code());
    assertEquals(List.of(), rooms.list());
    assertEquals(0, stepped.hosts.get(0).loop.size() + stepped.hosts.get(1).loop.size());
  }

  /** Something happens elsewhere while a room is made. */
  private static final class MeddlingFactory extends ProbeGame.Factory {
    Runnable whileMaking = () -> {};

    @Override
    public GameSpec spec(RoomOptions options) {
      whileMaking.run();
      return super.spec(options);
    }
  }
}
