package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.server.world.TooManyEntitiesException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a room's own limits do, and that each is counted as often as it is met. */
class RoomLimitsTest {
  private final List<Limit> hits = new ArrayList<>();
  private final BroadcastObserver observer =
      new BroadcastObserver() {
        @Override
        public void onLimit(Limit limit) {
          hits.add(limit);
        }
      };
  private final ProbeGame.Factory game = new ProbeGame.Factory();

  private TestRoom.Builder room() {
    return TestRoom.of(game).observer(observer);
  }

  @Test
  void aGameThatCatchesItPlaysOnWithTheEntitiesThatItHas() {
    int[] refused = new int[1];
    game.onTick =
        (probe, tick) -> {
          try {
            probe.ctx.world().table("dot").spawn();
          } catch (TooManyEntitiesException e) {
            assertEquals(3, e.maxEntities());
            refused[0]++;
          }
        };
    TestRoom room = room().maxEntities(3).start();
    room.step(5);
    assertEquals(3, room.world().count());
    assertEquals(2, refused[0]);
    assertEquals(Collections.nCopies(2, Limit.ROOM_ENTITIES), hits);
  }

  @Test
  void aGameThatDoesNotEndsItsRoomAndWhatItDeclaresItselfCounts() {
    game.onTick =
        (probe, tick) -> {
          for (int i = 0; i < 101; i++) { // It says that it has 100 at most.
            probe.ctx.world().table("dot").spawn();
          }
        };
    TestRoom room = room().start();
    IllegalStateException failed = assertThrows(IllegalStateException.class, room::step);
    assertInstanceOf(TooManyEntitiesException.class, failed.getCause());
    assertTrue(room.over());
    assertEquals(List.of(Limit.ROOM_ENTITIES), hits);
  }

  @Test
  void eventsOfOneSend() {
    game.onTick =
        (probe, tick) -> {
          for (int i = 0; tick == 1 && i < 4_096 + 7; i++) {
            probe.ctx.emitToAll(0, new int[] {i});
          }
        };
    TestRoom room = room().start();
    room.step(3);
    assertEquals(Collections.nCopies(7, Limit.ROOM_EVENTS), hits);
  }

  @Test
  void commandsThatWaitForATick() {
    TestRoom room = room().start();
    room.step();
    for (int i = 0; i < 1_024 + 5; i++) {
      room.announce("line " + i);
    }
    assertEquals(Collections.nCopies(5, Limit.ROOM_COMMANDS), hits);
    room.step();
    room.announce("there is room again");
    assertEquals(5, hits.size());
  }

  @Test
  void callsThatAreNotAnswered() {
    List<String> errors = new ArrayList<>();
    game.onTick =
        (probe, tick) -> {
          for (int i = 0; tick == 1 && i < Simulation.MAX_ASYNC_CALLS + 1; i++) {
            probe.ctx.async(() -> null, (result, error) -> errors.add(error));
          }
        };
    TestRoom room = room().worker(work -> {}).start();
    room.step(2);
    assertEquals(List.of(Limit.ROOM_CALLS), hits);
    assertEquals(List.of("the room has 64 calls under way"), errors);
  }

  @Test
  void aFullJournalIsSaidOnceAndKeepsWhatItHas() {
    TestRoom room = room().maxLogInts(20).start();
    room.step(50);
    assertEquals(List.of(Limit.JOURNAL), hits);
    int ticks = room.log().ticks();
    room.step(10);
    assertEquals(ticks, room.log().ticks());
    assertEquals(1, hits.size());
  }
}
