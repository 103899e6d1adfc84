package dev.backbeat.rule.arena;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.rule.WallRay;

/**
 * What a shot of the arena's rail gun meets: a ray from the shooter's centre against walls and
 * bodies, which count as circles. Exact integers, so that a client that aims with it at what it
 * draws knows what the server, which rewinds to the same picture, will find.
 */
public final class RailRule {
  /** How far a shot reaches, in position quanta. */
  public static final int RANGE = 12_800;

  /** Half the edge of a body, which is the radius of what a shot meets, in position quanta. */
  public static final int BODY_RADIUS = 112;

  private RailRule() {}

  /** The ray's first coordinate at its end, from the shooter; {@code aim} in 4096ths of a turn. */
  public static int dx(int aim) {
    return Trig.cos(aim, RANGE);
  }

  /** The ray's second coordinate at its end, from the shooter. */
  public static int dy(int aim) {
    return Trig.sin(aim, RANGE);
  }

  /** How much of the ray from (x, y) is free of walls: 0..{@link WallRay#ONE}. */
  public static int free(int x, int y, int aim, StaticMap map) {
    return Math.min(WallRay.firstHit(map, x, y, dx(aim), dy(aim)), WallRay.ONE);
  }

  /** The fraction of the ray from (x, y) at which a body is met, or {@link WallRay#NONE}. */
  public static int met(int x, int y, int aim, int targetX, int targetY) {
    return contact(x - targetX, y - targetY, dx(aim), dy(aim), BODY_RADIUS);
  }

  /**
   * Which body a shot meets first.
   *
   * @param x the shooter's own position at the end of the tick of the input that shoots
   * @param y second coordinate
   * @param aim of that input, in 4096ths of a turn
   * @param map the room's walls
   * @param targetXs positions of the living others as they are drawn in integers, in the order of
   *     their players' numbers; only the first {@code count} are read
   * @param targetYs second coordinates
   * @param count number of bodies
   * @return its index, or -1; of two that are met at the same fraction the first one
   */
  public static int firstHit(
      int x, int y, int aim, StaticMap map, int[] targetXs, int[] targetYs, int count) {
    int dx = dx(aim);
    int dy = dy(aim);
    int best = free(x, y, aim, map);
    int bestIndex = -1;
    for (int i = 0; i < count; i++) {
      int t = contact(x - targetXs[i], y - targetYs[i], dx, dy, BODY_RADIUS);
      if (t < best || t == best && bestIndex < 0) {
        best = t;
        bestIndex = i;
      }
    }
    return bestIndex;
  }

  /**
   * The fraction of the way (px, py) .. (px + dx, py + dy) at which the circle around the origin is
   * met, or {@link WallRay#NONE}. Solves |p + t d|^2 = r^2 for the smaller t.
   */
  public static int contact(int px, int py, int dx, int dy, int radius) {
    long c = (long) px * px + (long) py * py - (long) radius * radius;
    if (c <= 0) {
      return 0;
    }
    long b = (long) px * dx + (long) py * dy;
    if (b >= 0) {
      return WallRay.NONE;
    }
    long a = (long) dx * dx + (long) dy * dy;
    long discriminant = b * b - a * c;
    if (discriminant < 0) {
      return WallRay.NONE;
    }
    // The square root of IEEE 754 is exact to the last bit everywhere, browsers included.
    long enter = -b - (long) Math.sqrt(discriminant);
    return enter > a ? WallRay.NONE : (int) ((enter << WallRay.FRACTION_BITS) / a);
  }
}
