package dev.backbeat.games.arena;

import dev.backbeat.rule.StaticMap;
import java.util.Arrays;

/**
 * A spatial hash of points: a uniform grid over the map with a chain of indices per cell, built
 * anew each tick in O(n). Queries walk the cells of a box:
 *
 * <pre>{@code
 * for (int r = grid.row(y0); r <= grid.row(y1); r++) {
 *   for (int c = grid.col(x0); c <= grid.col(x1); c++) {
 *     for (int i = grid.first(c, r); i >= 0; i = grid.next(i)) { ... }
 *   }
 * }
 * }</pre>
 */
final class BodyGrid {
  /** 2^11 quanta = 256 px. */
  private static final int CELL_BITS = 11;

  private final int minX;
  private final int minY;
  private final int cols;
  private final int rows;
  private final int[] heads;
  private int[] next = new int[16];

  BodyGrid(StaticMap map) {
    minX = map.minX;
    minY = map.minY;
    cols = (map.maxX - minX - 1 >> CELL_BITS) + 1;
    rows = (map.maxY - minY - 1 >> CELL_BITS) + 1;
    heads = new int[cols * rows];
    Arrays.fill(heads, -1);
  }

  /** Forgets all points; indices 0 .. count-1 may be added. */
  void clear(int count) {
    Arrays.fill(heads, -1);
    if (count > next.length) {
      next = new int[Math.max(count, next.length * 2)];
    }
  }

  void add(int index, int x, int y) {
    int cell = row(y) * cols + col(x);
    next[index] = heads[cell];
    heads[cell] = index;
  }

  int col(int x) {
    return Math.max(0, Math.min(cols - 1, x - minX >> CELL_BITS));
  }

  int row(int y) {
    return Math.max(0, Math.min(rows - 1, y - minY >> CELL_BITS));
  }

  /** An index in the cell, or -1. */
  int first(int col, int row) {
    return heads[row * cols + col];
  }

  /** Another index in the same cell, or -1. */
  int next(int index) {
    return next[index];
  }
}
