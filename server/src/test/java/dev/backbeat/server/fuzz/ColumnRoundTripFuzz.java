package dev.backbeat.server.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.backbeat.codec.ClientEntity;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.codec.SliceWriter;
import dev.backbeat.codec.WireBuffer;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.v1.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Two cells of bodies and coins that do what the bytes say: spawn, change, cross, cease. Each tick
 * is written as slices, and the client's world is the one that was written, field by field.
 */
public final class ColumnRoundTripFuzz {
  private static final int CELLS = 2;
  private static final int MAX_TICKS = 64;
  private static final int MAX_PER_CELL = 40;
  private static final List<KindSchema> KINDS = FuzzSchemas.WORLD.kinds();

  private ColumnRoundTripFuzz() {}

  /** A life of the two cells. */
  public static void fuzzerTestOneInput(byte[] data) {
    ClientWorld client = new ClientWorld(FuzzSchemas.WORLD);
    run(
        data,
        step -> {
          client.apply(step.frame());
          compare(step.truth(), client);
        });
  }

  /** The frames of such a life, for seeds of the decoder. */
  static List<ServerFrame> frames(byte[] data) {
    List<ServerFrame> frames = new ArrayList<>();
    run(data, step -> frames.add(step.frame()));
    return frames;
  }

  /** An entity as the server has it. */
  private record Body(int kind, int cell, int[] fields) {}

  private record Step(ServerFrame frame, Map<Integer, Body> truth) {}

  private static void run(byte[] data, Consumer<Step> to) {
    FuzzInput in = new FuzzInput(data);
    TreeMap<Integer, Body> bodies = new TreeMap<>();
    int nextId = 0;
    for (int tick = 1; tick <= MAX_TICKS && in.remaining() > 0; tick++) {
      boolean keyframe = tick == 1 || in.below(16) == 15;
      TreeMap<Integer, Body> next = new TreeMap<>();
      WireBuffer wire = new WireBuffer();
      SliceWriter writer = new SliceWriter();
      Plan plan = Plan.of(in, bodies, nextId);
      nextId = plan.nextId;
      for (int cell = 0; cell < CELLS; cell++) {
        writer.begin(cell, 0, keyframe);
        for (int kind = 0; kind < KINDS.size(); kind++) {
          writer.beginKind(kind, KINDS.get(kind).fields().size());
          write(writer, bodies, plan.next, cell, kind, keyframe);
          writer.endKind();
        }
        writer.end(wire);
      }
      next.putAll(plan.next);
      bodies = next;
      to.accept(new Step(frame(tick, wire), bodies));
    }
  }

  /** What the bytes make of the world in one tick. */
  private static final class Plan {
    private final TreeMap<Integer, Body> next = new TreeMap<>();
    private int nextId;

    private static Plan of(FuzzInput in, TreeMap<Integer, Body> bodies, int nextId) {
      Plan plan = new Plan();
      plan.nextId = nextId;
      bodies.forEach(
          (id, body) -> {
            int[] fields = predicted(body);
            int what = in.u8();
            if (what < 16) {
              return; // It ceases.
            }
            int cell = what < 32 ? 1 - body.cell() : body.cell();
            if (what > 160) {
              int f = what % fields.length;
              fields[f] = field(body.kind(), f).normalize(fields[f] + in.number());
            }
            plan.next.put(id, new Body(body.kind(), cell, fields));
          });
      for (int spawns = in.below(4); spawns > 0 && plan.next.size() < MAX_PER_CELL; spawns--) {
        int kind = in.below(KINDS.size());
        int[] fields = new int[KINDS.get(kind).fields().size()];
        for (int f = 0; f < fields.length; f++) {
          fields[f] = field(kind, f).normalize(in.number());
        }
        plan.nextId += in.below(5); // Ids are not dense.
        plan.next.put(plan.nextId++, new Body(kind, in.below(CELLS), fields));
      }
      return plan;
    }
  }

  private static FieldSchema field(int kind, int field) {
    return KINDS.get(kind).fields().get(field);
  }

  private static int[] predicted(Body body) {
    int[] fields = body.fields().clone();
    int[] predictors = KINDS.get(body.kind()).predictors();
    for (int f = 0; f < fields.length; f++) {
      if (predictors[f] >= 0) {
        fields[f] = field(body.kind(), f).normalize(fields[f] + body.fields()[predictors[f]]);
      }
    }
    return fields;
  }

  private static void write(
      SliceWriter writer,
      TreeMap<Integer, Body> before,
      TreeMap<Integer, Body> after,
      int cell,
      int kind,
      boolean keyframe) {
    int rank = 0;
    int stayedRank = 0;
    if (!keyframe) {
      for (Map.Entry<Integer, Body> entry : before.entrySet()) {
        Body old = entry.getValue();
        if (old.cell() != cell || old.kind() != kind) {
          continue;
        }
        Body body = after.get(entry.getKey());
        if (body == null) {
          writer.removed(rank);
        } else if (body.cell() != cell) {
          writer.left(rank, body.cell());
        } else {
          changed(writer, stayedRank++, old, body);
        }
        rank++;
      }
    }
    after.forEach(
        (id, body) -> {
          Body old = before.get(id);
          boolean entered = keyframe || old == null || old.cell() != cell;
          if (body.cell() == cell && body.kind() == kind && entered) {
            writer.entered(id, body.fields());
          }
        });
  }

  /** Residuals against what the new velocity predicts from the old position. */
  private static void changed(SliceWriter writer, int rank, Body old, Body body) {
    int[] predictors = KINDS.get(body.kind()).predictors();
    int[] residuals = new int[body.fields().length];
    int mask = 0;
    for (int f = 0; f < residuals.length; f++) {
      int from = old.fields()[f] + (predictors[f] < 0 ? 0 : body.fields()[predictors[f]]);
      FieldSchema schema = field(body.kind(), f);
      residuals[f] = schema.difference(schema.normalize(from), body.fields()[f]);
      mask |= residuals[f] == 0 ? 0 : 1 << f;
    }
    writer.changed(rank, mask, residuals);
  }

  private static ServerFrame frame(int tick, WireBuffer wire) {
    try {
      ServerFrame.Builder frame =
          ServerFrame.newBuilder().setTick(tick).mergeFrom(ByteString.copyFrom(wire.toByteArray()));
      if (tick == 1) {
        frame.setReset(true).setOwnEntity(0);
      }
      return frame.build();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("what was written is no frame", e);
    }
  }

  private static void compare(Map<Integer, Body> truth, ClientWorld client) {
    if (truth.size() != client.entities().size()) {
      throw new AssertionError(truth.size() + " entities, the client has " + client.entities());
    }
    truth.forEach(
        (id, body) -> {
          ClientEntity e = client.get(id);
          if (e == null || e.kind() != body.kind() || e.cell() != body.cell()) {
            throw new AssertionError("entity " + id + ": " + body + ", the client has " + e);
          }
          for (int f = 0; f < body.fields().length; f++) {
            if (e.field(f) != body.fields()[f]) {
              throw new AssertionError(
                  e + ", field " + f + ": " + body.fields()[f] + ", the client has " + e.field(f));
            }
          }
        });
  }

  /** Lives of several lengths. */
  public static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    Random random = new Random(5);
    for (int length : new int[] {20, 90, 400}) {
      byte[] life = new byte[length];
      random.nextBytes(life);
      seeds.add(life);
    }
    ByteArrayOutputStream calm = new ByteArrayOutputStream();
    for (int i = 0; i < 60; i++) {
      calm.write(i < 6 ? 3 : 40 + i);
    }
    seeds.add(calm.toByteArray());
    return seeds;
  }
}
