package dev.backbeat.codec;

import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.KindSlice;

/**
 * Applies the cell slices of one frame to an {@link EntityStore}.
 *
 * <p>The order of slices in a frame does not matter: see {@link Orphans}.
 */
final class SliceReader {
  /** The longest span, as a logarithm. */
  static final int MAX_SPAN_LOG2 = 8;

  private static final long NO_RANK = Long.MAX_VALUE;

  private final EntityStore store;
  private final KindPlan[] kinds;

  private final Orphans orphans = new Orphans();

  SliceReader(EntityStore store, KindPlan[] kinds) {
    this.store = store;
    this.kinds = kinds;
  }

  void beginFrame() {
    orphans.clear();
  }

  void apply(CellSlice slice, int tick) {
    int spanLog2 = slice.getSpanLog2();
    if (spanLog2 < 0 || spanLog2 > MAX_SPAN_LOG2 || tick % (1 << spanLog2) != 0) {
      throw new InvariantViolation(
          "tick " + tick + ", cell " + id(slice) + ": span_log2 " + spanLog2 + " does not fit");
    }
    int span = 1 << spanLog2;
    ClientCell cell = store.cell(slice.getCell());
    if (cell != null && cell.sliceTick == tick) {
      throw new InvariantViolation("tick " + tick + ": two slices of cell " + id(slice));
    }
    if (slice.getKeyframe()) {
      if (cell == null) {
        cell = store.addCell(slice.getCell());
      } else {
        empty(cell);
      }
    } else {
      if (cell == null) {
        throw new InvariantViolation(
            "tick " + tick + ": delta of cell " + id(slice) + ", which is not held");
      }
      if (cell.sliceTick > tick - span) {
        throw new InvariantViolation(
            "tick " + tick + ", span " + span + ": cell " + id(slice) + " is at " + cell.sliceTick);
      }
      orphans.addArriving(cell);
      cell.moveTo(tick - span);
    }
    cell.sliceTick = tick;
    cell.sliceSpanTicks = slice.getKeyframe() ? 0 : span;
    for (int i = 0; i < slice.getKindsCount(); i++) {
      applyKind(cell, slice.getKinds(i), slice.getKeyframe(), tick, span);
    }
    for (int k = 0; k < cell.listCount(); k++) {
      ClientCell.EntityList list = cell.list(k);
      if (list != null && list.sliceTick != tick) {
        list.advance(cell, span);
      }
    }
    cell.tick = tick;
  }

  /** Forgets a cell and the records that still name it. */
  void drop(ClientCell cell) {
    store.removeCell(cell);
    for (int k = 0; k < cell.listCount(); k++) {
      ClientCell.EntityList list = cell.list(k);
      for (int i = 0; list != null && i < list.size; i++) {
        if (list.items[i].cell == cell) {
          store.removeEntity(list.items[i], false);
        }
      }
    }
    for (int i = 0; i < cell.arriving.size; i++) {
      if (cell.arriving.items[i].cell == cell) {
        store.removeEntity(cell.arriving.items[i], false);
      }
    }
  }

  /** Decides about the records that no slice of the frame has brought back. */
  void endFrame() {
    orphans.settle(store);
  }

  private void applyKind(ClientCell cell, KindSlice slice, boolean keyframe, int tick, int span) {
    int kind = slice.getKind();
    if (kind < 0 || kind >= kinds.length) {
      throw new InvariantViolation("unknown kind " + Integer.toUnsignedString(kind));
    }
    KindPlan plan = kinds[kind];
    ClientCell.EntityList list = cell.listForUpdate(kind);
    if (list.sliceTick == tick) {
      throw new InvariantViolation("two slices of kind " + plan.schema.name() + " in one cell");
    }
    list.sliceTick = tick;
    if (keyframe) {
      if (slice.getRemovedCount() + slice.getLeftCount() + slice.getChangedCount() != 0
          || slice.getResidualsCount() != 0) {
        throw new InvariantViolation("a keyframe with removed, left or changed entities");
      }
    } else {
      takeOut(cell, list, slice, span);
      correct(cell, list, plan, slice);
      list.advance(cell, span);
    }
    enter(cell, list, plan, slice);
  }

  private void takeOut(ClientCell cell, ClientCell.EntityList list, KindSlice slice, int span) {
    if (slice.getRemovedCount() + slice.getLeftCount() == 0) {
      return;
    }
    if (slice.getLeftCount() % 2 != 0) {
      throw new InvariantViolation("left: a rank without a destination");
    }
    int removedAt = 0;
    int leftAt = 0;
    long removed = nextRank(slice, true, 0, -1);
    long left = nextRank(slice, false, 0, -1);
    int to = 0;
    for (int from = 0; from < list.size; from++) {
      ClientEntity e = list.items[from];
      if (from == removed) {
        if (from == left) {
          throw new InvariantViolation("rank " + from + " is both removed and left");
        }
        if (e.cell == cell) {
          store.removeEntity(e, true);
        }
        removed = nextRank(slice, true, ++removedAt, removed);
      } else if (from == left) {
        if (e.cell == cell) {
          e.plan.advance(e.fields, span);
          orphans.addLeft(e, slice.getLeft(leftAt * 2 + 1));
        }
        left = nextRank(slice, false, ++leftAt, left);
      } else {
        list.items[to++] = e;
      }
    }
    if (removed != NO_RANK || left != NO_RANK) {
      throw new InvariantViolation(
          "rank " + Math.min(removed, left) + " removed or left, of " + list.size);
    }
    list.truncate(to);
  }

