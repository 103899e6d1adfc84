package dev.backbeat.server.replication;

import dev.backbeat.server.broadcast.IntList;

/**
 * Chooses, for one client and each cell in its view, one of the cell's shared streams, so that what
 * the client gets stays within a budget of bytes.
 *
 * <p>Every cell gets the slowest stream first; what is left of the budget goes to the cells in the
 * order of their distance, each of which gets the fastest stream that still fits. The client's own
 * cell always has the fastest. A cell that stays with the slowest one gains priority, a step in
 * distance for every {@link #PATIENCE} plans, until it has had its turn. A faster stream than
 * before must fit with an eighth of the budget to spare, so that nobody flaps.
 *
 * <p>State of a stream: the level that the client takes, the one that is wanted from the next send
 * on at which both have a slice, and for how many plans it has been the slowest.
 */
final class StreamPlanner {
  /** A client's plan is made anew after so many sends, and whenever its cells change. */
  static final int PLAN_SENDS = 8;

  /** Bytes of a frame beside its slices: tick, input tick, lead, and the frame's own header. */
  static final int FRAME_BYTES = 14;

  private static final int SLOWEST = WorldHistory.LEVELS - 1;
  private static final int LEVEL = 3;
  private static final int WANTED_SHIFT = 2;
  private static final int STARVED_SHIFT = 4;
  private static final int MAX_STARVED = 255;
  private static final int PATIENCE = 8;
  private static final int BYTES_PER_ENTITY_GUESS = 5;

  private final CellSpace space;
  private final WorldHistory history;
  private final StreamSizes sizes;
  private int[] order = new int[32];
  private long[] keys = new long[32];

  StreamPlanner(CellSpace space, WorldHistory history, StreamSizes sizes) {
    this.space = space;
    this.history = history;
    this.sizes = sizes;
  }

  static int level(int stream) {
    return stream & LEVEL;
  }

  static int wanted(int stream) {
    return stream >> WANTED_SHIFT & LEVEL;
  }

  /** The stream once the client has changed to the level that is wanted. */
  static int changed(int stream) {
    return stream & ~LEVEL | wanted(stream);
  }

  /** The stream with level and wish set to the fastest. */
  static int fastest() {
    return 0;
  }

  /**
   * Plans the streams of a view.
   *
   * @param budget in 1/16 byte per send
   * @param slower whether slower streams may be wanted at all
   * @return whether all cells at full rate would be over the budget
   */
  boolean plan(View view, int budget, boolean slower) {
    IntList cells = view.cells();
    IntList streams = view.streams();
    int left = Math.max(0, budget - FRAME_BYTES * StreamSizes.UNIT);
    long total = 0;
    int any = 0;
    for (int i = 0; i < cells.size(); i++) {
      total += cost(0, cells.get(i));
      any |= streams.get(i);
    }
    if (total <= (any == 0 ? left : left - left / 8)) {
      for (int i = 0; any != 0 && i < cells.size(); i++) {
        streams.set(i, level(streams.get(i)));
      }
      return false;
    }
    if (slower) {
      choose(view, left);
    }
    return true;
  }

  private void choose(View view, int left) {
    IntList cells = view.cells();
    IntList streams = view.streams();
    rank(view);
    long spent = 0;
    for (int i = 0; i < cells.size(); i++) {
      spent += cost(SLOWEST, cells.get(i));
    }
    for (int n = 0; n < cells.size(); n++) {
      int i = order[n];
      int cell = cells.get(i);
      int stream = streams.get(i);
      int slowest = cost(SLOWEST, cell);
      int level = cell == view.home() ? 0 : SLOWEST;
      for (int faster = 0; faster < level; faster++) {
        int limit = faster < wanted(stream) ? left - left / 8 : left;
        if (spent - slowest + cost(faster, cell) <= limit) {
          level = faster;
        }
      }
      spent += cost(level, cell) - slowest;
      int starved = stream >> STARVED_SHIFT;
      starved = level == SLOWEST ? Math.min(MAX_STARVED, starved + 1) : Math.max(0, starved - 8);
      streams.set(i, level(stream) | level << WANTED_SHIFT | starved << STARVED_SHIFT);
    }
  }

  /** Bytes per send of a stream, in 1/16. */
  private int cost(int level, int cell) {
    return sizes.size(level, cell, guess(cell)) >> level;
  }

  private int guess(int cell) {
    return history.placedIn(cell) * BYTES_PER_ENTITY_GUESS * StreamSizes.UNIT;
  }

  /** Puts the view's cells into the order in which they get what is left; insertion sort. */
  private void rank(View view) {
    IntList cells = view.cells();
    if (order.length < cells.size()) {
      order = new int[cells.size() * 2];
      keys = new long[order.length];
    }
    for (int i = 0; i < cells.size(); i++) {
      long key = priority(view, i);
      int at = i;
      for (; at > 0 && keys[at - 1] > key; at--) {
        keys[at] = keys[at - 1];
        order[at] = order[at - 1];
      }
      keys[at] = key;
      order[at] = i;
    }
  }

  private long priority(View view, int i) {
    int cell = view.cells().get(i);
    if (cell == view.home()) {
      return Long.MIN_VALUE;
    }
    int starved = (view.streams().get(i) >> STARVED_SHIFT) / PATIENCE;
    long distance = space.distance(cell, view.centreX(), view.centreY());
    return distance - (long) starved * (view.radius() / 4 + 1);
  }
}
