package dev.backbeat.server.world;

import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.KindSchema;
import java.util.Arrays;

/**
 * All entities of one kind: one row per entity, one {@code int[]} column per field.
 *
 * <p>Rows are in ascending order of id, always. A despawned row stays where it is (not alive) until
 * the tick is committed, then the rows behind it move up: row numbers hold within a tick, ids for
 * ever. Fields are named by their index in the {@link KindSchema}. Touched by the room's thread
 * only.
 */
public final class EntityTable {
  private static final int INITIAL_ROWS = 16;

  private final World world;
  private final KindSchema kind;
  private final FieldSchema[] fields;
  private final double[] quanta;
  private final int[][] columns;
  private int[] ids = new int[INITIAL_ROWS];
  private int[] audiences = new int[INITIAL_ROWS];
  private boolean[] alive = new boolean[INITIAL_ROWS];
  private int rows;
  private int dead;

  EntityTable(World world, KindSchema kind) {
    this.world = world;
    this.kind = kind;
    this.fields = kind.fields().toArray(FieldSchema[]::new);
    this.quanta = kind.fields().stream().mapToDouble(FieldSchema::quantum).toArray();
    this.columns = new int[fields.length][INITIAL_ROWS];
  }

  /** What the entities of this table consist of. */
  public KindSchema kind() {
    return kind;
  }

  /** Number of rows, dead ones included; valid rows are {@code 0 .. rows()-1}. */
  public int rows() {
    return rows;
  }

  /** Number of living entities. */
  public int count() {
    return rows - dead;
  }

  /** Whether the row's entity exists (was not despawned in this tick). */
  public boolean alive(int row) {
    return alive[row];
  }

  /** The entity's id: unique in the room's life, ascending with the row. */
  public int id(int row) {
    return ids[row];
  }

  /** The row of a living entity, or -1. */
  public int rowOf(int id) {
    int row = Arrays.binarySearch(ids, 0, rows, id);
    return row >= 0 && alive[row] ? row : -1;
  }

  /**
   * Makes an entity, all fields 0, audience everybody; returns its row (the last).
   *
   * @throws TooManyEntitiesException if the room has as many as it may
   */
  public int spawn() {
    world.assertOwner();
    int id = world.nextId();
    if (rows == ids.length) {
      grow();
    }
    int row = rows++;
    ids[row] = id;
    alive[row] = true;
    audiences[row] = 0;
    for (int[] column : columns) {
      column[row] = 0;
    }
    return row;
  }

  /** Ends the entity; its row stays, not alive, until the tick is committed. */
  public void despawn(int row) {
    world.assertOwner();
    check(row);
    if (alive[row]) {
      alive[row] = false;
      dead++;
    }
  }

  /** The stored integer. */
  public int get(int row, int field) {
    check(row);
    return columns[field][row];
  }

  /**
   * Stores an integer.
   *
   * @throws IllegalArgumentException if the field wraps and {@code value} is outside {@code
   *     0..2^wrapBits-1}
   */
  public void set(int row, int field, int value) {
    world.assertOwner();
    check(row);
    FieldSchema f = fields[field];
    if (f.normalize(value) != value) {
      throw new IllegalArgumentException(
          kind.name()
              + "."
              + f.name()
              + " wraps at 2^"
              + f.wrapBits()
              + "; out of range: "
              + value);
    }
    columns[field][row] = value;
  }

  /** The value in the field's own unit. */
  public double value(int row, int field) {
    return get(row, field) * quanta[field];
  }

  /**
   * Stores a value in the field's own unit, rounded to its quantum.
   *
   * @throws IllegalArgumentException if it is not finite or does not fit
   */
  public void setValue(int row, int field, double value) {
    double scaled = Math.rint(value / quanta[field]);
    if (!(scaled >= Integer.MIN_VALUE && scaled <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          kind.name() + "." + fields[field].name() + ": out of range: " + value);
    }
    set(row, field, (int) scaled);
  }

  /**
   * The field's live column, for rules and for encoding. Valid until the next {@link #spawn()}
   * (which may grow it); whoever writes to it keeps the bounds of wrapping fields himself.
   */
  public int[] column(int field) {
    return columns[field];
  }

  /** Who may see the entity: 0 = everybody, else a team that the game numbered. */
  public int audience(int row) {
    return audiences[row];
  }

  /** Sets who may see the entity; what a client may not see is never sent to it. */
  public void audience(int row, int audience) {
    world.assertOwner();
    check(row);
    if (audience < 0 || audience >= world.audiences()) {
      throw new IllegalArgumentException(
          "audience 0.." + (world.audiences() - 1) + ", is " + audience);
    }
    audiences[row] = audience;
  }

  /** Copies the ids of all rows. */
  void copyIds(int[] into) {
    System.arraycopy(ids, 0, into, 0, rows);
  }

  /** Drops dead rows; the living keep their order. Called once per tick, at commit. */
  void compact() {
    if (dead == 0) {
      return;
    }
    int to = 0;
    for (int from = 0; from < rows; from++) {
      if (alive[from]) {
        if (to != from) {
          ids[to] = ids[from];
          audiences[to] = audiences[from];
          alive[to] = true;
          for (int[] column : columns) {
            column[to] = column[from];
          }
        }
        to++;
      }
    }
    Arrays.fill(alive, to, rows, false);
    rows = to;
    dead = 0;
  }

  long hash(long seed) {
    long h = seed;
    for (int row = 0; row < rows; row++) {
      if (alive[row]) {
        h = World.mix(World.mix(h, ids[row]), audiences[row]);
        for (int[] column : columns) {
          h = World.mix(h, column[row]);
        }
      }
    }
    return h;
  }

  private void check(int row) {
    if (row < 0 || row >= rows) {
      throw new IndexOutOfBoundsException(kind.name() + ": row " + row + " of " + rows);
    }
  }

  private void grow() {
    int capacity = ids.length * 2;
    ids = Arrays.copyOf(ids, capacity);
    audiences = Arrays.copyOf(audiences, capacity);
    alive = Arrays.copyOf(alive, capacity);
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Arrays.copyOf(columns[i], capacity);
    }
  }
}
