package dev.backbeat.browser;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.rule.arena.ArenaRule;
import dev.backbeat.rule.arena.RailRule;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Steps of the arena's rule as Java computes them, for every other place in which it runs: {@code
 * maps} (bounds, then walls) and {@code walks} between them: the state at the start, then the input
 * and the state of each step, flat; and {@code rails}, shots among bodies and what they meet.
 */
public final class RuleVectors {
  /** Where a walk starts and what it is put through. */
  enum Shape {
    /** among walls, as players are */
    FREE,
    /** touching an edge or a corner of a wall or of the world, to the quantum */
    FLUSH,
    /** inside a wall or beyond the border */
    INSIDE,
    /** health of 0 or less */
    DEAD,
    /** any integers at all, so that sums and products overflow */
    EXTREME
  }

  /** Integers of an input: three axes, presses of two actions. */
  static final int INPUT_LENGTH = 5;

  private static final int RADIUS = 112;
  private static final int[] EDGES = {
    0, 1, -1, 2, 126, 127, 128, 1 << 15, 1 << 16, 1 << 30, -(1 << 30), 1 << 31, (1 << 31) - 1
  };

  private final Random random;
  private final List<StaticMap> maps = new ArrayList<>();
  private final JsonArray walks = new JsonArray();
  private final JsonArray rails = new JsonArray();

  private RuleVectors(long seed) {
    random = new Random(seed);
  }

  /** Vectors of {@code walks} walks for each shape, {@code steps} steps each. */
  public static JsonObject make(long seed, int walks, int steps) {
    RuleVectors vectors = new RuleVectors(seed);
    for (Shape shape : Shape.values()) {
      for (int i = 0; i < walks; i++) {
        vectors.walk(shape, steps);
        vectors.rails(shape, steps);
      }
    }
    JsonArray maps = new JsonArray();
    for (StaticMap map : vectors.maps) {
      JsonArray flat = new JsonArray().add(map.minX).add(map.minY).add(map.maxX).add(map.maxY);
      add(flat, map.walls);
      maps.add(flat);
    }
    return new JsonObject()
        .put("seed", seed)
        .put("names", String.join(" ", ArenaRule.RULE.stateNames()))
        .put("inputLength", INPUT_LENGTH)
        .put("maps", maps)
        .put("walks", vectors.walks)
        .put("rails", vectors.rails);
  }

  private void walk(Shape shape, int steps) {
    if (maps.isEmpty() || random.nextInt(3) == 0) {
      maps.add(map(shape));
    }
    StaticMap map = maps.get(maps.size() - 1);
    int[] state = start(shape, map);
    JsonArray start = add(new JsonArray(), state);
    JsonArray rows = new JsonArray();
    int[] input = new int[INPUT_LENGTH];
    for (int i = 0; i < steps; i++) {
      if (i == 0 || random.nextInt(8) == 0) {
        turn(shape, input);
      }
      ArenaRule.RULE.step(state, input, map);
      add(rows, input);
      add(rows, state);
    }
    walks.add(
        new JsonObject()
            .put("shape", shape.name())
            .put("map", maps.size() - 1)
            .put("start", start)
            .put("rows", rows));
  }

  /** Shots in the map of the walk before: x, y, aim, bodies (x each, then y each), what is met. */
  private void rails(Shape shape, int count) {
    StaticMap map = maps.get(maps.size() - 1);
    for (int i = 0; i < count; i++) {
      int[] from = start(shape, map);
      int aim = shape == Shape.EXTREME ? anyInt() : random.nextInt(4096);
      int[] xs = new int[random.nextInt(6)];
      int[] ys = new int[xs.length];
      for (int t = 0; t < xs.length; t++) {
        // Near the ray, often so that it passes at a body's edge.
        double way = random.nextDouble() * 1.1;
        int aside = random.nextBoolean() ? RADIUS * (random.nextInt(3) - 1) : random.nextInt(300);
        xs[t] = from[ArenaRule.X] + (int) (way * RailRule.dx(aim)) + aside;
        ys[t] = from[ArenaRule.Y] + (int) (way * RailRule.dy(aim)) - aside;
        if (shape == Shape.EXTREME) {
          xs[t] = anyInt();
          ys[t] = anyInt();
        }
      }
      int met =
          RailRule.firstHit(from[ArenaRule.X], from[ArenaRule.Y], aim, map, xs, ys, xs.length);
      JsonArray shot = new JsonArray().add(maps.size() - 1);
      add(shot, new int[] {from[ArenaRule.X], from[ArenaRule.Y], aim});
      add(add(shot, xs), ys);
      rails.add(shot.add(met));
    }
  }

