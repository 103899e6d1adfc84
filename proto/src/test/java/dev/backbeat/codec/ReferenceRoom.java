package dev.backbeat.codec;

import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.EventSchema;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A room of random bodies in random cells, and the plainest possible encoder of its slices: maps
 * from id to body, one per tick, compared entry by entry.
 */
final class ReferenceRoom {
  static final int CELLS = 6;

  static final WorldSchema SCHEMA =
      new WorldSchema(
          List.of(
              KindSchema.of(
                  "body",
                  FieldSchema.of("x", "px", 0.125).predictedBy("vx").linear().as(FieldRole.X),
                  FieldSchema.of("y", "px", 0.125).predictedBy("vy").linear().as(FieldRole.Y),
                  FieldSchema.of("vx", "px/s", 2.5),
                  FieldSchema.of("vy", "px/s", 2.5),
                  FieldSchema.of("aim", "turn", 1 / 256.0).wrapping(8).linear(),
                  FieldSchema.integer("owner").as(FieldRole.OWNER),
                  FieldSchema.integer("teleport").wrapping(8).as(FieldRole.TELEPORT)),
              KindSchema.of(
                  "spinner",
                  FieldSchema.of("spin", "turn/s", 1),
                  FieldSchema.of("angle", "turn", 1 / 1024.0).predictedBy("spin").wrapping(10),
                  FieldSchema.of("torus", "px", 1).predictedBy("drift").wrapping(31),
                  FieldSchema.integer("drift")),
              KindSchema.of("flag", FieldSchema.integer("colour"))),
          new InputSchema(List.of(new AxisSchema("move", -1, 1)), List.of("fire")),
          List.of(EventSchema.of("bang", "force")),
          List.of(FieldSchema.integer("ammo"), FieldSchema.integer("heading").wrapping(4)));

  /** An entity at a tick. Immutable by convention. */
  record Body(int kind, int cell, int[] fields) {}

  private final Random random;
  private int nextId;
  TreeMap<Integer, Body> bodies = new TreeMap<>();

  ReferenceRoom(Random random) {
    this.random = random;
    for (int i = random.nextInt(30); i >= 0; i--) {
      spawn();
    }
  }

  /** One tick: everything moves as predicted, then some change, cross, come and go. */
  void step() {
    TreeMap<Integer, Body> next = new TreeMap<>();
    int calm = random.nextInt(4);
    for (Map.Entry<Integer, Body> entry : bodies.entrySet()) {
      Body b = entry.getValue();
      if (random.nextInt(60) == 0) {
        continue;
      }
      KindSchema kind = SCHEMA.kinds().get(b.kind);
      int[] fields = b.fields.clone();
      if (random.nextInt(1 + calm) == 0) {
        for (int f = 0; f < fields.length; f++) {
          boolean predicted = kind.predictors()[f] >= 0;
          if (random.nextInt(predicted ? 12 : 3) == 0) {
            fields[f] = kind.fields().get(f).normalize(fields[f] + change());
          }
        }
      }
      for (int f = 0; f < fields.length; f++) {
        int by = kind.predictors()[f];
        if (by >= 0) {
          fields[f] = kind.fields().get(f).normalize(fields[f] + fields[by]);
        }
      }
      int cell = random.nextInt(10) == 0 ? random.nextInt(CELLS) : b.cell;
      next.put(entry.getKey(), new Body(b.kind, cell, fields));
    }
    bodies = next;
    for (int i = random.nextInt(4); i > 1; i--) {
      spawn();
    }
  }

  /** Appends the cell's delta from {@code base} to now; false if there was nothing to say. */
  boolean delta(
      SliceWriter writer,
      WireBuffer target,
      TreeMap<Integer, Body> base,
      int cell,
      int spanLog2,
      boolean evenIfEmpty) {
    writer.begin(cell, spanLog2, false);
    for (int k = 0; k < SCHEMA.kinds().size(); k++) {
      KindSchema kind = SCHEMA.kinds().get(k);
      writer.beginKind(k, kind.fields().size());
      int rank = 0;
      int survivorRank = 0;
      for (Map.Entry<Integer, Body> entry : base.entrySet()) {
        Body was = entry.getValue();
        if (was.kind != k || was.cell != cell) {
          continue;
        }
        Body is = bodies.get(entry.getKey());
        if (is == null) {
          writer.removed(rank++);
        } else if (is.cell != cell) {
          writer.left(rank++, is.cell);
        } else {
          rank++;
          int[] residuals = new int[was.fields.length];
          int mask = residuals(kind, was.fields, is.fields, 1 << spanLog2, residuals);
          writer.changed(survivorRank++, mask, residuals);
        }
      }
      for (Map.Entry<Integer, Body> entry : bodies.entrySet()) {
        Body is = entry.getValue();
        Body was = base.get(entry.getKey());
        if (is.kind == k && is.cell == cell && (was == null || was.cell != cell)) {
          writer.entered(entry.getKey(), is.fields);
        }
      }
      writer.endKind();
    }
    return writer.end(target, evenIfEmpty);
  }

  /** Appends the cell's keyframe. */
  void keyframe(SliceWriter writer, WireBuffer target, int cell, int spanLog2) {
    writer.begin(cell, spanLog2, true);
    for (int k = 0; k < SCHEMA.kinds().size(); k++) {
      writer.beginKind(k, SCHEMA.kinds().get(k).fields().size());
      for (Map.Entry<Integer, Body> entry : bodies.entrySet()) {
        if (entry.getValue().kind == k && entry.getValue().cell == cell) {
          writer.entered(entry.getKey(), entry.getValue().fields);
        }
      }
      writer.endKind();
    }
    writer.end(target);
  }

  private static int residuals(KindSchema kind, int[] was, int[] is, int span, int[] residuals) {
    int mask = 0;
    for (int f = 0; f < was.length; f++) {
      int by = kind.predictors()[f];
      int predicted = by < 0 ? was[f] : was[f] + is[by] * span;
      residuals[f] = kind.fields().get(f).difference(predicted, is[f]);
      mask |= residuals[f] != 0 ? 1 << f : 0;
    }
    return mask;
  }

  private void spawn() {
    int kind = random.nextInt(SCHEMA.kinds().size());
    int[] fields = new int[SCHEMA.kinds().get(kind).fields().size()];
    for (int f = 0; f < fields.length; f++) {
      fields[f] = SCHEMA.kinds().get(kind).fields().get(f).normalize(change());
    }
    nextId += random.nextInt(20) == 0 ? 1 + random.nextInt(1000) : 1;
    bodies.put(nextId, new Body(kind, random.nextInt(CELLS), fields));
  }

  /** Mostly small, sometimes anything: 32-bit arithmetic must wrap alike on both ends. */
  private int change() {
    return random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(17) - 8;
  }
}
