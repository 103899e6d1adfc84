package dev.backbeat.server.web;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.rule.arena.ArenaRule;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Steps of the arena's movement rule between random walls, for the page's copy of the rule. */
final class RuleVectors {
  private static final int WORLD = 8_000;
  private static final int RADIUS = 112;

  private RuleVectors() {}

  static void write(Path file, int walks, int steps, long seed) throws IOException {
    Random random = new Random(seed);
    JsonArray all = new JsonArray();
    for (int i = 0; i < walks; i++) {
      all.add(walk(random, steps));
    }
    Files.createDirectories(file.getParent());
    Files.writeString(file, new JsonObject().put("seed", seed).put("walks", all).encode());
  }

  private static JsonObject walk(Random random, int steps) {
    int[] walls = new int[4 * 24];
    for (int w = 0; w < walls.length; w += 4) {
      walls[w] = -WORLD / 2 + random.nextInt(WORLD - 700);
      walls[w + 1] = -WORLD / 2 + random.nextInt(WORLD - 700);
      walls[w + 2] = walls[w] + 60 + random.nextInt(600);
      walls[w + 3] = walls[w + 1] + 60 + random.nextInt(600);
    }
    StaticMap map = new StaticMap(-WORLD / 2, -WORLD / 2, WORLD / 2, WORLD / 2, walls);
    int[] state = new int[ArenaRule.STATE_LENGTH];
    state[ArenaRule.X] = random.nextInt(WORLD) - WORLD / 2;
    state[ArenaRule.Y] = random.nextInt(WORLD) - WORLD / 2;
    state[ArenaRule.HP] = 1;
    state[ArenaRule.MAX_SPEED] = 20 + random.nextInt(200);
    state[ArenaRule.ACCEL_STEP] = 1 + random.nextInt(80);
    state[ArenaRule.RADIUS] = RADIUS;
    JsonArray start = row(state);
    JsonArray rows = new JsonArray();
    int[] input = new int[3];
    for (int i = 0; i < steps; i++) {
      if (random.nextInt(12) == 0) {
        input[ArenaRule.MOVE_X] = random.nextInt(255) - 127;
        input[ArenaRule.MOVE_Y] = random.nextInt(255) - 127;
      }
      ArenaRule.RULE.step(state, input, map);
      rows.add(row(state).add(input[ArenaRule.MOVE_X]).add(input[ArenaRule.MOVE_Y]));
    }
    JsonArray wallList = new JsonArray();
    for (int w : walls) {
      wallList.add(w);
    }
    return new JsonObject()
        .put("min", -WORLD / 2)
        .put("max", WORLD / 2)
        .put("walls", wallList)
        .put("maxSpeed", state[ArenaRule.MAX_SPEED])
        .put("accelStep", state[ArenaRule.ACCEL_STEP])
        .put("radius", RADIUS)
        .put("start", start)
        .put("steps", rows);
  }

  private static JsonArray row(int[] state) {
    return new JsonArray()
        .add(state[ArenaRule.X])
        .add(state[ArenaRule.Y])
        .add(state[ArenaRule.VX])
        .add(state[ArenaRule.VY]);
  }
}
