package dev.backbeat.server.replication;

import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.server.world.EntityTable;
import java.util.Arrays;

/**
 * All living entities of one kind as they stood at a send tick: ids ascending, a copy of every
 * column, the cell of each row and since when it is there without a break, and for each cell its
 * rows in ascending order (that order is what ranks on the wire count in).
 */
final class KindSnapshot {
  /** "No such row." */
  static final int NONE = -1;

  private final KindSchema kind;
  private final int[] wrapMasks;
  private final int fieldX;
  private final int fieldY;
  private int[] cellStart = new int[1];
  private int cellLimit;
  private int[] ids = new int[0];
  private int[] squares = new int[0];
  private int[] cells = new int[0];
  private int[] since = new int[0];
  private int[][] columns;
  private int[] rowsByCell = new int[0];
  private int count;

  KindSnapshot(KindSchema kind) {
    this.kind = kind;
    this.wrapMasks = new int[kind.fields().size()];
    for (int f = 0; f < wrapMasks.length; f++) {
      FieldSchema field = kind.fields().get(f);
      wrapMasks[f] = field.wrapBits() == 0 ? -1 : (1 << field.wrapBits()) - 1;
    }
    this.fieldX = kind.fieldInRole(FieldRole.X);
    this.fieldY = kind.fieldInRole(FieldRole.Y);
    this.columns = new int[wrapMasks.length][0];
  }

  int count() {
    return count;
  }

  int id(int row) {
    return ids[row];
  }

  int cell(int row) {
    return cells[row];
  }

  /** The tick from which on the entity was in its cell at every send. */
  int since(int row) {
    return since[row];
  }

  /** All columns: field f of a row is {@code columns()[f][row]}. */
  int[][] columns() {
    return columns;
  }

  /** First index into {@link #row} of the cell's rows. */
  int firstOf(int cell) {
    return cell < cellLimit ? cellStart[cell] : 0;
  }

  /** Number of the cell's rows. */
  int sizeOf(int cell) {
    return cell < cellLimit ? cellStart[cell + 1] - cellStart[cell] : 0;
  }

  /** Row number at an index from {@link #firstOf}. */
  int row(int index) {
    return rowsByCell[index];
  }

  /** Whether the kind has a position. */
  boolean placed() {
    return fieldX >= 0 && fieldY >= 0;
  }

  /** The first coordinate; the kind must be {@link #placed}. */
  int x(int row) {
    return columns[fieldX][row];
  }

  /** The second coordinate; the kind must be {@link #placed}. */
  int y(int row) {
    return columns[fieldY][row];
  }

  /** Row of an entity, or {@link #NONE}. */
  int rowOf(int id) {
    int row = Arrays.binarySearch(ids, 0, count, id);
    return row >= 0 ? row : NONE;
  }

  /**
   * Becomes what the table is at a tick, as the successor of {@code base}; {@code link} learns
   * which rows are the same entity.
   *
   * @throws IllegalStateException if a wrapping field was left outside its bits
   */
  void take(EntityTable table, int tick, CellSpace space, KindSnapshot base, KindLink link) {
    reserve(table.count());
    copyRows(table);
    for (int f = 0; f < wrapMasks.length; f++) {
      checkWrap(f);
    }
    link.join(base, this);
    for (int row = 0; row < count; row++) {
      locate(row, space, base, link.before(row));
      int old = link.before(row);
      since[row] = old != NONE && base.cells[old] == cells[row] ? base.since[old] : tick;
    }
    sortByCell(space.limit());
  }

  /** Finds the cell of a row; {@link #cells} has its audience until then. */
  private void locate(int row, CellSpace space, KindSnapshot base, int old) {
    int audience = cells[row];
    if (!placed()) {
      squares[row] = space.grid().placeless(audience);
      cells[row] = squares[row];
      return;
    }
    int x = x(row);
    int y = y(row);
    Grid grid = space.grid();
    int square =
        old == NONE ? grid.keyAt(audience, x, y) : grid.keyAt(audience, x, y, base.squares[old]);
    squares[row] = square;
    cells[row] =
        space.split(square)
            ? space.leaf(square, ids[row], x, y, old == NONE ? NONE : base.cells[old])
            : square;
  }

  /** Copies the living rows, in runs; {@link #cells} gets the audience for now. */
  private void copyRows(EntityTable table) {
    int rows = table.rows();
    count = 0;
    for (int from = 0; from < rows; ) {
      if (!table.alive(from)) {
        from++;
        continue;
      }
      int to = from;
      for (; to < rows && table.alive(to); to++) {
        ids[count + to - from] = table.id(to);
        cells[count + to - from] = table.audience(to);
      }
      for (int f = 0; f < columns.length; f++) {
        System.arraycopy(table.column(f), from, columns[f], count, to - from);
      }
      count += to - from;
      from = to;
    }
  }

  private void checkWrap(int field) {
    int mask = wrapMasks[field];
    if (mask == -1) {
      return;
    }
    int[] column = columns[field];
    for (int row = 0; row < count; row++) {
      if ((column[row] & mask) != column[row]) {
        throw new IllegalStateException(
            String.format(
                "%s.%s of entity %d is %d, outside its %d bits",
                kind.name(),
                kind.fields().get(field).name(),
                ids[row],
                column[row],
                Integer.bitCount(mask)));
      }
    }
  }

  /** Counting sort; stable, so each cell's rows ascend. */
  private void sortByCell(int limit) {
    if (cellStart.length <= limit) {
      cellStart = new int[limit + 1];
    }
    cellLimit = limit;
    Arrays.fill(cellStart, 0, limit + 1, 0);
    for (int row = 0; row < count; row++) {
      cellStart[cells[row] + 1]++;
    }
    for (int cell = 1; cell <= limit; cell++) {
      cellStart[cell] += cellStart[cell - 1];
    }
    // Filling moves each start to its end, which is the next one's start: shift back afterwards.
    for (int row = 0; row < count; row++) {
      rowsByCell[cellStart[cells[row]]++] = row;
    }
    System.arraycopy(cellStart, 0, cellStart, 1, limit);
    cellStart[0] = 0;
  }

  private void reserve(int rows) {
    if (rows <= ids.length) {
      return;
    }
    int capacity = Math.max(16, Math.max(rows, ids.length * 2));
    ids = new int[capacity];
    squares = new int[capacity];
    cells = new int[capacity];
    since = new int[capacity];
    columns = new int[columns.length][capacity];
    rowsByCell = new int[capacity];
  }
}
