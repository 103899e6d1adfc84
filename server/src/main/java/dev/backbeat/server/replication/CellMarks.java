package dev.backbeat.server.replication;

import java.util.Arrays;

/** A number per cell that is forgotten in one step: scratch memory for lists of cells. */
final class CellMarks {
  private int[] stamps = new int[64];
  private int[] values = new int[64];
  private int stamp;

  /** Forgets all; cells {@code 0 .. limit-1} may be marked. */
  void begin(int limit) {
    if (limit > stamps.length) {
      stamps = new int[Math.max(limit, stamps.length * 2)];
      values = new int[stamps.length];
      stamp = 0;
    }
    if (++stamp == 0) {
      Arrays.fill(stamps, 0);
      stamp = 1;
    }
  }

  void put(int cell, int value) {
    stamps[cell] = stamp;
    values[cell] = value;
  }

  boolean has(int cell) {
    return stamps[cell] == stamp;
  }

  int get(int cell) {
    return values[cell];
  }
}
