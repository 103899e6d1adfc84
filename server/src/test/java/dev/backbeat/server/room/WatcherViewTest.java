package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.backbeat.server.broadcast.NowhereOutlet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a room tells its replication of watchers' views; the calls are recorded. */
class WatcherViewTest {
  private final ProbeGame.Factory factory = new ProbeGame.Factory();
  private final RecordedCalls calls = new RecordedCalls();
  private final SteppedRoom room = calls.room(factory);

  private Seat join(String name, boolean watcher) {
    return room.join("s", name, watcher, new NowhereOutlet());
  }

  /** The calls about seat 0, since the last time. */
  private List<String> views() {
    return calls.take(c -> c.startsWith("view") && c.contains("[0,"));
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
    views();

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
    views();
    bob.watchPoint(1, 2);
    bob.watchPlayer(1);
    room.step();
    assertEquals(List.of(), views());
  }
}
