package dev.backbeat.rule;

/**
 * Where a point that moves along a segment first meets a wall or the border of the world. Exact up
 * to the resolution of the result, integers only.
 */
public final class WallRay {
  /** Bits of a fraction of the segment. */
  public static final int FRACTION_BITS = 20;

  /** The whole segment. */
  public static final int ONE = 1 << FRACTION_BITS;

  /** Nothing was met. */
  public static final int NONE = Integer.MAX_VALUE;

  private WallRay() {}

  /**
   * The fraction (0..{@link #ONE}) of the segment from (x, y) to (x + dx, y + dy) that is free, or
   * {@link #NONE}. Both lengths are below 2^31 quanta. Slab method (Kay and Kajiya 1986).
   */
  public static int firstHit(StaticMap map, int x, int y, int dx, int dy) {
    int x2 = x + dx;
    int y2 = y + dy;
    int best = Math.min(border(x, dx, map.minX, map.maxX), border(y, dy, map.minY, map.maxY));
    int loX = Math.min(x, x2);
    int hiX = Math.max(x, x2);
    int loY = Math.min(y, y2);
    int hiY = Math.max(y, y2);
    WallGrid grid = map.grid();
    int[] walls = map.walls;
    int c0 = grid.col(loX);
    int c1 = grid.col(hiX);
    int r1 = grid.row(hiY);
    for (int r = grid.row(loY); r <= r1; r++) {
      for (int c = c0; c <= c1; c++) {
        int cell = r * grid.cols + c;
        int end = grid.starts[cell + 1];
        for (int i = grid.starts[cell]; i < end; i++) {
          int w = grid.items[i];
          if (hiX >= walls[w] && loX < walls[w + 2] && hiY >= walls[w + 1] && loY < walls[w + 3]) {
            best = Math.min(best, slabs(walls, w, x, y, dx, dy));
          }
        }
      }
    }
    return best;
  }

  /** A coordinate after {@code fraction} of the way; towards the start where it doesn't divide. */
  public static int along(int from, int delta, int fraction) {
    return from + (int) ((long) delta * fraction / ONE);
  }

  private static int border(int from, int delta, int min, int max) {
    long to = (long) from + delta;
    if (to < min) {
      return from <= min ? 0 : (int) (((long) min - from << FRACTION_BITS) / delta);
    }
    if (to >= max) {
      return from >= max - 1 ? 0 : (int) (((long) max - 1 - from << FRACTION_BITS) / delta);
    }
    return NONE;
  }

  private static int slabs(int[] walls, int w, int x, int y, int dx, int dy) {
    long enter = 0;
    long exit = ONE;
    if (dx != 0) {
      long a = ((long) walls[w] - x << FRACTION_BITS) / dx;
      long b = ((long) walls[w + 2] - x << FRACTION_BITS) / dx;
      enter = Math.max(enter, Math.min(a, b));
      exit = Math.min(exit, Math.max(a, b));
    }
    if (dy != 0) {
      long a = ((long) walls[w + 1] - y << FRACTION_BITS) / dy;
      long b = ((long) walls[w + 3] - y << FRACTION_BITS) / dy;
      enter = Math.max(enter, Math.min(a, b));
      exit = Math.min(exit, Math.max(a, b));
    }
    return enter <= exit ? (int) enter : NONE;
  }
}
