package dev.backbeat.load.protocol;

import dev.backbeat.v1.Axis;
import dev.backbeat.v1.InputSchema;
import java.util.SplittableRandom;

/**
 * What one client presses: a random direction at full speed and a random aim, anew with every n-th
 * input; no actions. Works with any game: axes that the arena does not have get random values in
 * their bounds. Inputs of successive ticks wait until the server's wish for a message of several is
 * met. Writes the finished ClientFrame into one reused array. One thread.
 */
final class InputScript {
  private static final int TAG_INPUTS = 2 << 3 | 2;
  private static final int TAG_FIRST_TICK = 1 << 3;
  private static final int TAG_VALUES = 2 << 3 | 2;
  private static final int TAG_PRESSES = 3 << 3 | 2;

  /** Inputs in one message, at most. */
  static final int MAX_INPUTS = 4;

  private final SplittableRandom random;
  private final int turnEvery;
  private final int[] min;
  private final int[] max;
  private final int moveX;
  private final int moveY;
  private final int[] values;
  private final int[] waitingValues;
  private final int actions;
  private final byte[] message;
  private int untilTurn;
  private long firstTick;
  private int waiting;
  private int length;

  /**
   * @param firstTurn inputs before the first turn, so that not all clients turn at once
   */
  InputScript(InputSchema schema, int turnEvery, int firstTurn, long seed) {
    this.random = new SplittableRandom(seed);
    this.turnEvery = turnEvery;
    int axes = schema.getAxesCount();
    min = new int[axes];
    max = new int[axes];
    int x = -1;
    int y = -1;
    for (int i = 0; i < axes; i++) {
      Axis axis = schema.getAxes(i);
      min[i] = axis.getMin();
      max[i] = axis.getMax();
      x = axis.getName().equals("move_x") ? i : x;
      y = axis.getName().equals("move_y") ? i : y;
    }
    moveX = y < 0 ? -1 : x;
    moveY = x < 0 ? -1 : y;
    values = new int[axes];
    waitingValues = new int[MAX_INPUTS * axes];
    actions = schema.getActionsCount();
    // Four tags and lengths of at most 6 bytes, the tick, 5 bytes per axis, 1 per action.
    message = new byte[32 + MAX_INPUTS * (5 * axes + actions)];
    turn();
    untilTurn = firstTurn;
  }

  private void turn() {
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) (min[i] + random.nextLong((long) max[i] - min[i] + 1));
    }
    if (moveX >= 0) {
      double angle = random.nextDouble() * 2 * Math.PI;
      values[moveX] = scaled(Math.cos(angle), min[moveX], max[moveX]);
      values[moveY] = scaled(Math.sin(angle), min[moveY], max[moveY]);
    }
  }

  private static int scaled(double unit, int min, int max) {
    return (int) Math.round(unit < 0 ? -unit * min : unit * max);
  }

  /** The next input, for this tick: what waits already must be for the ticks before. */
  void add(long tick) {
    if (--untilTurn < 0) {
      turn();
      untilTurn = turnEvery - 1;
    }
    if (waiting == 0) {
      firstTick = tick;
    }
    System.arraycopy(values, 0, waitingValues, waiting * values.length, values.length);
    waiting++;
  }

  /** How many inputs wait for their message. */
  int waiting() {
    return waiting;
  }

  /** Whether this tick's input can go into one message with those that wait. */
  boolean fits(long tick) {
    return waiting == 0 || waiting < MAX_INPUTS && tick == firstTick + waiting;
  }

  /** The message of all that wait; {@link #message} and {@link #length} have it. */
  void finish() {
    int axes = values.length;
    int valuesLength = 0;
    for (int i = 0; i < waiting * axes; i++) {
      valuesLength += size(zigzag(waitingValues[i]));
    }
    int presses = waiting * actions;
    int body = 1 + size(firstTick);
    if (axes > 0) {
      body += 1 + size(valuesLength) + valuesLength;
    }
    if (presses > 0) {
      body += 1 + size(presses) + presses;
    }
    int at = put(0, TAG_INPUTS);
    at = put(at, body);
    at = put(at, TAG_FIRST_TICK);
    at = put(at, firstTick);
    if (axes > 0) {
      at = put(at, TAG_VALUES);
      at = put(at, valuesLength);
      for (int axis = 0; axis < axes; axis++) {
        for (int i = 0; i < waiting; i++) {
          at = put(at, zigzag(waitingValues[i * axes + axis]));
        }
      }
    }
    if (presses > 0) {
      at = put(at, TAG_PRESSES);
      at = put(at, presses);
      for (int i = 0; i < presses; i++) {
        at = put(at, 0);
      }
    }
    length = at;
    waiting = 0;
  }

  byte[] message() {
    return message;
  }

  int length() {
    return length;
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
