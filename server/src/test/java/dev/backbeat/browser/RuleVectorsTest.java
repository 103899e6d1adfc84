package dev.backbeat.browser;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.rule.arena.ArenaRule;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The shared vectors in Java: they are what they were, and what a slower computation says. */
class RuleVectorsTest {
  private static final long SEED = 20_261_121;
  private static final int WALKS = 60;
  private static final int STEPS = 60;

  /**
   * Whoever changes the rule changes this: clients with the old one mispredict from then on, so a
   * change belongs into the change log.
   */
  private static final String DIGEST = "3a95975aa6ac8fc4bdc23c30";

  private final JsonObject vectors = RuleVectors.make(SEED, WALKS, STEPS);

  @Test
  void theRuleIsWhatItWas() throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    byte[] digest = sha.digest(vectors.encode().getBytes(StandardCharsets.UTF_8));
    assertEquals(DIGEST, HexFormat.of().formatHex(digest, 0, 12));
  }

  @Test
  void aSearchThroughAllWallsSaysTheSame() {
    Map<RuleVectors.Shape, Integer> stopped = new EnumMap<>(RuleVectors.Shape.class);
    int width = RuleVectors.INPUT_LENGTH + ArenaRule.STATE_LENGTH;
    for (int w = 0; w < vectors.getJsonArray("walks").size(); w++) {
      JsonObject walk = vectors.getJsonArray("walks").getJsonObject(w);
      RuleVectors.Shape shape = RuleVectors.Shape.valueOf(walk.getString("shape"));
      if (shape == RuleVectors.Shape.EXTREME) {
        continue; // Where sums overflow a grid and a search may differ; the digest holds those.
      }
      int[] flat = ints(vectors.getJsonArray("maps").getJsonArray(walk.getInteger("map")));
      int[] walls = Arrays.copyOfRange(flat, 4, flat.length);
      StaticMap map = new StaticMap(flat[0], flat[1], flat[2], flat[3], walls);
      int[] state = ints(walk.getJsonArray("start"));
      int[] rows = ints(walk.getJsonArray("rows"));
      for (int at = 0; at < rows.length; at += width) {
        int split = at + RuleVectors.INPUT_LENGTH;
        int[] input = Arrays.copyOfRange(rows, at, split);
        SlowRule.step(state, input, map);
        int[] expected = Arrays.copyOfRange(rows, split, at + width);
        assertArrayEquals(expected, state, "seed " + SEED + ", walk " + w + ", " + at / width);
        boolean blocked = input[0] != 0 && state[ArenaRule.VX] == 0;
        stopped.merge(shape, blocked ? 1 : 0, Integer::sum);
      }
    }
    assertTrue(stopped.get(RuleVectors.Shape.FREE) > 50, "walls were met: " + stopped);
    assertTrue(stopped.get(RuleVectors.Shape.FLUSH) > 100, "walls were met: " + stopped);
    assertTrue(stopped.get(RuleVectors.Shape.DEAD) > 1_000, "the dead stay: " + stopped);
  }

  private static int[] ints(JsonArray array) {
    return array.stream().mapToInt(v -> ((Number) v).intValue()).toArray();
  }

  /** The rule as its documentation reads: every wall, one quantum after the other. */
  private static final class SlowRule {
    static void step(int[] s, int[] input, StaticMap map) {
      s[ArenaRule.AIM] = Math.floorDiv(input[2] + 8, 16) % 256;
      double length = Math.max(127, Math.floor(Math.hypot(input[0], input[1])));
      for (int axis = 0; axis < 2; axis++) {
        int target = (int) (input[axis] * s[ArenaRule.MAX_SPEED] / length);
        int accel = s[ArenaRule.ACCEL_STEP];
        int v = s[ArenaRule.VX + axis];
        int wanted = Math.max(v - accel, Math.min(v + accel, target));
        int went = 0;
        int one = Integer.signum(wanted);
        while (s[ArenaRule.HP] > 0 && went != wanted && free(s, axis, one, map)) {
          s[ArenaRule.X + axis] += one;
          went += one;
        }
        s[ArenaRule.VX + axis] = went;
      }
    }

    /** Nothing begins at the body's front; what it already overlaps does not hold it. */
    private static boolean free(int[] s, int axis, int one, StaticMap map) {
      int radius = s[ArenaRule.RADIUS];
      int front = s[ArenaRule.X + axis] + one * radius;
      int across = s[ArenaRule.Y - axis];
      int min = axis == 0 ? map.minX : map.minY;
      int max = axis == 0 ? map.maxX : map.maxY;
      boolean free = one > 0 ? front < max : front > min;
      for (int w = 0; w < map.walls.length; w += 4) {
        boolean beside =
            across - radius < map.walls[w + 3 - axis] && across + radius > map.walls[w + 1 - axis];
        free &= !(beside && front == map.walls[w + axis + (one > 0 ? 0 : 2)]);
      }
      return free;
    }
  }
}
