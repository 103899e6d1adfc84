package dev.backbeat.server.replication;

import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.server.world.EntityTable;
import java.util.Arrays;

/**
 * All living entities of one kind as they stood at a send tick: ids ascending, a copy of every
 * column, the cell of each row, and for each cell its rows in ascending order (that order is what
 * ranks on the wire count in).
 */
final class KindSnapshot {
  /** "No such row." */
  static final int NONE = -1;

  private final KindSchema kind;
  private final int[] wrapMasks;
  private final int fieldX;
  private final int fieldY;
  private final int[] cellStart;
  private int[] ids = new int[0];
  private int[] cells = new int[0];
  private int[][] columns;
  private int[] before = new int[0];
  private int[] after = new int[0];
  private int[] rowsByCell = new int[0];
  private int count;

  KindSnapshot(KindSchema kind, int cellCount) {
    this.kind = kind;
    this.wrapMasks = new int[kind.fields().size()];
    for (int f = 0; f < wrapMasks.length; f++) {
      FieldSchema field = kind.fields().get(f);
      wrapMasks[f] = field.wrapBits() == 0 ? -1 : (1 << field.wrapBits()) - 1;
    }
    this.fieldX = kind.fieldInRole(FieldRole.X);
    this.fieldY = kind.fieldInRole(FieldRole.Y);
    this.columns = new int[wrapMasks.length][0];
    this.cellStart = new int[cellCount + 1];
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

  /** All columns: field f of a row is {@code columns()[f][row]}. */
  int[][] columns() {
    return columns;
  }

  /** First index into {@link #row} of the cell's rows. */
  int firstOf(int cell) {
    return cellStart[cell];
  }

  /** Number of the cell's rows. */
  int sizeOf(int cell) {
    return cellStart[cell + 1] - cellStart[cell];
  }

  /** Row number at an index from {@link #firstOf}. */
  int row(int index) {
    return rowsByCell[index];
  }

  /** The row that the same entity had in the snapshot before, or {@link #NONE}. */
  int before(int row) {
    return before[row];
  }

  /** The row that the same entity has in the snapshot after, or {@link #NONE}. */
  int after(int row) {
    return after[row];
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
   * Becomes what the table is now, as the successor of {@code base}; both learn each other's rows.
   *
   * @throws IllegalStateException if a wrapping field was left outside its bits
   */
  void take(EntityTable table, Grid grid, KindSnapshot base) {
    reserve(table.count());
    copyRows(table);
    for (int f = 0; f < wrapMasks.length; f++) {
      checkWrap(f);
    }
    link(base);
    for (int row = 0; row < count; row++) {
      int audience = cells[row];
      int old = before[row];
      if (!placed()) {
        cells[row] = grid.placeless(audience);
      } else if (old == NONE) {
        cells[row] = grid.keyAt(audience, x(row), y(row));
      } else {
        cells[row] = grid.keyAt(audience, x(row), y(row), base.cells[old]);
      }
    }
    sortByCell();
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

  /** Merge-join by id; both lists ascend. */
  private void link(KindSnapshot base) {
    int old = 0;
    for (int row = 0; row < count; row++) {
      while (old < base.count && base.ids[old] < ids[row]) {
        base.after[old++] = NONE;
      }
      if (old < base.count && base.ids[old] == ids[row]) {
        before[row] = old;
        base.after[old++] = row;
      } else {
        before[row] = NONE;
      }
    }
    Arrays.fill(base.after, old, base.count, NONE);
  }

  /** Counting sort; stable, so each cell's rows ascend. */
  private void sortByCell() {
    Arrays.fill(cellStart, 0);
    for (int row = 0; row < count; row++) {
      cellStart[cells[row] + 1]++;
    }
    for (int cell = 1; cell < cellStart.length; cell++) {
      cellStart[cell] += cellStart[cell - 1];
    }
    // Filling moves each start to its end, which is the next one's start: shift back afterwards.
    for (int row = 0; row < count; row++) {
      rowsByCell[cellStart[cells[row]]++] = row;
    }
    System.arraycopy(cellStart, 0, cellStart, 1, cellStart.length - 1);
    cellStart[0] = 0;
  }

  private void reserve(int rows) {
    if (rows <= ids.length) {
      return;
    }
    int capacity = Math.max(16, Math.max(rows, ids.length * 2));
    ids = new int[capacity];
    cells = new int[capacity];
    columns = new int[columns.length][capacity];
    before = new int[capacity];
    after = new int[capacity];
    rowsByCell = new int[capacity];
  }
}
