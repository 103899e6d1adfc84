package dev.backbeat.server.broadcast;

import java.util.Arrays;

/** A growing list of ints; cleared and filled again without allocation. One thread at a time. */
public final class IntList {
  private static final int[] NONE = {};

  // Most of a seat's lists stay empty.
  private int[] items = NONE;
  private int size;

  /** An empty list. */
  public IntList() {}

  /** Appends an item. */
  public void add(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, Math.max(4, size * 2));
    }
    items[size++] = item;
  }

  /** The item at an index below {@link #size}. */
  public int get(int index) {
    return items[index];
  }

  /** Number of items. */
  public int size() {
    return size;
  }

  /** Forgets the items, keeps the memory. */
  public void clear() {
    size = 0;
  }

  /** Replaces the item at an index below {@link #size}. */
  public void set(int index, int item) {
    items[index] = item;
  }

  /** Removes the item at an index; those behind it move up. */
  public void removeAt(int index) {
    System.arraycopy(items, index + 1, items, index, --size - index);
  }

  /** Removes the first item of this value, if any; the last one takes its place. */
  public void removeUnordered(int item) {
    for (int i = 0; i < size; i++) {
      if (items[i] == item) {
        items[i] = items[--size];
        return;
      }
    }
  }
}