  private static long nextRank(KindSlice slice, boolean removed, int i, long previous) {
    if (i >= (removed ? slice.getRemovedCount() : slice.getLeftCount() / 2)) {
      return NO_RANK;
    }
    int gap = removed ? slice.getRemoved(i) : slice.getLeft(i * 2);
    return previous + 1 + Integer.toUnsignedLong(gap);
  }

  private static void correct(
      ClientCell cell, ClientCell.EntityList list, KindPlan plan, KindSlice slice) {
    int headers = slice.getChangedCount();
    int residual = 0;
    long rank = 0;
    for (int h = 0; h < headers; ) {
      int head = slice.getChanged(h++);
      boolean more = (head & 1) != 0;
      if (h + (more ? 1 : 0) >= headers) {
        throw new InvariantViolation("changed: a run that is cut off");
      }
      long length = more ? Integer.toUnsignedLong(slice.getChanged(h++)) + 2 : 1;
      int mask = slice.getChanged(h++);
      rank += head >>> 1;
      if (mask == 0 || (mask & ~plan.allFields) != 0) {
        throw new InvariantViolation(
            plan.schema.name() + ": mask " + Integer.toHexString(mask) + " names unknown fields");
      }
      if (rank + length > list.size) {
        throw new InvariantViolation(
            "changed: ranks " + rank + " to " + (rank + length - 1) + " of " + list.size);
      }
      if (residual + length * Integer.bitCount(mask) > slice.getResidualsCount()) {
        throw new InvariantViolation("changed: too few residuals");
      }
      int end = (int) (rank + length);
      for (int i = (int) rank; i < end; i++) {
        ClientEntity e = list.items[i];
        if (e.cell != cell) {
          residual += Integer.bitCount(mask);
          continue;
        }
        for (int m = mask; m != 0; m &= m - 1) {
          int field = Integer.numberOfTrailingZeros(m);
          plan.correct(e.fields, field, slice.getResiduals(residual++));
        }
      }
      rank = end;
    }
    if (residual != slice.getResidualsCount()) {
      throw new InvariantViolation("changed: too many residuals");
    }
  }

  /** Merges the entered ids into the list, from the back. */
  private void enter(ClientCell cell, ClientCell.EntityList list, KindPlan plan, KindSlice slice) {
    int count = slice.getEnteredCount();
    if ((long) count * plan.fieldCount != slice.getValuesCount()) {
      throw new InvariantViolation(
          plan.schema.name() + ": " + count + " entered, " + slice.getValuesCount() + " values");
    }
    if (count == 0) {
      return;
    }
    long lastId = count - 1L;
    for (int i = 0; i < count; i++) {
      lastId += Integer.toUnsignedLong(slice.getEntered(i));
      if (lastId > Integer.MAX_VALUE) {
        throw new InvariantViolation("entered ids do not ascend within 31 bits");
      }
    }
    list.reserve(count);
    int kept = list.size - 1;
    int id = (int) lastId;
    list.size += count;
    for (int i = count - 1, to = list.size - 1; i >= 0; i--) {
      while (kept >= 0 && list.items[kept].id > id) {
        list.items[to--] = list.items[kept--];
      }
      if (kept >= 0 && list.items[kept].id == id) {
        throw new InvariantViolation("entity " + id + " entered a cell that it is in");
      }
      list.items[to--] = enter(cell, plan, id, slice, i * plan.fieldCount);
      id -= slice.getEntered(i) + 1;
    }
  }

  private ClientEntity enter(ClientCell cell, KindPlan plan, int id, KindSlice slice, int at) {
    ClientEntity e = store.entity(id);
    if (e == null) {
      e = store.addEntity(plan, id);
    } else if (e.plan != plan) {
      throw new InvariantViolation(e + " entered as a " + plan.schema.name());
    }
    for (int f = 0; f < plan.fieldCount; f++) {
      plan.set(e.fields, f, slice.getValues(at + f));
    }
    store.place(e, cell);
    return e;
  }

  /** A keyframe replaces the cell: what was in it has to be brought again. */
  private void empty(ClientCell cell) {
    for (int k = 0; k < cell.listCount(); k++) {
      ClientCell.EntityList list = cell.list(k);
      for (int i = 0; list != null && i < list.size; i++) {
        if (list.items[i].cell == cell) {
          orphans.add(list.items[i]);
        }
      }
      if (list != null) {
        list.truncate(0);
      }
    }
    orphans.addArriving(cell);
  }

  private static String id(CellSlice slice) {
    return Integer.toUnsignedString(slice.getCell());
  }
}
