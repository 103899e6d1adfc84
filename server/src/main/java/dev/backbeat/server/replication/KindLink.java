package dev.backbeat.server.replication;

import java.util.Arrays;

/** Which rows of two snapshots of one kind are the same entity. */
final class KindLink {
  private int[] before = new int[0];
  private int[] after = new int[0];

  /** Merge-join by id; both lists ascend. */
  void join(KindSnapshot base, KindSnapshot now) {
    before = withRoom(before, now.count());
    after = withRoom(after, base.count());
    int bases = base.count();
    int old = 0;
    for (int row = 0; row < now.count(); row++) {
      int id = now.id(row);
      while (old < bases && base.id(old) < id) {
        after[old++] = KindSnapshot.NONE;
      }
      if (old < bases && base.id(old) == id) {
        before[row] = old;
        after[old++] = row;
      } else {
        before[row] = KindSnapshot.NONE;
      }
    }
    Arrays.fill(after, old, bases, KindSnapshot.NONE);
  }

  private static int[] withRoom(int[] rows, int count) {
    return count <= rows.length ? rows : new int[Math.max(16, Math.max(count, rows.length * 2))];
  }

  /** The row that the entity had in the base, or {@link KindSnapshot#NONE}. */
  int before(int row) {
    return before[row];
  }

  /** The row that the base's entity has now, or {@link KindSnapshot#NONE}. */
  int after(int baseRow) {
    return after[baseRow];
  }
}
