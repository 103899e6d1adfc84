package dev.backbeat.server.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final int X = 0;
  private static final int AIM = 2;
  private static final int HP = 3;
  private static final int TELEPORT = 4;
  private static final int SENDS = 6;

  private final World world =
      new World(
          new WorldSchema(
              List.of(
                  KindSchema.of(
                      "body",
                      FieldSchema.of("x", "px", 1).linear().predictedBy("vx").as(FieldRole.X),
                      FieldSchema.of("vx", "px/s", 1),
                      FieldSchema.of("aim", "turn", 1 / 256.0).wrapping(8).linear(),
                      FieldSchema.integer("hp"),
                      FieldSchema.integer("teleport").wrapping(8).as(FieldRole.TELEPORT)),
                  KindSchema.of("rock", FieldSchema.of("x", "px", 1).linear())),
              new InputSchema(List.of(), List.of("fire")),
              List.of(),
              List.of()),
          1,
          10_000);
  private final EntityTable bodies = world.table("body");
  private final History history = world.history(0, SENDS);
  private int tick;

  /** Ends the next tick and tells clients. */
  private void send() {
    tick++;
    world.compact();
    world.record(tick);
  }

  /** Ends the next tick, in silence. */
  private void skip() {
    tick++;
    world.compact();
  }

  private int spawn(int x) {
    int row = bodies.spawn();
    bodies.set(row, X, x);
    return bodies.id(row);
  }

  private void set(int id, int field, int value) {
    bodies.set(bodies.rowOf(id), field, value);
  }

  private int drawn(long viewTickQ8, int id, int field) {
    Past past = history.at(viewTickQ8);
    assertTrue(past.find(id), "is there at " + viewTickQ8);
    assertEquals(viewTickQ8, past.viewTickQ8());
    return past.value(field);
  }

  @Test
  void betweenTwoSendsAFieldGoesTheWayThatClientsDraw() {
    int id = spawn(100);
    set(id, AIM, 250);
    set(id, HP, 9);
    send();
    set(id, X, 93);
    set(id, AIM, 6);
    set(id, HP, 1);
    send();
    assertEquals(100, drawn(256, id, X));
    assertEquals(97, drawn(256 + 128, id, X), "half of -7, towards the earlier one");
    assertEquals(94, drawn(511, id, X));
    assertEquals(93, drawn(512, id, X));
    assertEquals(0, drawn(256 + 128, id, AIM), "the short way round");
    assertEquals(9, drawn(511, id, HP), "not interpolated: as it was");
    assertEquals(1, drawn(512, id, HP));
  }

  @Test
  void framesAreThoseOfSendTicks() {
    int id = spawn(0);
    send();
    for (int i = 0; i < 3; i++) {
      set(id, X, 7777);
      skip();
    }
    set(id, X, 400);
    send();
    assertEquals(100, drawn(2 * 256, id, X), "a quarter of the way from tick 1 to tick 5");
  }

  @Test
  void aTeleportIsNotSmeared() {
    int id = spawn(0);
    send();
    set(id, X, 5000);
    set(id, TELEPORT, 1);
    send();
    assertEquals(0, drawn(511, id, X));
    assertEquals(0, drawn(511, id, TELEPORT));
    assertEquals(5000, drawn(512, id, X));
  }

  @Test
  void whoIsNotThereYetIsNotFoundAndWhoGoesStaysUntilTheNextSend() {
    int early = spawn(10);
    send();
    int late = spawn(20);
    set(early, X, 30);
    send();
    bodies.despawn(bodies.rowOf(early));
    send();
    assertFalse(history.at(511).find(late));
    assertEquals(20, drawn(512, late, X));
    assertEquals(30, drawn(2 * 256 + 200, early, X), "as in the send before it went");
    assertFalse(history.at(3 * 256).find(early));
  }

  @Test
  void laterThanTheNewestSendIsTheWorldAsItStands() {
    int id = spawn(10);
    assertEquals(10, drawn(1, id, X), "before any send");
    send();
    set(id, X, 60);
    assertEquals(10, drawn(256, id, X));
    assertEquals(60, drawn(257, id, X));
    assertEquals(60, drawn(Long.MAX_VALUE, id, X));
    bodies.despawn(bodies.rowOf(id));
    assertFalse(history.at(512).find(id));
    assertTrue(history.at(256).find(id));
  }

  @Test
  void reachesBackAsFarAsItWasToldAndNoFarther() {
    int id = spawn(0);
    for (int t = 1; t <= 50; t++) {
      set(id, X, t * 100);
      send();
    }
    int oldest = 50 - SENDS + 1;
    assertEquals(oldest * 100, drawn(oldest * 256, id, X));
    assertEquals(oldest * 100 + 50, drawn(oldest * 256 + 128, id, X));
    assertFalse(history.at(oldest * 256 - 1).find(id));
    assertFalse(history.at(0).find(id));
  }

  @Test
  void beforeTheFirstSendThereIsNobody() {
    int id = spawn(0);
    skip();
    send();
    assertFalse(history.at(511).find(id));
    assertTrue(history.at(512).find(id));
  }

  @Test
  void tablesGrowAndShrink() {
    for (int n : new int[] {1, 40, 900}) {
      for (int i = 0; i < n; i++) {
        spawn(n);
      }
      send();
    }
    for (int row = 1; row < bodies.rows(); row++) {
      bodies.despawn(row);
    }
    send();
    Past past = history.at(3 * 256);
    for (int id = 0; id < 941; id++) {
      assertTrue(past.find(id));
      assertEquals(id == 0 ? 1 : id < 41 ? 40 : 900, past.value(X));
    }
    assertTrue(history.at(4 * 256).find(0));
    assertFalse(history.at(4 * 256).find(1));
  }

  @Test
  void aHistoryIsKeptOfKindsThatAreAskedForAlone() {
    assertSame(history, world.history(0, 99));
    assertSame(bodies, history.table());
    assertThrows(IllegalStateException.class, () -> history.at(0).value(X));
    Past past = history.at(0);
    past.find(12345);
    assertThrows(IllegalStateException.class, () -> past.value(X));
  }

  @Test
  void recordingAndLookingMakeNoGarbageOnceWarm() {
    for (int i = 0; i < 1_000; i++) {
      spawn(i);
    }
    look(500);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    look(2_000);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes < 2_000, bytes + " bytes in 2,000 ticks");
  }

  private void look(int ticks) {
    for (int t = 0; t < ticks; t++) {
      send();
      Past past = history.at(256L * tick - 300);
      for (int id = 0; id < 1_000; id += 100) {
        if (past.find(id)) {
          past.value(X);
        }
      }
    }
  }
}
