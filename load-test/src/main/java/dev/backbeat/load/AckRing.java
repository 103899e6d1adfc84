package dev.backbeat.load;

/**
 * Inputs of one client that wait for their acknowledgement, oldest first: the tick of each and the
 * moment at which it was due to be written. Bounded; the oldest is overwritten. One thread.
 */
final class AckRing {
  private final long[] ticks;
  private final long[] dueNs;
  private int head;
  private int size;

  /**
   * @param capacity a power of two
   */
  AckRing(int capacity) {
    ticks = new long[capacity];
    dueNs = new long[capacity];
  }

  /** An input for {@code tick}, which is above that of every earlier one. */
  void add(long tick, long inputDueNs) {
    int mask = ticks.length - 1;
    if (size == ticks.length) {
      head = head + 1 & mask;
      size--;
    }
    int i = head + size & mask;
    ticks[i] = tick;
    dueNs[i] = inputDueNs;
    size++;
  }

  /** Whether the oldest waiting input is acknowledged by {@code inputTick}. */
  boolean acknowledges(long inputTick) {
    return size > 0 && ticks[head] <= inputTick;
  }

  /** Removes the oldest and returns when it was due. */
  long poll() {
    long due = dueNs[head];
    head = head + 1 & ticks.length - 1;
    size--;
    return due;
  }

  /** How many of those that wait were due in {@code [fromNs, toNs)}. */
  int waiting(long fromNs, long toNs) {
    int n = 0;
    for (int k = 0; k < size; k++) {
      long due = dueNs[head + k & ticks.length - 1];
      if (due - fromNs >= 0 && due - toNs < 0) {
        n++;
      }
    }
    return n;
  }
}
