package dev.backbeat.rule;

/**
 * Which walls touch which square of a uniform grid, so that a rule looks at near walls only.
 * Immutable.
 *
 * <p>Compressed rows: the walls of cell c are {@code items[starts[c] .. starts[c+1]-1]}, each the
 * index of the wall's first integer in {@link StaticMap#walls}. A wall stands in every cell that it
 * touches, so a walk over several cells may meet it more than once. Arrays are shared, not copied:
 * callers do not write to them.
 */
public final class WallGrid {
  private static final int CELLS_PER_WALL = 8;
  private static final int MIN_CELLS = 64;
  private static final int MAX_CELLS = 1 << 16;

  /** Number of columns. */
  public final int cols;

  /** Number of rows. */
  public final int rows;

  /** For each cell (row by row) where its walls begin; one entry more than there are cells. */
  public final int[] starts;

  /** Offsets into {@link StaticMap#walls}, cell by cell. */
  public final int[] items;

  private final int minX;
  private final int minY;
  private final int shift;

  WallGrid(StaticMap map) {
    minX = map.minX;
    minY = map.minY;
    long width = (long) map.maxX - map.minX;
    long height = (long) map.maxY - map.minY;
    long wanted = (long) CELLS_PER_WALL * (map.walls.length / 4);
    long maxCells = Math.min(MAX_CELLS, Math.max(MIN_CELLS, wanted));
    int s = 0;
    while (!fits((width - 1 >> s) + 1, (height - 1 >> s) + 1, maxCells)) {
      s++;
    }
    shift = s;
    cols = (int) (width - 1 >> s) + 1;
    rows = (int) (height - 1 >> s) + 1;
    starts = new int[cols * rows + 1];
    int[] walls = map.walls;
    for (int w = 0; w < walls.length; w += 4) {
      for (int cy = row(walls[w + 1]); cy <= row(last(walls, w, 1)); cy++) {
        for (int cx = col(walls[w]); cx <= col(last(walls, w, 0)); cx++) {
          starts[cy * cols + cx + 1]++;
        }
      }
    }
    for (int c = 0; c < cols * rows; c++) {
      starts[c + 1] += starts[c];
    }
    items = new int[starts[cols * rows]];
    int[] filled = new int[cols * rows];
    for (int w = 0; w < walls.length; w += 4) {
      for (int cy = row(walls[w + 1]); cy <= row(last(walls, w, 1)); cy++) {
        for (int cx = col(walls[w]); cx <= col(last(walls, w, 0)); cx++) {
          int cell = cy * cols + cx;
          items[starts[cell] + filled[cell]++] = w;
        }
      }
    }
  }

  private static boolean fits(long cols, long rows, long maxCells) {
    // Of two sides of 2^32 the product would be beyond 64 bits.
    return cols <= maxCells && rows <= maxCells && cols * rows <= maxCells;
  }

  /** The column of an x; coordinates outside of the bounds belong to the nearest cell. */
  public int col(int x) {
    return cell(x, minX, cols);
  }

  /** The row of a y; coordinates outside of the bounds belong to the nearest cell. */
  public int row(int y) {
    return cell(y, minY, rows);
  }

  /** In 32 bits, since a browser's 64-bit integers are slow: the distance is unsigned. */
  private int cell(int at, int min, int count) {
    if (at < min) {
      return 0;
    }
    int cell = at - min >>> shift;
    return cell < 0 || cell >= count ? count - 1 : cell;
  }

  /** The last coordinate that a wall covers; its first one if it is empty. */
  private static int last(int[] walls, int w, int axis) {
    return Math.max(walls[w + axis], walls[w + 2 + axis] - 1);
  }
}
