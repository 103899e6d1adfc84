package dev.backbeat.client.predict;

/** The states of the last seconds, tick by tick without a gap. A bounded ring. */
final class StateRing {
  private static final int KEPT_S = 4;

  private final int length;
  private final int mask;
  private final int[] slots;
  private int oldestTick;
  private int newestTick = -1;

  StateRing(int length, int tickHz) {
    this.length = length;
    int capacity = Integer.highestOneBit(KEPT_S * tickHz) * 2;
    this.mask = capacity - 1;
    this.slots = new int[capacity * length];
  }

  /** The state of this tick is all that is known. */
  void restart(int tick, int[] state) {
    oldestTick = tick;
    newestTick = tick - 1;
    add(tick, state);
  }

  /** The tick after the newest one. */
  void add(int tick, int[] state) {
    System.arraycopy(state, 0, slots, at(tick), length);
    newestTick = tick;
    oldestTick = Math.max(oldestTick, tick - mask);
  }

  int oldestTick() {
    return oldestTick;
  }

  int newestTick() {
    return newestTick;
  }

  boolean has(int tick) {
    return tick >= oldestTick && tick <= newestTick;
  }

  int value(int tick, int slot) {
    return slots[at(tick) + slot];
  }

  void copy(int tick, int[] into) {
    System.arraycopy(slots, at(tick), into, 0, length);
  }

  void copyNewest(int[] into) {
    copy(newestTick, into);
  }

  boolean same(StateLayout layout, int tick, int[] authoritative) {
    return layout.same(slots, at(tick), authoritative);
  }

  private int at(int tick) {
    return (tick & mask) * length;
  }
}
