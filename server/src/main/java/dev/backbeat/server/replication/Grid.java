package dev.backbeat.server.replication;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.server.game.Interest;

/**
 * The uniform grid over a room's map, and the numbers of its cells.
 *
 * <p>Every audience has a layer of cells of its own: cell 0 of a layer is <em>placeless</em> (it
 * holds the kinds that have no position, and all of them where the whole room is one cell), the
 * others are the squares, row by row. A cell's key on the wire is {@code audience * cellsPerLayer()
 * + cell}.
 *
 * <p>Positions outside the map count as at its edge. A body keeps its square until it is more than
 * the hysteresis outside of it.
 */
final class Grid {
  /** More cells than this would make per-tick bookkeeping dearer than the world itself. */
  static final int MAX_CELLS = 1 << 16;

  private final boolean wholeRoom;
  private final int cellSize;
  private final int hysteresis;
  private final int minX;
  private final int minY;
  private final int maxX;
  private final int maxY;
  private final int columns;
  private final int rows;
  private final int layers;

  Grid(StaticMap map, Interest interest) {
    wholeRoom = interest.cellSize() == 0;
    cellSize = interest.cellSize();
    hysteresis = interest.hysteresis();
    minX = map.minX;
    minY = map.minY;
    maxX = map.maxX;
    maxY = map.maxY;
    columns = wholeRoom ? 0 : squares(minX, maxX);
    rows = wholeRoom ? 0 : squares(minY, maxY);
    layers = interest.audiences();
    long cells = layers * (1L + (long) rows * columns);
    if (cells > MAX_CELLS) {
      throw new IllegalArgumentException(
          "interest: " + cells + " cells, at most " + MAX_CELLS + "; use a larger cellSize");
    }
  }

  private int squares(int min, int max) {
    return (int) Math.min(Integer.MAX_VALUE, ((long) max - min + cellSize - 1) / cellSize);
  }

  /** Whether there are no squares: cell 0 of each layer is all there is. */
  boolean wholeRoom() {
    return wholeRoom;
  }

  int columns() {
    return columns;
  }

  int rows() {
    return rows;
  }

  int cellsPerLayer() {
    return 1 + rows * columns;
  }

  int layers() {
    return layers;
  }

  int cells() {
    return layers * cellsPerLayer();
  }

  /** Key of the placeless cell of an audience. */
  int placeless(int audience) {
    return audience * cellsPerLayer();
  }

  /** Key of a square. */
  int key(int audience, int column, int row) {
    return audience * cellsPerLayer() + 1 + row * columns + column;
  }

  /** Key of the cell at a point, without hysteresis: for what was not anywhere before. */
  int keyAt(int audience, int x, int y) {
    return wholeRoom ? placeless(audience) : key(audience, column(x), row(y));
  }

  /**
   * Key of the cell of a body that was in the cell {@code before} and is at a point now. Its
   * audience may have changed; the square is kept even then.
   */
  int keyAt(int audience, int x, int y, int before) {
    int square = before % cellsPerLayer() - 1;
    if (wholeRoom || square < 0) {
      return keyAt(audience, x, y);
    }
    int column = square % columns;
    int row = square / columns;
    return holds(column, clamp(x, minX, maxX), minX) && holds(row, clamp(y, minY, maxY), minY)
        ? key(audience, column, row)
        : keyAt(audience, x, y);
  }

  /** The coordinate within the map that is nearest to {@code x}. */
  int clampX(int x) {
    return (int) clamp(x, minX, maxX);
  }

  /** The coordinate within the map that is nearest to {@code y}. */
  int clampY(int y) {
    return (int) clamp(y, minY, maxY);
  }

  /** Index of the column at {@code x}. */
  int column(long x) {
    return (int) ((clamp(x, minX, maxX) - minX) / cellSize);
  }

  /** Index of the row at {@code y}. */
  int row(long y) {
    return (int) ((clamp(y, minY, maxY) - minY) / cellSize);
  }

  /** The longer edge of the map. */
  int longestEdge() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max((long) maxX - minX, (long) maxY - minY));
  }

  /** Left edge of a square; that of the map, for a placeless cell. */
  int left(int key) {
    int square = squareOf(key);
    return square < 0 ? minX : minX + square % columns * cellSize;
  }

  /** Right edge of a square; that of the map, for a placeless cell. */
  int right(int key) {
    return squareOf(key) < 0 ? maxX : (int) Math.min(maxX, (long) left(key) + cellSize);
  }

  /** Upper edge of a square; that of the map, for a placeless cell. */
  int top(int key) {
    int square = squareOf(key);
    return square < 0 ? minY : minY + square / columns * cellSize;
  }

  /** Lower edge of a square; that of the map, for a placeless cell. */
  int bottom(int key) {
    return squareOf(key) < 0 ? maxY : (int) Math.min(maxY, (long) top(key) + cellSize);
  }

  /** How far a point is from a square along the axis on which it is farther; 0 = inside. */
  int distance(int key, int x, int y) {
    long dx = Math.max(0L, Math.max((long) left(key) - x, (long) x - right(key)));
    long dy = Math.max(0L, Math.max((long) top(key) - y, (long) y - bottom(key)));
    return (int) Math.min(Integer.MAX_VALUE, Math.max(dx, dy));
  }

  /** Whether the cell is a square, or a whole room: it can be split. */
  boolean hasPlace(int key) {
    return wholeRoom || squareOf(key) >= 0;
  }

  private int squareOf(int key) {
    return key % cellsPerLayer() - 1;
  }

  private boolean holds(int index, long position, int min) {
    long lower = min + (long) index * cellSize;
    return position >= lower - hysteresis && position < lower + cellSize + hysteresis;
  }

  private static long clamp(long value, int min, int max) {
    return Math.max(min, Math.min(max - 1L, value));
  }
}
