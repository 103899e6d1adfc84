package dev.backbeat.server.replication;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.EventSchema;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.Interest;
import dev.backbeat.server.world.EntityTable;
import dev.backbeat.server.world.World;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A world in which everything happens that may happen: several kinds, one without a place,
 * predicted, unpredicted and wrapping fields, overflow, teleports, audiences.
 */
final class RandomWorld {
  static final int BODY = 0;
  static final int ORB = 1;
  static final int MATCH = 2;
  static final int MIN = -2000;
  static final int MAX = 2000;

  // body
  static final int X = 0;
  static final int Y = 1;
  static final int VX = 2;
  static final int VY = 3;
  static final int AIM = 4;
  static final int SPIN = 5;
  static final int TELEPORT = 6;

  static final WorldSchema SCHEMA =
      new WorldSchema(
          List.of(
              KindSchema.of(
                  "body",
                  FieldSchema.of("x", "px", 0.125).predictedBy("vx").linear().as(FieldRole.X),
                  FieldSchema.of("y", "px", 0.125).predictedBy("vy").linear().as(FieldRole.Y),
                  FieldSchema.of("vx", "px/s", 1),
                  FieldSchema.of("vy", "px/s", 1),
                  FieldSchema.of("aim", "turn", 1.0 / 256).predictedBy("spin").wrapping(8),
                  FieldSchema.integer("spin"),
                  FieldSchema.integer("teleport").wrapping(8).as(FieldRole.TELEPORT)),
              KindSchema.of(
                  "orb",
                  FieldSchema.integer("drift"),
                  FieldSchema.integer("x").predictedBy("drift").wrapping(11).as(FieldRole.X),
                  FieldSchema.integer("y").as(FieldRole.Y),
                  FieldSchema.integer("phase").wrapping(31)),
              KindSchema.of(
                  "match",
                  FieldSchema.integer("clock").predictedBy("rate"),
                  FieldSchema.integer("rate"))),
          new InputSchema(List.of(new AxisSchema("move", -1, 1)), List.of()),
          List.of(EventSchema.of("bang", "number"), EventSchema.of("word", "number", "what")),
          List.of(FieldSchema.integer("cooldown"), FieldSchema.integer("phase").wrapping(4)));

  final World world;
  final GameSpec spec;
  private final Random random;
  private final int target;
  private final boolean crowd;
  private int crowdX;
  private int crowdY;

  RandomWorld(Random random, Interest interest, int target, boolean crowd) {
    this.random = random;
    this.target = target;
    this.crowd = crowd;
    StaticMap map = new StaticMap(MIN, MIN, MAX, MAX, new int[0]);
    spec = new GameSpec(SCHEMA, map, Map.of(), interest, 4 * target + 16);
    world = new World(SCHEMA, interest.audiences(), spec.maxEntities());
  }

  /** One tick of anything. */
  void step() {
    if (random.nextInt(120) == 0) {
      crowdX = MIN + random.nextInt(MAX - MIN);
      crowdY = MIN + random.nextInt(MAX - MIN);
    }
    for (int k = 0; k < SCHEMA.kinds().size(); k++) {
      EntityTable table = world.table(k);
      int wanted = k == MATCH ? 2 : target;
      if (table.count() < wanted && (crowd || random.nextInt(3) == 0)) {
        spawn(table, k);
      }
      for (int row = 0; row < table.rows(); row++) {
        move(table, k, row);
        if (random.nextInt(150) == 0) {
          table.despawn(row);
        }
      }
    }
  }

  /** A living body, or one that has just ceased to exist; -1 = there is none. */
  int someBody() {
    EntityTable table = world.table(BODY);
    return table.rows() == 0 ? -1 : table.id(random.nextInt(table.rows()));
  }

  /** As many entities as wanted, at once. */
  void fill() {
    for (int k = 0; k < SCHEMA.kinds().size(); k++) {
      while (world.table(k).count() < (k == MATCH ? 2 : target)) {
        spawn(world.table(k), k);
      }
    }
  }

  private void spawn(EntityTable table, int kind) {
    int row = table.spawn();
    table.audience(row, audience());
    for (int f = 0; f < table.kind().fields().size(); f++) {
      int value = random.nextInt(400) - 200;
      table.set(row, f, table.kind().fields().get(f).normalize(value));
    }
    if (kind != MATCH) {
      table.set(row, table.kind().fieldInRole(FieldRole.Y), position(crowdY));
    }
    if (kind == BODY) {
      table.set(row, X, position(crowdX));
      table.set(row, VX, random.nextInt(121) - 60);
      table.set(row, VY, random.nextInt(121) - 60);
    }
  }

  private int audience() {
    return random.nextInt(4) == 0 ? random.nextInt(world.audiences()) : 0;
  }

  /** Anywhere; in a crowd mostly near to where it gathers. */
  private int position(int gathering) {
    if (crowd && random.nextInt(8) != 0) {
      return gathering + random.nextInt(301) - 150;
    }
    return MIN - 100 + random.nextInt(MAX - MIN + 200);
  }

  private void move(EntityTable table, int kind, int row) {
    List<FieldSchema> fields = table.kind().fields();
    int[] predictors = table.kind().predictors();
    for (int f = 0; f < predictors.length; f++) {
      if (predictors[f] < 0 && random.nextInt(12) == 0) {
        change(table, row, f, random.nextInt(7) - 3);
      }
    }
    for (int f = 0; f < predictors.length; f++) {
      if (predictors[f] >= 0) {
        int value = table.get(row, f) + table.get(row, predictors[f]);
        table.set(row, f, fields.get(f).normalize(value));
        if (random.nextInt(20) == 0) {
          change(table, row, f, random.nextInt(31) - 15);
        }
      }
    }
    if (kind == BODY) {
      bounce(table, row);
      if (random.nextInt(60) == 0) {
        table.set(row, X, position(crowdX));
        table.set(row, Y, position(crowdY));
        change(table, row, TELEPORT, 1);
      }
    }
    if (random.nextInt(200) == 0) {
      table.audience(row, audience());
    }
    if (random.nextInt(400) == 0) {
      int f = random.nextInt(fields.size());
      table.set(row, f, fields.get(f).normalize(random.nextInt()));
    }
  }

  /** Turns bodies back at the edge; those thrown far outside come back by a teleport. */
  private static void bounce(EntityTable table, int row) {
    for (int f = X; f <= Y; f++) {
      int at = table.get(row, f);
      int v = f + VX;
      if (at < MIN && table.get(row, v) < 0 || at > MAX && table.get(row, v) > 0) {
        table.set(row, v, -table.get(row, v));
      }
    }
  }

  private static void change(EntityTable table, int row, int field, int by) {
    FieldSchema schema = table.kind().fields().get(field);
    table.set(row, field, schema.normalize(table.get(row, field) + by));
  }
}
