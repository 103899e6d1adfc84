package dev.backbeat.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.backbeat.v1.ServerFrame;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Damaged frames: whatever a server sends, the client's world refuses it with a sentence or stays
 * consistent, and a reset makes it whole again.
 */
class HostileFramesTest {
  private static final int WORLDS = 150;
  private static final int FRAMES = 40;

  private int refused;
  private int taken;
  private int unparsed;

  @Test
  void damagedFramesNeverBreakAWorldForGood() throws Exception {
    long first = Long.getLong("backbeat.test.seed", System.nanoTime());
    System.out.println("HostileFramesTest: -Dbackbeat.test.seed=" + first);
    for (long seed = first; seed < first + WORLDS; seed++) {
      try {
        run(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e, e);
      }
    }
    assertTrue(refused > WORLDS, () -> refused + " refused");
    assertTrue(taken > WORLDS, () -> taken + " taken");
    assertTrue(unparsed > WORLDS, () -> unparsed + " not even protobuf");
  }

  private void run(Random random) throws InvalidProtocolBufferException {
    ReferenceRoom room = new ReferenceRoom(random);
    ClientWorld world = new ClientWorld(ReferenceRoom.SCHEMA);
    SliceWriter writer = new SliceWriter();
    world.apply(keyframes(room, writer, 1));
    for (int tick = 2; tick < FRAMES; tick++) {
      TreeMap<Integer, ReferenceRoom.Body> base = room.bodies;
      room.step();
      WireBuffer slices = new WireBuffer();
      for (int cell = 0; cell < ReferenceRoom.CELLS; cell++) {
        room.delta(writer, slices, base, cell, 0, false);
      }
      byte[] bytes = slices.toByteArray();
      for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        world.apply(ServerFrame.newBuilder().setTick(tick).mergeFrom(bytes).setTick(tick).build());
        taken++;
      } catch (InvalidProtocolBufferException e) {
        unparsed++;
      } catch (InvariantViolation e) {
        refused++;
        assertTrue(e.getMessage().length() > 10, e::getMessage);
        world.apply(keyframes(room, writer, Math.max(world.tick(), tick)));
        assertSame(room, world);
      }
      for (ClientEntity e : world.entities()) {
        assertTrue(e.exists());
        assertEquals(e, world.get(e.id()));
      }
    }
    world.apply(keyframes(room, writer, Math.max(world.tick(), FRAMES)));
    assertSame(room, world);
  }

  private static void assertSame(ReferenceRoom room, ClientWorld world) {
    assertEquals(room.bodies.size(), world.entities().size());
    room.bodies.forEach((id, body) -> assertArrayEquals(body.fields(), world.get(id).fields));
  }

  private static ServerFrame keyframes(ReferenceRoom room, SliceWriter writer, int tick)
      throws InvalidProtocolBufferException {
    WireBuffer slices = new WireBuffer();
    for (int cell = 0; cell < ReferenceRoom.CELLS; cell++) {
      room.keyframe(writer, slices, cell, 0);
    }
    return ServerFrame.newBuilder()
        .mergeFrom(slices.toByteArray())
        .setTick(tick)
        .setReset(true)
        .setOwnEntity(-1)
        .build();
  }
}