  private void turn(Shape shape, int[] input) {
    for (int i = 0; i < input.length; i++) {
      input[i] = shape == Shape.EXTREME ? anyInt() : i < 2 ? stick() : random.nextInt(4096);
    }
    input[3] &= 7;
    input[4] &= 7;
  }

  private int stick() {
    return random.nextBoolean() ? random.nextInt(255) - 127 : 127 * (random.nextInt(3) - 1);
  }

  /** From one wall in a small room to hundreds in a large one, whose grid then has many cells. */
  private StaticMap map(Shape shape) {
    if (shape == Shape.EXTREME) {
      return extremeMap();
    }
    int count = new int[] {0, 1, 24, 400}[random.nextInt(4)];
    int size = count == 400 ? 60_000 : 2_000 + random.nextInt(8_000);
    int minX = random.nextInt(size) - size;
    int minY = random.nextInt(size) - size;
    int[] walls = new int[4 * count];
    for (int w = 0; w < walls.length; w += 4) {
      walls[w] = minX - 100 + random.nextInt(size);
      walls[w + 1] = minY - 100 + random.nextInt(size);
      walls[w + 2] = walls[w] + random.nextInt(700);
      walls[w + 3] = walls[w + 1] + random.nextInt(700);
    }
    return new StaticMap(minX, minY, minX + size, minY + size, walls);
  }

  private StaticMap extremeMap() {
    int[] xs = {anyInt(), anyInt()};
    int[] ys = {anyInt(), anyInt()};
    if (xs[0] == xs[1] || ys[0] == ys[1]) {
      return new StaticMap(Integer.MIN_VALUE, 0, Integer.MAX_VALUE, 1, new int[0]);
    }
    int[] walls = new int[4 * random.nextInt(6)];
    for (int i = 0; i < walls.length; i++) {
      walls[i] = anyInt();
    }
    return new StaticMap(
        Math.min(xs[0], xs[1]),
        Math.min(ys[0], ys[1]),
        Math.max(xs[0], xs[1]),
        Math.max(ys[0], ys[1]),
        walls);
  }

  private int[] start(Shape shape, StaticMap map) {
    int[] state = new int[ArenaRule.STATE_LENGTH];
    if (shape == Shape.EXTREME) {
      for (int i = 0; i < state.length; i++) {
        state[i] = anyInt();
      }
      return state;
    }
    state[ArenaRule.X] = map.minX + random.nextInt(map.maxX - map.minX);
    state[ArenaRule.Y] = map.minY + random.nextInt(map.maxY - map.minY);
    state[ArenaRule.HP] = shape == Shape.DEAD ? -random.nextInt(3) : 1 + random.nextInt(100);
    state[ArenaRule.MAX_SPEED] = 20 + random.nextInt(200);
    state[ArenaRule.ACCEL_STEP] = 1 + random.nextInt(80);
    state[ArenaRule.RADIUS] = RADIUS;
    state[ArenaRule.VX] = random.nextInt(101) - 50;
    state[ArenaRule.VY] = random.nextInt(101) - 50;
    int[] walls = map.walls;
    int wall = walls.length == 0 ? -1 : 4 * random.nextInt(walls.length / 4);
    if (shape == Shape.FLUSH) {
      boolean border = wall < 0 || random.nextInt(4) == 0;
      int side = border ? -1 : 1; // Inside of the border, outside of a wall.
      if (random.nextInt(4) != 0) {
        state[ArenaRule.X] =
            random.nextBoolean()
                ? (border ? map.minX : walls[wall]) - side * RADIUS
                : (border ? map.maxX : walls[wall + 2]) + side * RADIUS;
      }
      if (random.nextInt(4) != 0) {
        state[ArenaRule.Y] =
            random.nextBoolean()
                ? (border ? map.minY : walls[wall + 1]) - side * RADIUS
                : (border ? map.maxY : walls[wall + 3]) + side * RADIUS;
      }
    } else if (shape == Shape.INSIDE) {
      state[ArenaRule.X] = wall < 0 ? map.maxX + random.nextInt(300) : walls[wall] + 30;
      state[ArenaRule.Y] = wall < 0 ? map.minY - random.nextInt(300) : walls[wall + 1] + 30;
    }
    return state;
  }

  private int anyInt() {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt();
      case 1 -> EDGES[random.nextInt(EDGES.length)];
      default -> random.nextInt(4_000) - 2_000;
    };
  }

  private static JsonArray add(JsonArray to, int[] values) {
    for (int v : values) {
      to.add(v);
    }
    return to;
  }
}
