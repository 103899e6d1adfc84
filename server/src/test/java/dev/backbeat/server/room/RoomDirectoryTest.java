package dev.backbeat.server.room;

import static dev.backbeat.server.room.SteppedDirectory.anyRoom;
import static dev.backbeat.server.room.SteppedDirectory.join;
import static dev.backbeat.server.room.SteppedDirectory.refused;
import static dev.backbeat.server.room.SteppedDirectory.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.broadcast.NowhereOutlet;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.overload.OverloadStep;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rooms are found, made and refused. */
@Timeout(60)
class RoomDirectoryTest {
  private final SteppedDirectory stepped = new SteppedDirectory();
  private final RoomDirectory rooms = stepped.directory(3);

  @Test
  void whoIsInARoomIsKnownByHisId() {
    JoinRequest request = new JoinRequest("s", "any", "", "name", false, "p-1", List.of());
    Seat seat = rooms.join(request, new NowhereOutlet()).result();
    PlayerInfo player = rooms.players(seat.room().id()).get(0);
    assertEquals("p-1", player.playerId());
    assertEquals("s", player.session());
  }

  @Test
  void nobodyNewIsLetInOnTheLastStepOfTheOverloadLadder() {
    NowhereOutlet outlet = new NowhereOutlet();
    Seat early = rooms.join(new JoinRequest("e", "any", "", "early", false), outlet).result();
    for (OverloadStep step : OverloadStep.values()) {
      stepped.overload = step;
      Future<Seat> joined =
          rooms.join(new JoinRequest("s", "any", "", "name", false), new NowhereOutlet());
      assertEquals(step != OverloadStep.CLOSED_DOOR, joined.succeeded(), step.name());
    }
    for (boolean watcher : new boolean[] {false, true}) {
      Future<Seat> late =
          rooms.join(new JoinRequest("s", "probe-1", "", "w", watcher), new NowhereOutlet());
      assertEquals(JoinException.Code.OVERLOADED, refused(late).code());
    }
    stepped.run(200);
    early.detach(outlet);
    stepped.run(200);
    early.attach(new NowhereOutlet());
    stepped.run(2_000);
    assertTrue(early.open(), "who was there comes back");
    stepped.overload = OverloadStep.SHORT_SIGHT;
    assertTrue(join(rooms, "any").open());
  }

  @Test
  void makesRoomsWithIdsOfTheirGame() {
    assertEquals("probe-1", rooms.create(RoomSpec.of(null)).result().id());
    assertEquals("other-1", rooms.create(RoomSpec.of("other")).result().id());
    RoomInfo named = rooms.create(spec("mine", 60, 15, 9)).result();
    assertEquals("mine", named.id());
    assertEquals(60, named.options().tickHz());
    assertEquals(4, named.options().spanTicks());
    assertEquals(9, named.options().maxPlayers());
    assertEquals(
        List.of("mine", "other-1", "probe-1"), rooms.list().stream().map(RoomInfo::id).toList());
    assertEquals("probe", rooms.find("probe-1").orElseThrow().game());
    assertTrue(rooms.find("nope").isEmpty());
  }

  @Test
  void refusesRoomsThatMakeNoSense() {
    rooms.create(spec("mine", null, null, null));
    for (RoomSpec bad :
        List.of(
            spec("mine", null, null, null),
            spec("any", null, null, null),
            spec("no spaces", null, null, null),
            spec(null, 0, null, null),
            spec(null, 241, null, null),
            spec(null, 60, 20, null),
            spec(null, 20, 40, null),
            spec(null, null, null, 0),
            new RoomSpec(null, null, null, null, null, null, null, null, Map.of("bad", "1")))) {
      JoinException e = refused(rooms.create(bad));
      assertEquals(JoinException.Code.BAD_OPTIONS, e.code(), bad.toString());
      assertTrue(e.getMessage().length() > 10);
    }
    assertEquals(1, rooms.list().size());
  }

  @Test
  void anUnknownGameIsAnsweredWithTheKnownOnes() {
    JoinException e = refused(rooms.create(RoomSpec.of("chess")));
    assertEquals(JoinException.Code.UNKNOWN_GAME, e.code());
    assertEquals("there is no game chess; known games: other, probe", e.getMessage());
    e = refused(rooms.join(anyRoom("chess", false), new NowhereOutlet()));
    assertEquals(JoinException.Code.UNKNOWN_GAME, e.code());
  }

  @Test
  void anUnknownRoomIsNotMade() {
    JoinException e =
        refused(rooms.join(new JoinRequest("s", "nope", "", "n", false), new NowhereOutlet()));
    assertEquals(JoinException.Code.UNKNOWN_ROOM, e.code());
    assertEquals("there is no room nope", e.getMessage());
    assertEquals(List.of(), rooms.list());
  }

  @Test
  void aFullRoomSaysSo() {
    rooms.create(spec("mine", null, null, 1));
    join(rooms, "mine");
    JoinException e =
        refused(rooms.join(new JoinRequest("s", "mine", "", "n", false), new NowhereOutlet()));
    assertEquals(JoinException.Code.ROOM_FULL, e.code());
    assertEquals("room mine has no seat left for a player", e.getMessage());
  }

