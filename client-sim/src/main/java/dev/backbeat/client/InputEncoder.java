package dev.backbeat.client;

import dev.backbeat.codec.InputBatches;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;
import io.vertx.core.buffer.Buffer;

/**
 * Writes a ClientFrame with an InputBatch straight into bytes: this happens once per client and
 * tick, and building protobuf messages for it would be most of a light client's work.
 *
 * <p>Inputs are added in the order of their ticks and kept column by column, as the batch has them.
 * Not thread-safe.
 */
public final class InputEncoder {
  /** The server refuses more inputs in one batch. */
  public static final int MAX_INPUTS = InputBatches.MAX_INPUTS;

  private static final int INPUTS_TAG = ClientFrame.INPUTS_FIELD_NUMBER << 3 | 2;
  private static final int FIRST_TICK_TAG = InputBatch.FIRST_TICK_FIELD_NUMBER << 3;
  private static final int VALUES_TAG = InputBatch.VALUES_FIELD_NUMBER << 3 | 2;
  private static final int PRESSES_TAG = InputBatch.PRESSES_FIELD_NUMBER << 3 | 2;
  private static final int VIEW_LAG_TAG = InputBatch.VIEW_LAG_Q8_FIELD_NUMBER << 3 | 2;
  private static final int MAX_VARINT_BYTES = 5;

  private final int axes;
  private final int actions;
  private final int[] values;
  private final int[] presses;
  private final int[] viewLagsQ8 = new int[MAX_INPUTS];
  private boolean viewStated;
  private byte[] out = new byte[64];
  private int at;
  private int count;

  /** An encoder of inputs with that many axes and actions. */
  public InputEncoder(int axes, int actions) {
    this.axes = axes;
    this.actions = actions;
    this.values = new int[axes * MAX_INPUTS];
    this.presses = new int[actions * MAX_INPUTS];
  }

  /** Adds the next tick's input; at most {@link #MAX_INPUTS} until they are encoded. */
  public void add(PlayerInput input) {
    add(input, 0);
  }

  /**
   * Adds the next tick's input.
   *
   * @param viewLagQ8 how far the world that the player looked at lay behind the input's tick, in
   *     1/256 tick; 0 = not stated
   */
  public void add(PlayerInput input, int viewLagQ8) {
    if (count == MAX_INPUTS) {
      throw new IllegalStateException("a batch holds at most " + MAX_INPUTS + " inputs");
    }
    for (int a = 0; a < axes; a++) {
      values[a * MAX_INPUTS + count] = input.axes[a];
    }
    for (int p = 0; p < actions; p++) {
      presses[p * MAX_INPUTS + count] = input.presses[p];
    }
    viewLagsQ8[count] = viewLagQ8;
    viewStated |= viewLagQ8 != 0;
    count++;
  }

  /** Inputs added since the last {@link #encode}. */
  public int count() {
    return count;
  }

  /** Forgets the inputs that were added. */
  void clear() {
    count = 0;
    viewStated = false;
  }

  /**
   * The message with all inputs that were added; starts anew.
   *
   * @param firstTick tick of the first of them; 0 = the next one, for a single input
   */
  public Buffer encode(int firstTick) {
    int most = 5 * (1 + MAX_VARINT_BYTES) + count * (axes + actions + 1) * MAX_VARINT_BYTES;
    if (out.length < most) {
      out = new byte[most];
    }
    at = 0;
    int valuesBytes = packedBytes(values, axes, true);
    int pressesBytes = packedBytes(presses, actions, false);
    int viewBytes = viewStated ? packedBytes(viewLagsQ8, 1, false) : 0;
    int body = firstTick == 0 ? 0 : 1 + varintBytes(firstTick);
    body += valuesBytes == 0 ? 0 : 1 + varintBytes(valuesBytes) + valuesBytes;
    body += pressesBytes == 0 ? 0 : 1 + varintBytes(pressesBytes) + pressesBytes;
    body += viewBytes == 0 ? 0 : 1 + varintBytes(viewBytes) + viewBytes;
    varint(INPUTS_TAG);
    varint(body);
    if (firstTick != 0) {
      varint(FIRST_TICK_TAG);
      varint(firstTick);
    }
    packed(VALUES_TAG, values, axes, valuesBytes, true);
    packed(PRESSES_TAG, presses, actions, pressesBytes, false);
    packed(VIEW_LAG_TAG, viewLagsQ8, 1, viewBytes, false);
    clear();
    return Buffer.buffer(at).appendBytes(out, 0, at);
  }

  private int packedBytes(int[] columns, int width, boolean zigzag) {
    int sum = 0;
    for (int c = 0; c < width; c++) {
      for (int i = 0; i < count; i++) {
        int v = columns[c * MAX_INPUTS + i];
        sum += varintBytes(zigzag ? v << 1 ^ v >> 31 : v);
      }
    }
    return sum;
  }

  private void packed(int tag, int[] columns, int width, int length, boolean zigzag) {
    if (length == 0) {
      return;
    }
    varint(tag);
    varint(length);
    for (int c = 0; c < width; c++) {
      for (int i = 0; i < count; i++) {
        int v = columns[c * MAX_INPUTS + i];
        varint(zigzag ? v << 1 ^ v >> 31 : v);
      }
    }
  }

  private void varint(int value) {
    int v = value;
    while ((v & ~0x7f) != 0) {
      out[at++] = (byte) (v | 0x80);
      v >>>= 7;
    }
    out[at++] = (byte) v;
  }

  /** 1 to 5: seven bits each. */
  private static int varintBytes(int value) {
    return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
  }
}
