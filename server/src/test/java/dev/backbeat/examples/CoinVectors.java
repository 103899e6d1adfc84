package dev.backbeat.examples;

import dev.backbeat.rule.StaticMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Random;

/** Steps of the coin game's rule as Java computes them, in the form that rule-checks.js reads. */
public final class CoinVectors {
  private CoinVectors() {}

  /** Walks across the field, a third of them with any integers at all. */
  public static JsonObject make(long seed, int walks, int steps) {
    Random random = new Random(seed);
    StaticMap map = new StaticMap(0, 0, CoinGame.SIZE, CoinGame.SIZE, new int[0]);
    JsonArray all = new JsonArray();
    for (int w = 0; w < walks; w++) {
      boolean extreme = w % 3 == 0;
      int[] state = new int[CoinRule.STATE_LENGTH];
      for (int i = 0; i < state.length; i++) {
        state[i] = extreme ? random.nextInt() : random.nextInt(CoinGame.SIZE);
      }
      JsonArray start = new JsonArray();
      add(start, state);
      JsonArray rows = new JsonArray();
      int[] input = new int[2];
      for (int i = 0; i < steps; i++) {
        input[0] = extreme ? random.nextInt() : random.nextInt(201) - 100;
        input[1] = extreme ? random.nextInt() : random.nextInt(201) - 100;
        CoinRule.RULE.step(state, input, map);
        add(rows, input);
        add(rows, state);
      }
      String shape = extreme ? "EXTREME" : "FREE";
      all.add(
          new JsonObject().put("shape", shape).put("map", 0).put("start", start).put("rows", rows));
    }
    return new JsonObject()
        .put("seed", seed)
        .put("names", String.join(" ", CoinRule.RULE.stateNames()))
        .put("inputLength", 2)
        .put("maps", new JsonArray().add(new JsonArray().add(0).add(0).add(map.maxX).add(map.maxY)))
        .put("walks", all);
  }

  private static void add(JsonArray to, int[] values) {
    for (int v : values) {
      to.add(v);
    }
  }
}
