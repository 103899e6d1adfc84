package dev.backbeat.codec;

import java.util.Arrays;

/**
 * Records that lost their cell in the current frame: they left, or a keyframe of their cell does
 * not have them. They wait until the frame's end, because another of its slices may bring them.
 */
final class Orphans {
  private final ClientCell.EntityList records = new ClientCell.EntityList();
  private int[] destinations = new int[16];
  private boolean[] hasDestination = new boolean[16];

  void clear() {
    records.truncate(0);
  }

  /** The record names no cell any more. */
  void add(ClientEntity e) {
    add(e, false, 0);
  }

  /** The record is said to have gone to {@code destination}. */
  void addLeft(ClientEntity e, int destination) {
    add(e, true, destination);
  }

  /** All that was on its way to {@code cell}. */
  void addArriving(ClientCell cell) {
    for (int i = 0; i < cell.arriving.size; i++) {
      if (cell.arrives(i)) {
        add(cell.arriving.items[i]);
      }
    }
    cell.arriving.truncate(0);
  }

  /**
   * The frame's end: a record that no slice has brought waits at its destination if that is held,
   * else it is gone.
   */
  void settle(EntityStore store) {
    for (int i = 0; i < records.size; i++) {
      ClientEntity e = records.items[i];
      if (e.cell != null || e.index < 0) {
        continue;
      }
      ClientCell destination = hasDestination[i] ? store.cell(destinations[i]) : null;
      if (destination == null) {
        store.removeEntity(e, false);
      } else {
        store.place(e, destination);
        destination.addArriving(e);
      }
    }
    records.truncate(0);
  }

  private void add(ClientEntity e, boolean destinationKnown, int destination) {
    if (records.size == destinations.length) {
      destinations = Arrays.copyOf(destinations, records.size * 2);
      hasDestination = Arrays.copyOf(hasDestination, records.size * 2);
    }
    destinations[records.size] = destination;
    hasDestination[records.size] = destinationKnown;
    records.add(e);
    e.cell = null;
  }
}
