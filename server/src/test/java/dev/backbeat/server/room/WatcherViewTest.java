package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.replication.BroadcastObserver;
import dev.backbeat.server.replication.Replicator;
import dev.backbeat.server.world.World;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a room tells its replication of watchers' views; the calls are recorded. */
class WatcherViewTest {
  private final ProbeGame.Factory factory = new ProbeGame.Factory();
  private final List<String> calls = new ArrayList<>();
  private final SteppedRoom room =
      new SteppedRoom(
          "room",
          factory,
          new RoomOptions(20, 1, 4, 2, 60, 1, Map.of()),
          new RoomConfig(
              1000, Runnable::run, List.of(), BroadcastObserver.NONE, this::recorder, 0));

  private Replicator recorder(
      World world, GameSpec spec, int spanTicks, int maxSeats, BroadcastObserver observer) {
    return (Replicator)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Replicator.class},
            (proxy, method, args) -> {
              if (method.getName().startsWith("view")) {
                calls.add(method.getName() + Arrays.toString(args));
              }
              return null;
            });
  }

  private Seat join(String name, boolean watcher) {
    return room.join("s", name, watcher, new TestOutlets.Nowhere());
  }

  /** The calls about seat 0, since the last time. */
  private List<String> views() {
    List<String> result = calls.stream().filter(c -> c.contains("[0,")).toList();
    calls.clear();
    return result;
  }

  @Test
  void followsTheFirstPlayerWithAnEntityUntilToldOtherwise() {
    Seat eve = join("eve", true);
    room.step();
    assertEquals(List.of(), views(), "nobody to follow");
    Seat bob = join("bob", false);
    Seat ann = join("ann", false);
    room.step();
    assertEquals(List.of("viewEntity[0, 0]"), views(), "bob's");
    room.step();
    assertEquals(List.of(), views(), "said once");

    eve.watchPlayer(ann.player());
    room.step();
    assertEquals(List.of("viewEntity[0, 1]"), views(), "ann's");

    factory.game.player(ann.player()).control(0);
    room.step();
    assertEquals(List.of("viewEntity[0, 0]"), views(), "ann controls another entity now");
    factory.game.player(ann.player()).control(1);
    room.step();
    calls.clear();

    ann.leave();
    room.step();
    assertEquals(List.of("viewEntity[0, 0]"), views(), "back to the first");

    eve.watchPoint(300, -40);
    room.step();
    assertEquals(List.of("viewPoint[0, 300, -40]"), views());
    bob.leave();
    room.step();
    assertEquals(List.of(), views(), "a point stays");
    eve.watchPlayer(99);
    join("zoe", false);
    room.step();
    assertEquals(List.of("viewEntity[0, 2]"), views(), "nobody is 99: the default");
  }

  @Test
  void playersDoNotMoveTheirViews() {
    Seat bob = join("bob", false);
    room.step();
    calls.clear();
    bob.watchPoint(1, 2);
    bob.watchPlayer(1);
    room.step();
    assertEquals(List.of(), views());
  }
}
