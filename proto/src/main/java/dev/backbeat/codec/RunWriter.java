package dev.backbeat.codec;

import java.util.Arrays;

/**
 * Forms the runs of {@code KindSlice.changed}.
 *
 * <p>A run has one header for consecutive entities, and one mask. An entity joins the open run
 * wherever that takes fewer bytes than a run of its own, greedily: residuals that are 0 are written
 * for fields that it lacks, for fields that it adds to the entities before it, and for unchanged
 * entities in between. The open run is therefore held back until it closes.
 */
final class RunWriter {
  private final WireBuffer changed = new WireBuffer();
  private final WireBuffer residuals = new WireBuffer();

  // The open run: each entity's own mask, and its residuals one after the other.
  private int[] masks = new int[64];
  private int[] values = new int[256];
  private int valueCount;
  private int gap;
  private int length;
  private int mask;

  private int nextRank;

  /** The lowest rank that may come next. */
  int nextRank() {
    return nextRank;
  }

  WireBuffer changed() {
    return changed;
  }

  WireBuffer residuals() {
    return residuals;
  }

  void clear() {
    changed.clear();
    residuals.clear();
    length = 0;
    valueCount = 0;
    nextRank = 0;
  }

  /** The entity at {@code rank} has residuals; {@code byField[f]} for each bit f of the mask. */
  void add(int rank, int entityMask, int[] byField) {
    int skipped = rank - nextRank;
    if (length > 0 && joiningCost(skipped, entityMask) < headerSize(skipped, 1, entityMask)) {
      reserve(skipped + 1);
      Arrays.fill(masks, length, length + skipped, 0);
      length += skipped;
      mask |= entityMask;
    } else {
      finish();
      reserve(1);
      gap = skipped;
      mask = entityMask;
    }
    masks[length++] = entityMask;
    for (int m = entityMask; m != 0; m &= m - 1) {
      values[valueCount++] = byField[Integer.numberOfTrailingZeros(m)];
    }
    nextRank = rank + 1;
  }

  /** Writes the open run. */
  void finish() {
    if (length == 0) {
      return;
    }
    changed.putVarint(gap << 1 | (length > 1 ? 1 : 0));
    if (length > 1) {
      changed.putVarint(length - 2);
    }
    changed.putVarint(mask);
    int v = 0;
    for (int i = 0; i < length; i++) {
      int own = masks[i];
      for (int m = mask; m != 0; m &= m - 1) {
        boolean has = (own & m & -m) != 0;
        residuals.putZigZag(has ? values[v++] : 0);
      }
    }
    length = 0;
    valueCount = 0;
  }

  /** Bytes that the open run grows by, beyond the entity's own residuals. */
  private int joiningCost(int skipped, int entityMask) {
    int union = mask | entityMask;
    long zeros =
        (long) length * Integer.bitCount(union & ~mask)
            + (long) skipped * Integer.bitCount(union)
            + Integer.bitCount(union & ~entityMask);
    int header = headerSize(gap, length + skipped + 1, union) - headerSize(gap, length, mask);
    return (int) Math.min(Integer.MAX_VALUE, header + zeros);
  }

  private static int headerSize(int gap, int length, int mask) {
    int size = WireBuffer.varintSize(gap << 1) + WireBuffer.varintSize(mask);
    return length > 1 ? size + WireBuffer.varintSize(length - 2) : size;
  }

  private void reserve(int entities) {
    if (masks.length < length + entities) {
      masks = Arrays.copyOf(masks, Math.max(masks.length * 2, length + entities));
    }
    if (values.length < valueCount + Integer.SIZE) {
      values = Arrays.copyOf(values, values.length * 2);
    }
  }
}
