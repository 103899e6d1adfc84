package dev.backbeat.server.fuzz;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.backbeat.codec.ClientEntity;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.codec.InvariantViolation;
import dev.backbeat.codec.ProtocolException;
import dev.backbeat.codec.SchemaCodec;
import dev.backbeat.games.arena.ArenaFactory;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.v1.Schema;
import dev.backbeat.v1.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Any frames of any schema: the decoder throws what it documents and nothing else, takes only a
 * reset after that, keeps no more than it was sent, and its lists agree with one another.
 */
public final class ColumnDecoderFuzz {
  private static final int OWN_SCHEMA = 1;
  private static final WorldSchema ARENA =
      TestRoom.of(new ArenaFactory()).start().join("x").world().schema();

  private ColumnDecoderFuzz() {}

  /** Frames, each with its length in front; perhaps a schema before them. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    int mode = in.u8();
    WorldSchema schema = (mode & 2) != 0 ? ARENA : FuzzSchemas.WORLD;
    if ((mode & OWN_SCHEMA) != 0) {
      schema = schema(in.chunk());
      if (schema == null) {
        return;
      }
    }
    ClientWorld world = new ClientWorld(schema);
    boolean broken = false;
    while (in.remaining() > 0) {
      ServerFrame frame = frame(in.chunk());
      if (frame == null) {
        continue;
      }
      try {
        world.apply(frame);
        require(!broken || frame.getReset() || frame.getTick() == 0, "took a delta while broken");
        broken = broken && !frame.getReset();
        if (!broken) { // Else it is in no defined state, as its documentation says.
          check(world, data.length);
        }
      } catch (InvariantViolation e) {
        broken = true;
      }
    }
  }

  private static WorldSchema schema(byte[] bytes) {
    try {
      WorldSchema schema = SchemaCodec.fromMessage(Schema.parseFrom(bytes));
      WorldSchema again = SchemaCodec.fromMessage(SchemaCodec.toMessage(schema));
      require(schema.equals(again), "another schema came back");
      return schema;
    } catch (InvalidProtocolBufferException | ProtocolException refused) {
      return null;
    }
  }

  private static ServerFrame frame(byte[] bytes) {
    try {
      return ServerFrame.parseFrom(bytes);
    } catch (InvalidProtocolBufferException refused) {
      return null;
    }
  }

  private static void check(ClientWorld world, int bytes) {
    require(world.entities().size() <= bytes, "more entities than bytes");
    require(world.cellCount() <= bytes, "more cells than bytes");
    require(world.cells().length == world.cellCount(), "cells");
    Set<Integer> ids = new HashSet<>();
    for (ClientEntity e : world.entities()) {
      require(ids.add(e.id()), "an id twice: " + e);
      require(e.exists() && world.get(e.id()) == e, "not found by its id: " + e);
      require(world.holdsCell(e.cell()), "in a cell that is not held: " + e);
      for (int f = 0; f < e.kindSchema().fields().size(); f++) {
        int value = e.field(f);
        require(e.kindSchema().fields().get(f).normalize(value) == value, "does not wrap: " + e);
      }
      require(world.sliceSpanTicks(e) >= -1, "span");
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  /** What players of a real room were sent, and schemas. */
  public static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    TestRoom room = TestRoom.of(new ArenaFactory()).seed(3).start();
    TestPlayer ann = room.join("ann");
    room.step(3);
    room.join("bob");
    ann.axis(0, 127).press(0);
    room.step(5);
    ByteArrayOutputStream play = new ByteArrayOutputStream();
    play.write(2);
    for (ServerFrame frame : ann.frames()) {
      FuzzInput.putChunk(play, frame.toBuilder().clearWelcome().build().toByteArray());
    }
    seeds.add(play.toByteArray());
    for (byte[] ops : ColumnRoundTripFuzz.seeds()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(0);
      for (ServerFrame frame : ColumnRoundTripFuzz.frames(ops)) {
        FuzzInput.putChunk(out, frame.toByteArray());
      }
      seeds.add(out.toByteArray());
    }
    ByteArrayOutputStream own = new ByteArrayOutputStream();
    own.write(OWN_SCHEMA);
    FuzzInput.putChunk(own, SchemaCodec.toMessage(FuzzSchemas.WORLD).toByteArray());
    own.writeBytes(seeds.get(1).clone());
    seeds.add(own.toByteArray());
    return seeds;
  }
}
