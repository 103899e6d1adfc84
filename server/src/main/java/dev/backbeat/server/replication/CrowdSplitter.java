package dev.backbeat.server.replication;

import dev.backbeat.server.broadcast.IntList;

/**
 * Splits crowded cells, so that a client's priorities mean something in a crowd where all stand in
 * one square, and puts them together again when the crowd is gone.
 *
 * <p>While clients are over their budget, a cell is split if it has more than {@link
 * #SPLIT_ENTITIES} and its full stream takes more than a quarter of a client's budget. Four parts
 * that are {@link #MERGE_AFTER_SENDS} old become one again when they have at most {@link
 * #MERGE_ENTITIES} together, or nobody has been over his budget for as long: each part costs some
 * bytes of its own.
 */
final class CrowdSplitter {
  static final int SPLIT_ENTITIES = 48;
  static final int MERGE_ENTITIES = 28;
  static final int MERGE_AFTER_SENDS = 64;

  /** The crowd is looked at after so many sends. */
  static final int LOOK_SENDS = 8;

  /** At most so many cells are split at one look, counting parts that are split at once again. */
  private static final int MAX_SPLITS = 16;

  private final CellSpace space;
  private final WorldHistory history;
  private final StreamSizes sizes;
  private int splits;

  CrowdSplitter(CellSpace space, WorldHistory history, StreamSizes sizes) {
    this.space = space;
    this.history = history;
    this.sizes = sizes;
  }

  /**
   * Before the world of the next send is taken: splits and merges by the one before.
   *
   * @param budget in 1/16 byte per send
   * @param sendsInBudget for how many sends nobody has been over it
   */
  void look(int send, int budget, int sendsInBudget) {
    merge(send, sendsInBudget > MERGE_AFTER_SENDS);
    if (sendsInBudget > LOOK_SENDS) {
      return;
    }
    splits = 0;
    int limit = space.limit();
    for (int cell = 0; cell < limit && splits < MAX_SPLITS; cell++) {
      int count = history.placedIn(cell);
      if (count > SPLIT_ENTITIES && canSplit(cell) && sizes.size(0, cell, 0) > budget / 4) {
        split(cell, cell, send);
      }
    }
  }

  private boolean canSplit(int cell) {
    int grids = space.grid().cells();
    return cell < grids ? space.grid().hasPlace(cell) && !space.split(cell) : space.isLeaf(cell);
  }

  /** Splits a leaf, and those of its parts again that would still be crowded. */
  private void split(int crowded, int leaf, int send) {
    if (splits >= MAX_SPLITS || !space.splitLeaf(leaf, send)) {
      return;
    }
    splits++;
    int block = space.firstPart(leaf);
    for (int part = block; part < block + 4; part++) {
      if (count(crowded, part) > SPLIT_ENTITIES) {
        split(crowded, part, send);
      }
    }
  }

  /** How many of those who were in the crowded cell would be in a leaf. */
  private int count(int crowded, int leaf) {
    int square = space.squareOf(crowded);
    int sum = 0;
    for (int k = 0; k < history.kinds(); k++) {
      KindSnapshot now = history.now(k);
      int end = now.firstOf(crowded) + now.sizeOf(crowded);
      for (int i = now.firstOf(crowded); now.placed() && i < end; i++) {
        int row = now.row(i);
        int at = space.leaf(square, now.id(row), now.x(row), now.y(row), KindSnapshot.NONE);
        sum += at == leaf ? 1 : 0;
      }
    }
    return sum;
  }

  private void merge(int send, boolean all) {
    IntList blocks = space.blocks();
    for (int i = blocks.size() - 1; i >= 0; i--) {
      int block = blocks.get(i);
      if (space.mergeable(block, send, MERGE_AFTER_SENDS)
          && (all || entities(block) <= MERGE_ENTITIES)) {
        space.merge(block, send);
      }
    }
  }

  private int entities(int block) {
    int sum = 0;
    for (int part = block; part < block + 4; part++) {
      sum += history.placedIn(space.grid().cells() + part);
    }
    return sum;
  }
}
