package dev.backbeat.load.protocol;

import java.util.Arrays;

/**
 * Decides which inputs of one client are sent, and writes them into one reused array: a run of
 * equal inputs is sent once and again when a keepalive is due, for the server holds it; where the
 * server wants it, two or four go into one message (docs/protocol.md, Inputs). No actions are
 * pressed. One thread.
 */
final class InputMessages {
  static final int KEEPALIVE_MS = 400;
  static final int MAX_BATCH_MS = 200;

  private static final int TAG_INPUTS = 2 << 3 | 2;
  private static final int TAG_FIRST_TICK = 1 << 3;
  private static final int TAG_VALUES = 2 << 3 | 2;
  private static final int TAG_PRESSES = 3 << 3 | 2;
  private static final int MAX_INPUTS = 32;

  private final int axes;
  private final int actions;
  private final boolean runs;
  private final int mostBatchTicks;
  private final int keepaliveTicks;
  private final int[] pending;
  private final long[] dueNs = new long[MAX_INPUTS];
  private final boolean[] filled = new boolean[MAX_INPUTS];
  private final int[] newest;
  private final byte[] message;
  private int batchTicks = 1;
  private long firstTick;
  private int count;
  private boolean changed = true;
  private long sentTick;
  private int length;

  /**
   * @param runs whether unchanged inputs are left out
   */
  InputMessages(int tickHz, int inputHz, int axes, int actions, boolean runs) {
    this.axes = axes;
    this.actions = actions;
    this.runs = runs;
    this.mostBatchTicks = inputHz > tickHz ? 1 : tickHz * MAX_BATCH_MS / 1000;
    this.keepaliveTicks = Math.max(1, tickHz * KEEPALIVE_MS / 1000);
    this.pending = new int[MAX_INPUTS * axes];
    this.newest = new int[axes];
    // Three tags and lengths of at most 6 bytes, the tick, 5 bytes per axis, 1 per action.
    this.message = new byte[32 + MAX_INPUTS * (5 * axes + actions)];
  }

  /** How many inputs the server wants in a message. */
  void batchTicks(int wanted) {
    batchTicks = Math.max(1, Math.min(wanted, Math.min(MAX_INPUTS, mostBatchTicks)));
  }

  /** How many ticks a message is for. */
  int batchTicks() {
    return batchTicks;
  }

  /**
   * The next input. Ticks between it and the one before get that one's values, where they go into
   * the same message.
   *
   * @param inputDueNs the moment at which it should have been sent
   * @param always whether it is sent even if it changes nothing
   * @return whether a message is due: {@link #message}, {@link #length}
   */
  boolean add(long tick, int[] values, long inputDueNs, boolean always) {
    if (count > 0 && (tick < firstTick + count || tick >= firstTick + MAX_INPUTS)) {
      count = 0;
    }
    if (count == 0) {
      firstTick = tick;
    }
    while (firstTick + count < tick) {
      append(newest, 0, true);
    }
    changed |= !Arrays.equals(values, newest);
    System.arraycopy(values, 0, newest, 0, axes);
    append(values, inputDueNs, false);
    if (count < batchTicks) {
      return false;
    }
    if (runs && !changed && !always && tick - sentTick < keepaliveTicks) {
      count = 0;
      return false;
    }
    write();
    changed = false;
    sentTick = tick;
    return true;
  }

  private void append(int[] values, long inputDueNs, boolean fills) {
    for (int a = 0; a < axes; a++) {
      pending[a * MAX_INPUTS + count] = values[a];
    }
    dueNs[count] = inputDueNs;
    filled[count] = fills;
    count++;
  }

  /**
   * Tells which inputs are in the message that is due, oldest first; then they are forgotten.
   *
   * @return how many they are
   */
  int sent(ClientEvents events, long newerThanTick) {
    int inputs = count;
    for (int i = 0; i < count; i++) {
      if (!filled[i] && firstTick + i > newerThanTick) {
        events.awaitAck(firstTick + i, dueNs[i]);
      }
    }
    count = 0;
    return inputs;
  }

  byte[] message() {
    return message;
  }

  int length() {
    return length;
  }

  private void write() {
    int valuesLength = 0;
    for (int a = 0; a < axes; a++) {
      for (int i = 0; i < count; i++) {
        valuesLength += size(zigzag(pending[a * MAX_INPUTS + i]));
      }
    }
    int pressesLength = actions * count;
    int body = 1 + size(firstTick);
    if (axes > 0) {
      body += 1 + size(valuesLength) + valuesLength;
    }
    if (actions > 0) {
      body += 1 + size(pressesLength) + pressesLength;
    }
    int at = put(0, TAG_INPUTS);
    at = put(at, body);
    at = put(at, TAG_FIRST_TICK);
    at = put(at, firstTick);
    if (axes > 0) {
      at = put(at, TAG_VALUES);
      at = put(at, valuesLength);
      for (int a = 0; a < axes; a++) {
        for (int i = 0; i < count; i++) {
          at = put(at, zigzag(pending[a * MAX_INPUTS + i]));
        }
      }
    }
    if (actions > 0) {
      at = put(at, TAG_PRESSES);
      at = put(at, pressesLength);
      Arrays.fill(message, at, at + pressesLength, (byte) 0);
      at += pressesLength;
    }
    length = at;
  }

  private static long zigzag(int value) {
    return (value << 1 ^ value >> 31) & 0xffffffffL;
  }

  private static int size(long value) {
    return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }

  private int put(int at, long value) {
    int i = at;
    long rest = value;
    while (rest > 0x7f) {
      message[i++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    message[i++] = (byte) rest;
    return i;
  }
}
