package dev.backbeat.examples;

import dev.backbeat.rule.StaticMap;
import org.teavm.jso.JSExport;
import org.teavm.jso.typedarrays.Int32Array;

/** The rule for pages: TeaVM makes each method a function of the module. */
public final class CoinModule {
  private CoinModule() {}

  @JSExport
  public static String stateNames() {
    return String.join(" ", CoinRule.RULE.stateNames());
  }

  @JSExport
  public static StaticMap newMap(int minX, int minY, int maxX, int maxY, Int32Array walls) {
    return new StaticMap(minX, minY, maxX, maxY, walls.toJavaArray());
  }

  @JSExport
  public static void step(Int32Array state, Int32Array input, StaticMap map) {
    CoinRule.RULE.step(state.toJavaArray(), input.toJavaArray(), map);
  }
}
