package dev.backbeat.client.interpolate;

import java.util.Arrays;

/**
 * The states of one entity at the frames of about the last second, oldest first. A bounded ring: it
 * grows up to its capacity, then the oldest is forgotten.
 */
final class SampleRing {
  private static final int FIRST_CAPACITY = 8;

  private final KindFields kind;
  private final int capacity;
  private int[] ticks;
  private int[] values;
  private int first;
  private int size;

  /** An empty ring of at most {@code capacity} samples, a power of two. */
  SampleRing(KindFields kind, int capacity) {
    this.kind = kind;
    this.capacity = capacity;
    this.ticks = new int[Math.min(FIRST_CAPACITY, capacity)];
    this.values = new int[ticks.length * kind.count];
  }

  int size() {
    return size;
  }

  int tick(int i) {
    return ticks[slot(i)];
  }

  int newestTick() {
    return tick(size - 1);
  }

  int value(int i, int field) {
    return values[slot(i) * kind.count + field];
  }

  int teleport(int i) {
    return kind.teleport < 0 ? 0 : value(i, kind.teleport);
  }

  /** The newest sample at or before a time; -1 = there is none. */
  int at(long tickQ8) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = low + high >>> 1;
      if ((long) tick(middle) << 8 <= tickQ8) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /** Adds a sample of a later tick; returns where its values are to be written. */
  int add(int tick) {
    if (size == ticks.length) {
      if (size < capacity) {
        grow();
      } else {
        first = first + 1 & ticks.length - 1;
        size--;
      }
    }
    int slot = slot(size++);
    ticks[slot] = tick;
    return slot * kind.count;
  }

  /** The array into which {@link #add} points. */
  int[] values() {
    return values;
  }

  /** Adds what the newest sample becomes at a later tick, as predicted. */
  void addPredicted(int tick) {
    int from = size - 1;
    int ticksOn = tick - tick(from);
    int at = add(tick);
    // If the ring was full the newest one's index has moved, by one.
    int before = slot(size - 2) * kind.count;
    for (int f = 0; f < kind.count; f++) {
      values[at + f] = predicted(before, f, ticksOn);
    }
  }

  /** A field of the newest sample, moved on as predicted. */
  int predictedFromNewest(int field, int ticksOn) {
    return predicted(slot(size - 1) * kind.count, field, ticksOn);
  }

  /** Forgets the samples of later ticks; returns whether there were any. */
  boolean dropAfter(int tick) {
    boolean any = false;
    while (size > 0 && newestTick() > tick) {
      size--;
      any = true;
    }
    return any;
  }

  private int predicted(int at, int field, int ticksOn) {
    int by = kind.predictors[field];
    int from = values[at + field];
    return by < 0 ? from : kind.fields[field].normalize(from + values[at + by] * ticksOn);
  }

  private void grow() {
    int length = ticks.length;
    int[] newTicks = Arrays.copyOf(ticks, length * 2);
    int[] newValues = new int[values.length * 2];
    for (int i = 0; i < size; i++) {
      newTicks[i] = tick(i);
      System.arraycopy(values, slot(i) * kind.count, newValues, i * kind.count, kind.count);
    }
    ticks = newTicks;
    values = newValues;
    first = 0;
  }

  private int slot(int i) {
    return first + i & ticks.length - 1;
  }
}
