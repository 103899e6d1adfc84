package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.broadcast.NowhereOutlet;
import dev.backbeat.server.game.Game;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.replication.Replicator;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever breaks in a room, its connections are told, once. */
class RoomFailureTest {
  private final ProbeGame.Factory factory = new ProbeGame.Factory();
  private final NowhereOutlet outlet = new NowhereOutlet();

  private SteppedRoom room(RoomConfig.ReplicatorFactory replicators) {
    return new SteppedRoom(
        "room",
        factory,
        new RoomOptions(20, 1, 4, 2, 60, 1, Map.of()),
        new RoomConfig(1000, Runnable::run, List.of(), BroadcastObserver.NONE, replicators, 0));
  }

  @Test
  void brokenReplicationStillClosesItsConnections() {
    SteppedRoom room =
        room(
            (world, spec, span, seats, observer) ->
                (Replicator)
                    Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Replicator.class},
                        (proxy, method, args) -> {
                          if (List.of("commit", "close").contains(method.getName())) {
                            throw new IllegalStateException("broken replication");
                          }
                          return null;
                        }));
    Seat seat = room.join("s", "bob", false, outlet);
    assertFalse(room.step());
    assertEquals("broken replication", room.failure().getMessage());
    assertEquals("ERROR_ROOM_CLOSED", outlet.closed.errorCode());
    assertEquals(1, outlet.closes.get());
    assertFalse(seat.open());
    assertTrue(room.over());
  }

  @Test
  void aGameThatFailsAgainInOnStopChangesNothing() {
    factory.onTick =
        (g, tick) -> {
          throw new StackOverflowError();
        };
    factory.onStop =
        g -> {
          throw new AssertionError("and again");
        };
    SteppedRoom room = room(Replicator::create);
    room.join("s", "bob", false, outlet);
    assertFalse(room.step());
    assertEquals("ERROR_ROOM_CLOSED", outlet.closed.errorCode());
    assertEquals(1, outlet.closes.get());
  }

  @Test
  void aGameThatCannotBeMadeIsAnAnswerAndNotAFault() {
    ProbeGame.Factory broken =
        new ProbeGame.Factory() {
          @Override
          public Game create(GameSpec spec, RoomOptions options) {
            throw new NoClassDefFoundError("missing");
          }
        };
    RoomDirectory rooms =
        new RoomDirectory(
            GameRegistry.of(broken),
            SimulationSettings.of("probe", 3, 1),
            RoomConfig.of(1000, Runnable::run),
            List.of(),
            Runnable::run);
    var failed = rooms.create(RoomSpec.of(null));
    JoinException e = (JoinException) failed.cause();
    assertEquals(JoinException.Code.BAD_OPTIONS, e.code());
    assertEquals("the game failed to make a room", e.getMessage());
  }
}
