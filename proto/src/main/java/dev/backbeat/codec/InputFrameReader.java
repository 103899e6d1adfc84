package dev.backbeat.codec;

import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;
import java.util.Arrays;

/**
 * Reads a ClientFrame that holds inputs straight from its bytes into arrays that are used again:
 * half of all messages are such frames, and the generated parser makes six objects of each.
 *
 * <p>It understands what the encoding of a frame with one {@code inputs} body may look like: fields
 * in any order, repeated fields packed, not packed or in several pieces, unknown fields of every
 * wire type but groups, varints of up to ten bytes. Of everything else it says "not read", broken
 * bytes included; then the generated parser is to be asked, whose word counts. Not thread-safe.
 */
public final class InputFrameReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int MAX_VARINT_BYTES = 10;

  private static final int INPUTS = ClientFrame.INPUTS_FIELD_NUMBER << 3 | LENGTH_DELIMITED;
  private static final int FIRST_TICK = InputBatch.FIRST_TICK_FIELD_NUMBER << 3 | VARINT;
  private static final int VALUES = InputBatch.VALUES_FIELD_NUMBER << 3 | LENGTH_DELIMITED;
  private static final int VALUE = InputBatch.VALUES_FIELD_NUMBER << 3 | VARINT;
  private static final int PRESSES = InputBatch.PRESSES_FIELD_NUMBER << 3 | LENGTH_DELIMITED;
  private static final int PRESS = InputBatch.PRESSES_FIELD_NUMBER << 3 | VARINT;
  private static final int LAGS = InputBatch.VIEW_LAG_Q8_FIELD_NUMBER << 3 | LENGTH_DELIMITED;
  private static final int LAG = InputBatch.VIEW_LAG_Q8_FIELD_NUMBER << 3 | VARINT;

  /** Most clients never put more inputs than that into one message. */
  private static final int USUAL_INPUTS = 4;

  private final Column values;
  private final Column presses;
  private final Column lags;
  private int firstTick;

  // The place in the frame; valid while read runs. A place of -1: not readable here.
  private byte[] bytes;
  private int at;

  /** For inputs of so many axes and actions. */
  public InputFrameReader(int axes, int actions) {
    this.values = new Column(axes);
    this.presses = new Column(actions);
    this.lags = new Column(1);
  }

  /** The numbers of a repeated field; grows up to what a full batch has. */
  private static final class Column {
    final int max;
    int[] items;
    int count;

    Column(int perInput) {
      max = InputBatches.MAX_INPUTS * perInput;
      items = new int[USUAL_INPUTS * perInput];
    }

    void add(int item) {
      if (count == items.length) {
        items = Arrays.copyOf(items, Math.min(max, 2 * count));
      }
      items[count++] = item;
    }
  }

  /**
   * Reads a whole frame.
   *
   * @return false if it has to be parsed otherwise; what was read means nothing then
   */
  public boolean read(byte[] frame, int offset, int length) {
    clear();
    bytes = frame;
    at = offset;
    boolean done = readFrame(offset + length);
    bytes = null;
    return done;
  }

  /**
   * Takes a batch over from the generated class instead.
   *
   * @return false if it has more values than inputs may have; nothing is taken over then
   */
  public boolean load(InputBatch batch) {
    if (batch.getValuesCount() > values.max
        || batch.getPressesCount() > presses.max
        || batch.getViewLagQ8Count() > lags.max) {
      return false;
    }
    clear();
    firstTick = batch.getFirstTick();
    for (int i = 0; i < batch.getValuesCount(); i++) {
      values.add(batch.getValues(i));
    }
    for (int i = 0; i < batch.getPressesCount(); i++) {
      presses.add(batch.getPresses(i));
    }
    for (int i = 0; i < batch.getViewLagQ8Count(); i++) {
      lags.add(batch.getViewLagQ8(i));
    }
    return true;
  }

  /** The batch's first_tick. */
  public int firstTick() {
    return firstTick;
  }

  /** The batch's values, column-major: the live array, of {@link #valueCount} entries. */
  public int[] values() {
    return values.items;
  }

  /** How many values there are. */
  public int valueCount() {
    return values.count;
  }

  /** The batch's presses, column-major: the live array, of {@link #pressCount} entries. */
  public int[] presses() {
    return presses.items;
  }

  /** How many presses there are. */
  public int pressCount() {
    return presses.count;
  }

  /** The batch's view_lag_q8, unsigned: the live array, of {@link #viewLagCount} entries. */
  public int[] viewLagsQ8() {
    return lags.items;
  }

  /** How many view lags there are: none, or one for each input. */
  public int viewLagCount() {
    return lags.count;
  }

  /** The view lag of input {@code index}, unsigned; 0 = not stated. */
  public int viewLagQ8(int index) {
    return index < lags.count ? lags.items[index] : 0;
  }

  private void clear() {
    firstTick = 0;
    values.count = 0;
    presses.count = 0;
    lags.count = 0;
  }

  private boolean readFrame(int end) {
    boolean found = false;
    while (at < end) {
      int tag = varint(end);
      if (at < 0) {
        return false;
      }
      if (tag == INPUTS && !found) { // A second one is merged: nobody sends that.
        found = true;
        int batchEnd = lengthDelimited(end);
        if (batchEnd < 0 || !readBatch(batchEnd)) {
          return false;
        }
      } else if (tag >>> 3 <= ClientFrame.WATCH_FIELD_NUMBER || !skip(tag, end)) {
        return false;
      }
    }
    return found;
  }

  private boolean readBatch(int end) {
    while (at < end) {
      int tag = varint(end);
      if (at < 0) {
        return false;
      }
      switch (tag) {
        case FIRST_TICK -> firstTick = varint(end);
        case VALUES -> packed(end, values);
        case PRESSES -> packed(end, presses);
        case LAGS -> packed(end, lags);
        case VALUE -> add(varint(end), values);
        case PRESS -> add(varint(end), presses);
        case LAG -> add(varint(end), lags);
        default -> {
          if (tag >>> 3 <= InputBatch.VIEW_LAG_Q8_FIELD_NUMBER || !skip(tag, end)) {
            return false;
          }
        }
      }
      if (at < 0) {
        return false;
      }
    }
    return true;
  }

  private void packed(int end, Column column) {
    int packedEnd = lengthDelimited(end);
    while (at >= 0 && at < packedEnd) {
      add(varint(packedEnd), column);
    }
  }

  private void add(int raw, Column column) {
    if (at < 0) {
      return;
    }
    if (column.count == column.max) {
      at = -1;
    } else {
      column.add(column == values ? raw >>> 1 ^ -(raw & 1) : raw);
    }
  }

  /** Skips a field of no interest; false if that is not possible here. */
  private boolean skip(int tag, int end) {
    switch (tag & 7) {
      case VARINT -> varint(end);
      case FIXED64 -> at += 8;
      case FIXED32 -> at += 4;
      case LENGTH_DELIMITED -> at = lengthDelimited(end);
      default -> at = -1;
    }
    return at >= 0 && at <= end;
  }

  /** Where the length-delimited field ends that starts here; -1 if that is beyond the end. */
  private int lengthDelimited(int end) {
    int length = varint(end);
    if (at < 0 || length < 0 || length > end - at) {
      at = -1;
      return -1;
    }
    return at + length;
  }

  /** The low 32 bits of a varint, as protobuf has it. */
  private int varint(int end) {
    int value = 0;
    int bytesEnd = Math.min(end, at + MAX_VARINT_BYTES);
    for (int shift = 0; at < bytesEnd; shift += 7) {
      byte b = bytes[at++];
      if (shift < 32) {
        value |= (b & 0x7f) << shift;
      }
      if (b >= 0) {
        return value;
      }
    }
    at = -1;
    return 0;
  }
}
