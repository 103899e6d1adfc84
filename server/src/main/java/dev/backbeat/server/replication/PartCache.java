package dev.backbeat.server.replication;

import java.util.Arrays;

/** The part that was made for a cell in the current send. */
final class PartCache {
  private int[] sends = {};
  private int[] parts = {};

  /** Whether the cell's part was made in this send; cells {@code 0 .. limit-1} are asked for. */
  boolean has(int send, int cell, int limit) {
    if (cell >= sends.length) {
      int from = sends.length;
      sends = Arrays.copyOf(sends, Math.max(limit, cell + 1));
      parts = Arrays.copyOf(parts, sends.length);
      Arrays.fill(sends, from, sends.length, -1);
    }
    return sends[cell] == send;
  }

  void put(int send, int cell, int part) {
    sends[cell] = send;
    parts[cell] = part;
  }

  int get(int cell) {
    return parts[cell];
  }
}
