package dev.backbeat.codec;

import java.util.Arrays;

/**
 * A cell that the client holds: per kind the list of entities in ascending order of id, as the
 * server has it, and the tick up to which their records are known.
 *
 * <p>A list is the server's, entry by entry; an entry counts only while its record names this cell.
 */
final class ClientCell {
  private static final EntityList[] NO_LISTS = {};

  final int id;

  /** Place in the world's dense list. */
  int index;

  /**
   * The records are as of the end of this tick: what was told at {@link #sliceTick}, moved on as
   * predicted.
   */
  int tick;

  /** The frame that last had a slice of this cell. */
  int sliceTick;

  /** Over how many ticks that slice reached; 0 = it was a keyframe. */
  int sliceSpanTicks;

  /** Entities on their way here: another cell said that they left, no slice has brought them. */
  final EntityList arriving = new EntityList();

  private EntityList[] lists = NO_LISTS;

  ClientCell(int id) {
    this.id = id;
  }

  int listCount() {
    return lists.length;
  }

  /** The list of a kind; null if there never was one. */
  EntityList list(int kind) {
    return kind < lists.length ? lists[kind] : null;
  }

  EntityList listForUpdate(int kind) {
    if (kind >= lists.length) {
      lists = Arrays.copyOf(lists, kind + 1);
    }
    if (lists[kind] == null) {
      lists[kind] = new EntityList();
    }
    return lists[kind];
  }

  /**
   * Moves everything, as predicted, to another tick. It may be an earlier one: what was moved on
   * since the last slice is taken back, for a slice may come less often than frames.
   */
  void moveTo(int toTick) {
    int ticks = toTick - tick;
    if (ticks != 0) {
      for (EntityList list : lists) {
        if (list != null) {
          list.advance(this, ticks);
        }
      }
      for (int i = 0; i < arriving.size; i++) {
        if (arrives(i)) {
          arriving.items[i].plan.advance(arriving.items[i].fields, ticks);
        }
      }
      tick = toTick;
    }
  }

  /** The entity, whose record names this cell, is on its way here. */
  void addArriving(ClientEntity e) {
    if (arriving.size == arriving.items.length) {
      int kept = 0;
      for (int i = 0; i < arriving.size; i++) {
        if (arrives(i)) {
          arriving.items[i].arrivingAt = kept;
          arriving.items[kept++] = arriving.items[i];
        }
      }
      arriving.truncate(kept);
    }
    e.arrivingAt = arriving.size;
    arriving.add(e);
  }

  /** Whether the entry still counts: the entity may have gone elsewhere, and come back since. */
  boolean arrives(int i) {
    return arriving.items[i].cell == this && arriving.items[i].arrivingAt == i;
  }

  /** Entities of one kind, ascending by id. */
  static final class EntityList {
    private static final ClientEntity[] NONE = {};

    ClientEntity[] items = NONE;
    int size;

    /** The frame whose slice last mentioned this kind. */
    int sliceTick;

    void advance(ClientCell cell, int ticks) {
      for (int i = 0; i < size; i++) {
        ClientEntity e = items[i];
        if (e.cell == cell && e.arrivingAt < 0) {
          e.plan.advance(e.fields, ticks);
        }
      }
    }

    void add(ClientEntity e) {
      reserve(1);
      items[size++] = e;
    }

    void reserve(int more) {
      if (items.length < size + more) {
        items = Arrays.copyOf(items, Math.max(Math.max(4, items.length * 2), size + more));
      }
    }

    void truncate(int newSize) {
      Arrays.fill(items, newSize, size, null);
      size = newSize;
    }
  }
}
