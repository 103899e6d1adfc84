package dev.backbeat.load.protocol;

import dev.backbeat.v1.Axis;
import dev.backbeat.v1.InputSchema;
import java.util.SplittableRandom;

/**
 * What one client presses: a random direction at full speed and a random aim, anew with every n-th
 * input; no actions. Works with any game: axes that the arena does not have get random values in
 * their bounds. One thread.
 */
final class InputScript {
  private final SplittableRandom random;
  private final int turnEvery;
  private final int[] min;
  private final int[] max;
  private final int moveX;
  private final int moveY;
  private final int[] values;
  private final int actions;
  private int untilTurn;

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
    actions = schema.getActionsCount();
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

  /** The next input; {@link #values} has it. */
  void next() {
    if (--untilTurn < 0) {
      turn();
      untilTurn = turnEvery - 1;
    }
  }

  /** A value per axis: the live array. */
  int[] values() {
    return values;
  }

  int actions() {
    return actions;
  }
}
