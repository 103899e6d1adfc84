package dev.backbeat.server.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.examples.CoinGameFactory;
import dev.backbeat.server.broadcast.BroadcastObserver;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The kit itself: what it hands to tests is what a client would get. */
class TestRoomTest {
  @Test
  void decodedWorldsEqualTheServers() {
    TestRoom room = TestRoom.of(new CoinGameFactory()).seed(3).start();
    TestPlayer bob = room.join("bob").axis("move_x", 37);
    TestPlayer eve = room.join("eve").axis("move_y", -90);
    for (int i = 0; i < 200; i++) {
      room.step();
      if (i % 7 == 0) {
        bob.axis("move_y", i % 100);
      }
      // Straight motion is silent for up to four ticks; the newest frame proves what it names.
      assertTrue(room.tick() - bob.world().tick() < 4);
    }
    bob.axis("move_x", 0).axis("move_y", 0);
    eve.axis("move_x", 0).axis("move_y", 0);
    room.step(8);
    var runners = room.world().table("runner");
    for (int row = 0; row < runners.rows(); row++) {
      var seen = eve.world().get(runners.id(row));
      for (int field = 0; field < runners.kind().fields().size(); field++) {
        assertEquals(runners.get(row, field), seen.field(field));
      }
    }
    assertEquals(room.world().count(), eve.world().entities().size());
  }

  @Test
  void aSlowClientGetsNothingAndThenAReset() {
    AtomicInteger repairs = new AtomicInteger();
    TestRoom room =
        TestRoom.of(new CoinGameFactory())
            .observer(
                new BroadcastObserver() {
                  @Override
                  public void onRepair() {
                    repairs.incrementAndGet();
                  }
                })
            .start();
    TestPlayer bob = room.join("bob").axis("move_x", 10);
    room.step(5);
    int frames = bob.frameCount();
    bob.writable(false).axis("move_x", 20); // A change that he misses.
    room.step(20);
    assertEquals(frames, bob.frameCount());
    bob.writable(true);
    room.step(3);
    assertTrue(bob.lastFrame().getTick() >= 27);
    assertTrue(bob.frames().stream().skip(frames).findFirst().orElseThrow().getReset());
    assertEquals(1, repairs.get());
  }

  @Test
  void countsBytesWithoutDecoding() {
    TestRoom room = TestRoom.of(new CoinGameFactory()).decode(false).start();
    TestPlayer bob = room.join("bob");
    room.step(10);
    assertTrue(bob.frameCount() > 0 && bob.frameBytes() > 0);
    assertEquals(0, bob.frames().size());
  }

  @Test
  void simulationOnlyGivesTheSameWorldWithoutFrames() {
    TestRoom with = TestRoom.of(new CoinGameFactory()).seed(9).start();
    TestRoom without = TestRoom.of(new CoinGameFactory()).seed(9).simulationOnly().start();
    with.join("bob").axis(0, 50);
    TestPlayer bob = without.join("bob").axis(0, 50);
    with.step(300);
    without.step(300);
    assertEquals(with.hash(), without.hash());
    assertEquals(0, bob.frameCount());
  }

  @Test
  void closingIsSeen() {
    TestRoom room = TestRoom.of(new CoinGameFactory()).start();
    TestPlayer bob = room.join("bob");
    room.step();
    room.close("over");
    room.step();
    assertNotNull(bob.closed());
    assertTrue(room.over());
  }
}