  @Test
  void anyIsTheFullestRoomOfTheGameWithASeat() {
    rooms.create(spec("a", null, null, 3));
    rooms.create(spec("b", null, null, 3));
    join(rooms, "b");
    assertEquals("b", join(rooms, "any").room().id());
    assertEquals("b", join(rooms, "").room().id());
    assertEquals("a", join(rooms, "any").room().id(), "b is full");
    Seat elsewhere = rooms.join(anyRoom("other", false), new NowhereOutlet()).result();
    assertEquals("other-1", elsewhere.room().id(), "another game, another room");
  }

  @Test
  void anyMakesRoomsUpToTheLimit() {
    for (int i = 0; i < 12; i++) {
      assertEquals("probe-" + (i / 4 + 1), join(rooms, "any").room().id());
    }
    JoinException e = refused(rooms.join(anyRoom("", false), new NowhereOutlet()));
    assertEquals(JoinException.Code.SERVER_FULL, e.code());
    assertEquals("the server's limit of 3 rooms is reached", e.getMessage());
    Seat watcher = rooms.join(anyRoom("", true), new NowhereOutlet()).result();
    assertTrue(watcher.watcher(), "watchers have seats of their own");
  }

  @Test
  void theOperatorsDefaultsStandUnderTheCreatorsWishes() {
    RoomDirectory d = stepped.directory(9, 40, 20, 7);
    RoomOptions plain = d.create(RoomSpec.of(null)).result().options();
    assertEquals(40, plain.tickHz());
    assertEquals(2, plain.spanTicks());
    assertEquals(7, plain.maxPlayers());
    assertEquals(2, plain.maxWatchers(), "the game's own");
    RoomOptions wished = d.create(spec(null, 60, null, 3)).result().options();
    assertEquals(60, wished.tickHz());
    assertEquals(4, wished.spanTicks(), "15 Hz: the next rate not above the operator's 20");
    assertEquals(3, wished.maxPlayers());
    RoomOptions exact = d.create(spec(null, 60, 30, null)).result().options();
    assertEquals(2, exact.spanTicks());
    assertThrows(IllegalArgumentException.class, () -> stepped.directory(9, 60, 20, 7));
  }

  @Test
  void roomsGoToTheLeastLoadedThread() {
    RoomDirectory d = stepped.directory(20);
    for (int i = 0; i < 10; i++) {
      d.create(RoomSpec.of(null));
    }
    assertEquals(5, stepped.hosts.get(0).loop.size());
    assertEquals(5, stepped.hosts.get(1).loop.size());
  }

  @Test
  void aThreadThatTakesNoMoreIsAFullServer() {
    stepped.hosts.forEach(h -> h.full = true);
    JoinException e = refused(rooms.create(RoomSpec.of(null)));
    assertEquals(JoinException.Code.SERVER_FULL, e.code());
    assertEquals(List.of(), rooms.list());
  }

  @Test
  void whoHasFoundARoomThatNoThreadTakesIsToldSo() {
    NowhereOutlet outlet = new NowhereOutlet();
    List<Future<Void>> drained = new ArrayList<>();
    stepped.hosts.forEach(
        h -> {
          h.full = true;
          h.beforeRefusal =
              () -> {
                rooms.join(new JoinRequest("s", "a", "", "n", false), outlet);
                drained.add(rooms.drain(Endings.roomClosed("over")));
              };
        });
    refused(rooms.create(spec("a", null, null, null)));
    assertEquals("ERROR_SERVER_FULL", outlet.closed.errorCode());
    assertTrue(drained.get(0).isComplete(), "nobody waits for its end");
  }

  @Test
  void aRoomThatEndedIsGoneAndItsIdIsFree() {
    rooms.create(new RoomSpec("mine", null, null, null, null, null, 1, null, Map.of()));
    stepped.run(900);
    assertEquals(1, rooms.list().size());
    stepped.run(500);
    assertEquals(List.of(), rooms.list());
    assertEquals("mine", rooms.create(spec("mine", null, null, null)).result().id());
  }

  @Test
  void closesOneRoom() {
    rooms.create(spec("a", null, null, null));
    rooms.create(spec("b", null, null, null));
    NowhereOutlet outlet = new NowhereOutlet();
    rooms.join(new JoinRequest("s", "a", "", "n", false), outlet);
    Future<Void> closed = rooms.close("a", "enough");
    assertFalse(closed.isComplete(), "the tick in flight comes first");
    stepped.run(200);
    assertTrue(closed.succeeded());
    assertEquals("enough", outlet.closed.message());
    assertEquals(List.of("b"), rooms.list().stream().map(RoomInfo::id).toList());
    assertEquals(JoinException.Code.UNKNOWN_ROOM, refused(rooms.close("a", "again")).code());
  }

  @Test
  void aGameThatThrowsTakesNoOtherRoomWithIt() {
    Seat good = join(rooms, "any");
    stepped.other.onTick =
        (g, tick) -> {
          throw new AssertionError("a bug");
        };
    NowhereOutlet outlet = new NowhereOutlet();
    rooms.join(anyRoom("other", false), outlet);
    stepped.run(1_000);
    assertEquals("ERROR_ROOM_CLOSED", outlet.closed.errorCode());
    assertEquals(1, outlet.closes.get());
    assertEquals(List.of("probe-1"), rooms.list().stream().map(RoomInfo::id).toList());
    assertTrue(good.tick() >= 18, "was " + good.tick());
  }
}
