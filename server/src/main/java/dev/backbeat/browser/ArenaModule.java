package dev.backbeat.browser;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.rule.arena.ArenaRule;
import org.teavm.jso.JSExport;
import org.teavm.jso.typedarrays.Int32Array;

/**
 * The arena's rule as a page sees it, {@code /rules/arena.js}. Each exported method is a function
 * of the module.
 *
 * <p>Typed arrays are used in place: {@code toJavaArray} is a view. (An {@code int[]} parameter of
 * an exported method would be copied, {@code @JSByRef} or not.)
 */
public final class ArenaModule {
  private ArenaModule() {}

  /** The names of {@link ArenaRule#stateNames}, separated by one space. */
  @JSExport
  public static String stateNames() {
    return String.join(" ", ArenaRule.RULE.stateNames());
  }

  /** The walls of the Welcome, indexed once; for pages an object without properties of its own. */
  @JSExport
  public static StaticMap newMap(int minX, int minY, int maxX, int maxY, Int32Array walls) {
    StaticMap map = new StaticMap(minX, minY, maxX, maxY, walls.toJavaArray());
    map.grid();
    return map;
  }

  /** One tick, in place. */
  @JSExport
  public static void step(Int32Array state, Int32Array input, StaticMap map) {
    ArenaRule.RULE.step(state.toJavaArray(), input.toJavaArray(), map);
  }
}
