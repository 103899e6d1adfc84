package dev.backbeat.server.replication;

import java.util.Arrays;

/**
 * How many bytes the slices of each cell's streams have, measured when they are encoded and
 * smoothed exponentially. In 1/16 byte. A stream that nobody takes is not encoded; its size is
 * derived from that of the nearest one that is.
 */
final class StreamSizes {
  static final int UNIT = 16;

  /** A size that was not measured for so many sends is of no use. */
  private static final int STALE_SENDS = 32;

  /** Smoothing: a new size counts a quarter. */
  private static final int SHIFT = 2;

  private final int[][] sizes = new int[WorldHistory.LEVELS][];
  private final int[][] sends = new int[WorldHistory.LEVELS][];
  private int now;

  StreamSizes() {
    for (int level = 0; level < WorldHistory.LEVELS; level++) {
      sizes[level] = new int[0];
      sends[level] = new int[0];
    }
  }

  /** A slice was encoded in a send; 0 bytes if there was nothing to say. */
  void encoded(int level, int cell, int send, int bytes, int limit) {
    now = send;
    if (cell >= sizes[level].length) {
      int from = sizes[level].length;
      sizes[level] = Arrays.copyOf(sizes[level], Math.max(limit, cell + 1));
      sends[level] = Arrays.copyOf(sends[level], sizes[level].length);
      Arrays.fill(sends[level], from, sends[level].length, -STALE_SENDS);
    }
    int[] of = sizes[level];
    boolean known = known(level, cell);
    of[cell] = known ? of[cell] + (bytes * UNIT - of[cell] >> SHIFT) : bytes * UNIT;
    sends[level][cell] = send;
  }

  private boolean known(int level, int cell) {
    return cell < sends[level].length && now - sends[level][cell] < STALE_SENDS;
  }

  /**
   * Size of a slice in 1/16 byte. A slower stream's slices are no shorter than a faster one's: what
   * is derived errs towards too much.
   *
   * @param guess what to take if no stream of the cell is encoded
   */
  int size(int level, int cell, int guess) {
    for (int distance = 0; distance < WorldHistory.LEVELS; distance++) {
      if (level + distance < WorldHistory.LEVELS && known(level + distance, cell)) {
        return sizes[level + distance][cell];
      }
      if (level - distance >= 0 && known(level - distance, cell)) {
        return sizes[level - distance][cell] / 4 * (4 + distance);
      }
    }
    return guess;
  }
}
