package dev.backbeat.server.replication;

import dev.backbeat.codec.WireBuffer;
import dev.backbeat.server.broadcast.CommittedTick;
import java.util.Arrays;

/**
 * Encoded items (events, lines of text) gathered from one send tick to the next, each for one
 * target: a cell, the whole room, a seat. Each target's items become one part of the committed
 * tick, made when it is first asked for.
 *
 * <p>Bounded in items and bytes per send; what comes when it is full is dropped and counted for its
 * target.
 */
final class TargetedLog {
  private static final int NONE = -1;

  private final int maxItems;
  private final int maxBytes;
  private final WireBuffer bytes = new WireBuffer();
  private int[] ends = new int[16];
  private int[] next = new int[16];
  private int items;

  private final int[] first;
  private final int[] last;
  private final int[] counts;
  private final int[] lost;
  private final int[] parts;

  // Targets that are not as new, so that clearing need not visit all of them.
  private final boolean[] touched;
  private int[] touchedTargets = new int[16];
  private int touchedCount;

  TargetedLog(int targets, int maxItems, int maxBytes) {
    this.maxItems = maxItems;
    this.maxBytes = maxBytes;
    first = new int[targets];
    last = new int[targets];
    counts = new int[targets];
    lost = new int[targets];
    parts = new int[targets];
    Arrays.fill(first, NONE);
    Arrays.fill(parts, NONE);
    touched = new boolean[targets];
  }

  /** Whether another item fits; if not, it is counted as lost for the target. */
  boolean admits(int target) {
    touch(target);
    if (items < maxItems && bytes.size() < maxBytes) {
      return true;
    }
    lost[target]++;
    return false;
  }

  /** Whether nothing was added, and nothing lost, since the last send. */
  boolean isEmpty() {
    return touchedCount == 0;
  }

  /** Where the item is written that {@link #admits} let in; {@link #add} ends it. */
  WireBuffer bytes() {
    return bytes;
  }

  /** Takes what was written since the last item, for the target. */
  void add(int target) {
    if (items == ends.length) {
      ends = Arrays.copyOf(ends, items * 2);
      next = Arrays.copyOf(next, items * 2);
    }
    int item = items++;
    ends[item] = bytes.size();
    next[item] = NONE;
    if (first[target] == NONE) {
      first[target] = item;
    } else {
      next[last[target]] = item;
    }
    last[target] = item;
    counts[target]++;
  }

  /** The target's items are of no use any more. */
  void forget(int target) {
    first[target] = NONE;
    counts[target] = 0;
    lost[target] = 0;
  }

  /** Items for the target, those included that did not fit. */
  int total(int target) {
    return counts[target] + lost[target];
  }

  /** Items that did not fit. */
  int lost(int target) {
    return lost[target];
  }

  /** The part of the target's items, or {@link CommittedTick#NONE}; made once per send. */
  int part(int target, CommittedTick tick) {
    if (parts[target] == NONE && first[target] != NONE) {
      int from = tick.bytes().size();
      for (int item = first[target]; item != NONE; item = next[item]) {
        int start = item == 0 ? 0 : ends[item - 1];
        tick.bytes().putBytes(bytes.array(), start, ends[item] - start);
      }
      parts[target] = tick.part(from, counts[target]);
    }
    return parts[target];
  }

  /** The send is done. */
  void clear() {
    for (int i = 0; i < touchedCount; i++) {
      int target = touchedTargets[i];
      touched[target] = false;
      parts[target] = NONE;
      forget(target);
    }
    touchedCount = 0;
    items = 0;
    bytes.clear();
  }

  private void touch(int target) {
    if (touched[target]) {
      return;
    }
    touched[target] = true;
    if (touchedCount == touchedTargets.length) {
      touchedTargets = Arrays.copyOf(touchedTargets, touchedCount * 2);
    }
    touchedTargets[touchedCount++] = target;
  }
}
