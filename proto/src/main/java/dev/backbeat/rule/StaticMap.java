package dev.backbeat.rule;

/**
 * The walls of a room: bounds and solid rectangles, in position quanta. Immutable.
 *
 * <p>Arrays are shared, not copied, for the sake of the rule's speed: callers do not write to them.
 */
public final class StaticMap {
  /** Inclusive lower bounds of the world. */
  public final int minX;

  /** Inclusive lower bound of the second coordinate. */
  public final int minY;

  /** Exclusive upper bounds of the world. */
  public final int maxX;

  /** Exclusive upper bound of the second coordinate. */
  public final int maxY;

  /** Solid rectangles: x0, y0, x1, y1 each, upper bounds exclusive. */
  public final int[] walls;

  /** Built when first asked for; a race builds it twice, to the same effect. */
  private WallGrid grid;

  /** A map; {@code walls} holds four integers per rectangle and is not copied. */
  public StaticMap(int minX, int minY, int maxX, int maxY, int[] walls) {
    if (minX >= maxX || minY >= maxY || walls.length % 4 != 0) {
      throw new IllegalArgumentException("empty bounds, or walls not in fours");
    }
    this.minX = minX;
    this.minY = minY;
    this.maxX = maxX;
    this.maxY = maxY;
    this.walls = walls;
  }

  /** The walls by the square of a grid in which they stand. */
  public WallGrid grid() {
    WallGrid g = grid;
    if (g == null) {
      g = new WallGrid(this);
      grid = g;
    }
    return g;
  }

  /**
   * FNV-1a (64 bit) over the little-endian integers minX, minY, maxX, maxY, walls[..]; what the
   * Welcome carries, so that a client knows that it predicts with the same walls.
   */
  public long hash() {
    long h = 0xcbf29ce484222325L;
    h = mix(mix(mix(mix(h, minX), minY), maxX), maxY);
    for (int w : walls) {
      h = mix(h, w);
    }
    return h;
  }

  private static long mix(long hash, int value) {
    long h = hash;
    for (int shift = 0; shift < 32; shift += 8) {
      h = (h ^ (value >>> shift & 0xff)) * 0x100000001b3L;
    }
    return h;
  }
}
