package dev.backbeat.server.game;

/**
 * Who sees what: a uniform grid of cells over the map's bounds. A client receives the cells within
 * {@code viewRadius} of its view's centre. Lengths are in position quanta.
 *
 * @param cellSize edge of a cell; 0 = the whole room is one cell that everybody sees
 * @param viewRadius half the edge of the square that a view covers
 * @param hysteresis by how much a body, or a view, must overstep a border before its cell, or its
 *     subscription, changes; less than half of {@code cellSize}
 * @param audiences 1 (everybody) plus the number of teams that see things of their own
 */
public record Interest(int cellSize, int viewRadius, int hysteresis, int audiences) {
  /** Everybody sees everything. */
  public static final Interest WHOLE_ROOM = new Interest(0, 0, 0, 1);

  /** Checks the bounds. */
  public Interest {
    if (cellSize < 0 || viewRadius < 0 || hysteresis < 0 || audiences < 1) {
      throw new IllegalArgumentException("negative length, or no audience");
    }
    if (cellSize > 0 && hysteresis * 2L >= cellSize) {
      throw new IllegalArgumentException("hysteresis must be less than half of cellSize");
    }
  }
}
