package dev.backbeat.server.world;

import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;

/**
 * A cursor over one kind's entities as a client drew them at one render tick. Made by {@link
 * History#at}; used again by its next call. The room's thread only.
 */
public final class Past {
  private final EntityTable table;
  private final FieldSchema[] fields;
  private final int teleport;

  private long viewTickQ8;
  private boolean live;
  private History.Send from;
  private History.Send to;
  private int partQ8;
  private int wholeQ8;
  private int fromRow = -1;
  private int toRow;

  Past(EntityTable table) {
    this.table = table;
    this.fields = table.kind().fields().toArray(FieldSchema[]::new);
    this.teleport = table.kind().fieldInRole(FieldRole.TELEPORT);
  }

  void live(long atQ8) {
    begin(atQ8, true, null, null);
  }

  void nobody(long atQ8) {
    begin(atQ8, false, null, null);
  }

  void between(long atQ8, History.Send a, History.Send b) {
    begin(atQ8, false, a, b);
    partQ8 = (int) (atQ8 - 256L * a.tick);
    wholeQ8 = b == null ? 1 : (b.tick - a.tick) * 256;
  }

  private void begin(long atQ8, boolean isLive, History.Send a, History.Send b) {
    viewTickQ8 = atQ8;
    live = isLive;
    from = a;
    to = b;
    fromRow = -1;
  }

  /** The render tick, in 1/256 tick. */
  public long viewTickQ8() {
    return viewTickQ8;
  }

  /**
   * Goes to an entity.
   *
   * @return false if it was not there yet, or is known no more: nobody saw it
   */
  public boolean find(int entityId) {
    toRow = -1;
    if (live) {
      fromRow = table.rowOf(entityId);
    } else {
      fromRow = from == null ? -1 : from.rowOf(entityId);
      if (fromRow >= 0 && to != null) {
        toRow = to.rowOf(entityId);
        if (toRow >= 0 && teleport >= 0 && teleported()) {
          toRow = -1;
        }
      }
    }
    return fromRow >= 0;
  }

  private boolean teleported() {
    return from.columns[teleport][fromRow] != to.columns[teleport][toRow];
  }

  /**
   * The integer of a field of the entity that {@link #find} has found, exactly as it was drawn.
   *
   * @throws IllegalStateException if it has found none
   */
  public int value(int field) {
    if (fromRow < 0) {
      throw new IllegalStateException("find an entity first");
    }
    if (live) {
      return table.get(fromRow, field);
    }
    int a = from.columns[field][fromRow];
    return toRow < 0 ? a : fields[field].between(a, to.columns[field][toRow], partQ8, wholeQ8);
  }
}
