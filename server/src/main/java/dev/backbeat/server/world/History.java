package dev.backbeat.server.world;

import java.util.Arrays;

/**
 * One kind's entities as they were at the newest sends: what clients were told, and between two of
 * those what they draw. With it a game judges a player's shot in the world that he looked at.
 *
 * <p>A ring of copies of the kind's table, one per send, arrays used again: recording copies
 * columns and allocates only while the table grows. It costs memory and time for every entity of
 * the kind, so a game keeps it for kinds that are shot at. Touched by the room's thread only.
 */
public final class History {
  private final EntityTable table;
  private final World world;
  private final Send[] ring;
  private int newest = -1;
  private final Past past;

  /** Keeps the kind's newest {@code sends} sends, at least 2. */
  History(World world, EntityTable table, int sends) {
    this.world = world;
    this.table = table;
    this.ring = new Send[Math.max(2, sends)];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = new Send(table.kind().fields().size());
    }
    this.past = new Past(table);
  }

  /** The kind at one send; {@code tick} 0 = none yet. */
  static final class Send {
    int tick;
    int rows;
    int[] ids = {};
    final int[][] columns;

    Send(int fields) {
      columns = new int[fields][0];
    }

    int rowOf(int id) {
      return Arrays.binarySearch(ids, 0, rows, id);
    }

    private void copy(EntityTable from, int ofTick) {
      tick = ofTick;
      rows = from.rows();
      if (ids.length < rows) {
        int capacity = Integer.highestOneBit(rows) * 2;
        ids = new int[capacity];
        for (int f = 0; f < columns.length; f++) {
          columns[f] = new int[capacity];
        }
      }
      from.copyIds(ids);
      for (int f = 0; f < columns.length; f++) {
        System.arraycopy(from.column(f), 0, columns[f], 0, rows);
      }
    }
  }

  /** The table of which it is the history. */
  public EntityTable table() {
    return table;
  }

  /**
   * The entities as a client draws them at a render tick, in integers: each field between the send
   * at or before it and the next one, as {@link dev.backbeat.schema.FieldSchema#between} says.
   * Later than the newest send it is the world as it stands now; earlier than the oldest one that
   * is kept there is nobody.
   *
   * @param viewTickQ8 in 1/256 tick, as from {@code Inputs.viewTickQ8}
   * @return a cursor that is valid until the next call of this method, within the tick
   */
  public Past at(long viewTickQ8) {
    world.assertOwner();
    if (newest < 0 || viewTickQ8 > 256L * ring[newest].tick) {
      past.live(viewTickQ8);
      return past;
    }
    Send to = null;
    Send from = ring[newest];
    for (int back = 1; 256L * from.tick > viewTickQ8; back++) {
      Send before = back == ring.length ? null : ring[(newest + ring.length - back) % ring.length];
      if (before == null || before.tick == 0) {
        past.nobody(viewTickQ8);
        return past;
      }
      to = from;
      from = before;
    }
    past.between(viewTickQ8, from, to);
    return past;
  }

  /** The tick is over and clients are told of it. After {@link World#compact}: all rows live. */
  void record(int tick) {
    newest = (newest + 1) % ring.length;
    ring[newest].copy(table, tick);
  }
}
