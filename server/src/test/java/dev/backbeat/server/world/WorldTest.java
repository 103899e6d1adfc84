package dev.backbeat.server.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final WorldSchema SCHEMA =
      new WorldSchema(
          List.of(
              KindSchema.of(
                  "body", FieldSchema.of("x", "px", 0.125), FieldSchema.integer("a").wrapping(8)),
              KindSchema.of("thing", FieldSchema.integer("n"))),
          new InputSchema(List.of(new AxisSchema("move", -1, 1)), List.of()),
          List.of(),
          List.of());

  private final World world = new World(SCHEMA, 3, 1_000);
  private final EntityTable bodies = world.table("body");
  private final EntityTable things = world.table(1);

  private List<Integer> ids(EntityTable table) {
    List<Integer> result = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      if (table.alive(row)) {
        result.add(table.id(row));
      }
    }
    return result;
  }

  @Test
  void idsAscendOverAllKindsAndAreNeverUsedAgain() {
    bodies.spawn();
    things.spawn();
    bodies.despawn(bodies.spawn());
    world.compact();
    bodies.spawn();
    assertEquals(List.of(0, 3), ids(bodies));
    assertEquals(List.of(1), ids(things));
  }

  @Test
  void rowsHoldWithinATickAndMoveUpAtItsEnd() {
    for (int i = 0; i < 5; i++) {
      bodies.set(bodies.spawn(), 0, 10 * i);
    }
    bodies.audience(4, 2);
    bodies.despawn(1);
    bodies.despawn(3);
    bodies.despawn(3);
    assertEquals(5, bodies.rows());
    assertEquals(3, bodies.count());
    assertEquals(-1, bodies.rowOf(1));
    assertEquals(4, bodies.rowOf(4));
    world.compact();
    assertEquals(3, bodies.rows());
    assertEquals(2, bodies.rowOf(4));
    assertEquals(40, bodies.get(2, 0));
    assertEquals(2, bodies.audience(2));
    assertThrows(IndexOutOfBoundsException.class, () -> bodies.get(3, 0));
    int row = bodies.spawn();
    assertEquals(0, bodies.get(row, 0), "a new row has nothing of an old one");
    assertEquals(0, bodies.audience(row));
    assertTrue(bodies.alive(row));
  }

  @Test
  void valuesAreInTheFieldsOwnUnit() {
    int row = bodies.spawn();
    bodies.setValue(row, 0, 2.3);
    assertEquals(18, bodies.get(row, 0));
    assertEquals(2.25, bodies.value(row, 0));
    assertThrows(IllegalArgumentException.class, () -> bodies.setValue(row, 0, 1e12));
    assertThrows(IllegalArgumentException.class, () -> bodies.setValue(row, 0, Double.NaN));
  }

  @Test
  void whatIsOutOfRangeThrows() {
    int row = bodies.spawn();
    bodies.set(row, 1, 255);
    assertThrows(IllegalArgumentException.class, () -> bodies.set(row, 1, 256));
    assertThrows(IllegalArgumentException.class, () -> bodies.set(row, 1, -1));
    assertThrows(IllegalArgumentException.class, () -> bodies.audience(row, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> bodies.set(1, 0, 0));
    assertEquals(255, bodies.get(row, 1));
  }

  @Test
  void theLimitIsOnLivingEntities() {
    World small = new World(SCHEMA, 1, 2);
    small.table(0).spawn();
    small.table(1).spawn();
    assertThrows(IllegalStateException.class, () -> small.table(0).spawn());
    small.table(1).despawn(0);
    small.table(0).spawn();
    assertEquals(2, small.count());
  }

  @Test
  void theHashSeesEverythingThatClientsSee() {
    int row = bodies.spawn();
    long[] hashes = new long[5];
    hashes[0] = world.hash();
    bodies.set(row, 0, 1);
    hashes[1] = world.hash();
    bodies.audience(row, 1);
    hashes[2] = world.hash();
    int second = bodies.spawn();
    hashes[3] = world.hash();
    bodies.set(second, 1, 7);
    hashes[4] = world.hash();
    for (int i = 1; i < hashes.length; i++) {
      assertNotEquals(hashes[i - 1], hashes[i]);
    }
    bodies.despawn(second);
    assertEquals(hashes[2], world.hash(), "dead rows do not count");
    world.compact();
    assertEquals(hashes[2], world.hash());
  }

  @Test
  void anotherThreadIsNoticed() throws InterruptedException {
    Thread owner = new Thread(world::own);
    owner.start();
    owner.join();
    assertThrows(AssertionError.class, bodies::spawn);
    world.own();
    assertFalse(bodies.alive(bodies.spawn() + 1));
  }

  @Test
  void inAnySequenceItIsWhatAMapWouldBe() {
    Random random = new Random(11);
    TreeMap<Integer, int[]> model = new TreeMap<>();
    for (int tick = 0; tick < 2_000; tick++) {
      for (int i = random.nextInt(4); i > 0 && model.size() < 200; i--) {
        int row = bodies.spawn();
        model.put(bodies.id(row), new int[2]);
      }
      for (int row = 0; row < bodies.rows(); row++) {
        if (random.nextInt(20) == 0) {
          bodies.despawn(row);
          model.remove(bodies.id(row));
        } else if (bodies.alive(row) && random.nextInt(3) == 0) {
          int value = random.nextInt();
          bodies.set(row, 0, value);
          model.get(bodies.id(row))[0] = value;
        }
      }
      if (random.nextBoolean()) {
        world.compact();
      }
      assertEquals(List.copyOf(model.keySet()), ids(bodies));
      assertEquals(model.size(), bodies.count());
      for (int id : model.keySet()) {
        int row = bodies.rowOf(id);
        assertArrayEquals(model.get(id), new int[] {bodies.get(row, 0), bodies.get(row, 1)});
      }
    }
  }

  @Test
  void idsComeToAnEndThatIsForeseen() {
    World young = new World(SCHEMA, 1, 10, Integer.MAX_VALUE - (1 << 20) - 1);
    assertFalse(young.idsRunOut());
    young.table(0).spawn();
    assertFalse(young.idsRunOut());
    young.table(0).spawn();
    assertTrue(young.idsRunOut());

    World old = new World(SCHEMA, 1, 10, Integer.MAX_VALUE);
    old.table(0).spawn();
    assertThrows(IllegalStateException.class, () -> old.table(0).spawn());
  }
}
