package dev.backbeat.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.codec.ClientWorld;
import dev.backbeat.server.game.Interest;
import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.ServerFrame;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One client with next to no budget: all but its own cell come at every eighth send. */
class StreamTest {
  private static final Interest INTEREST = new Interest(1_000, 2_500, 50, 1);
  private final Fixture room = new Fixture(1, 4, INTEREST);
  private final ClientWorld world = new ClientWorld(Fixture.SCHEMA);
  private final FakeOutlet outlet = new FakeOutlet(room.loop, world::apply);
  private int own;

  private void start(boolean variableSpans) {
    own = room.spawn(4_500, 4_500, 0, 0);
    outlet.variableSpans(variableSpans);
    room.join(0, outlet);
    room.replicator.ownEntity(0, room.bodies.id(own));
    room.replicator.viewEntity(0, room.bodies.id(own));
    room.replicator.tickPeriodNs(50_000_000);
    room.replicator.byteBudget(20);
    for (int i = 0; i < 40; i++) {
      step();
    }
    outlet.take();
  }

  private void step() {
    for (int row = 0; row < room.bodies.rows(); row++) {
      room.bodies.set(row, Fixture.AIM, room.bodies.get(row, Fixture.AIM) + 7 & 255);
    }
    room.move();
    room.step();
  }

  private void stepTo(int remainder) {
    do {
      step();
    } while (room.tick % 8 != remainder);
  }

  @Test
  void distantCellsComeAtEveryEighthSendAndTheOwnOneAtEvery() {
    int far = room.spawn(6_500, 4_500, 0, 0);
    start(true);
    stepTo(0);
    outlet.take();
    for (int i = 0; i < 8; i++) {
      step();
    }
    Set<Integer> spans = new HashSet<>();
    int slices = 0;
    for (ServerFrame frame : outlet.take()) {
      for (CellSlice slice : frame.getCellsList()) {
        assertFalse(slice.getKeyframe());
        spans.add(slice.getSpanLog2());
        slices++;
      }
    }
    assertEquals(Set.of(0, 3), spans);
    assertEquals(8 + 1, slices);
    assertNotNull(world.get(room.bodies.id(far)));
  }

  @Test
  void whoDoesNotSayCellSpansGetsEverythingAtFullRate() {
    room.spawn(6_500, 4_500, 0, 0);
    start(false);
    for (int i = 0; i < 20; i++) {
      step();
    }
    for (ServerFrame frame : outlet.take()) {
      assertEquals(2, frame.getCellsCount());
      assertTrue(frame.getCellsList().stream().allMatch(s -> s.getSpanLog2() == 0));
    }
  }

  @Test
  void whoPassesThroughASlowCellDoesNotStayForEver() {
    start(true);
    stepTo(1);
    int row = room.spawn(4_990, 4_500, 0, 0); // The own cell ends at 5,000.
    int id = room.bodies.id(row);
    step();
    assertNotNull(world.get(id));
    room.bodies.set(row, Fixture.X, 5_060);
    step();
    assertTrue(world.get(id) != null, "on its way to the next cell");
    room.bodies.despawn(row);
    for (int i = 0; i < 12; i++) {
      step();
    }
    assertNull(world.get(id));
  }

  @Test
  void theOwnEntityIsNeverBehind() {
    room.spawn(5_500, 4_500, 0, 0);
    start(true);
    stepTo(2);
    room.bodies.set(own, Fixture.X, 5_060);
    for (int i = 0; i < 12; i++) {
      step();
      assertEquals(room.tick, world.tick());
      assertEquals(room.bodies.get(own, Fixture.X), world.own().field(Fixture.X));
      assertEquals(room.bodies.get(own, Fixture.AIM), world.own().field(Fixture.AIM));
    }
  }
}
