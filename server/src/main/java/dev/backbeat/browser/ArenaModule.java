package dev.backbeat.browser;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.rule.WallRay;
import dev.backbeat.rule.arena.ArenaRule;
import dev.backbeat.rule.arena.RailRule;
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

  /**
   * Which of the living others a rail shot meets: {@link RailRule#firstHit}.
   *
   * @param x the shooter's own position at the end of the tick of the input that shoots
   * @param y second coordinate
   * @param aim of that input, in 4096ths of a turn
   * @param map what {@link #newMap} made
   * @param targetXs positions of the others as they are drawn in integers, by player number
   * @param targetYs second coordinates
   * @param count number of them
   * @return its index, or -1
   */
  @JSExport
  public static int railHit(
      int x, int y, int aim, StaticMap map, Int32Array targetXs, Int32Array targetYs, int count) {
    return RailRule.firstHit(x, y, aim, map, targetXs.toJavaArray(), targetYs.toJavaArray(), count);
  }

  /**
   * How much of the way from (x, y) to (x + dx, y + dy) is free of walls, as a fraction of 1: how
   * far something that flies straight will get.
   */
  @JSExport
  public static double freeWay(int x, int y, int dx, int dy, StaticMap map) {
    return Math.min(WallRay.firstHit(map, x, y, dx, dy), WallRay.ONE) / (double) WallRay.ONE;
  }
}
