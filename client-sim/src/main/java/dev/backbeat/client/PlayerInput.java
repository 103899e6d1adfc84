package dev.backbeat.client;

import dev.backbeat.schema.InputSchema;

/**
 * A client's input as it stands: axes that hold until they are set again, and actions that are
 * counted as they are pressed. Not thread-safe.
 */
public final class PlayerInput {
  private final InputSchema schema;
  final int[] axes;
  final int[] presses;

  /** Neutral: each axis at 0 or at the bound next to it, nothing pressed. */
  public PlayerInput(InputSchema schema) {
    this.schema = schema;
    this.axes = new int[schema.axes().size()];
    this.presses = new int[schema.actions().size()];
    neutral();
  }

  /** What this input consists of. */
  public InputSchema schema() {
    return schema;
  }

  /**
   * Sets an axis.
   *
   * @throws IllegalArgumentException if the value is out of the schema's bounds
   */
  public void axis(int index, int value) {
    var axis = schema.axes().get(index);
    if (value < axis.min() || value > axis.max()) {
      throw new IllegalArgumentException(
          axis.name() + " must be " + axis.min() + ".." + axis.max() + ", is " + value);
    }
    axes[index] = value;
  }

  /** An axis as it stands. */
  public int axis(int index) {
    return axes[index];
  }

  /** Presses an action once. */
  public void press(int action) {
    presses[action]++;
  }

  /** How often an action was pressed on this connection; wraps at 2^32. */
  public int presses(int action) {
    return presses[action];
  }

  /** Lets go of every axis. */
  public void neutral() {
    for (int i = 0; i < axes.length; i++) {
      var axis = schema.axes().get(i);
      axes[i] = Math.max(axis.min(), Math.min(axis.max(), 0));
    }
  }

  /** A new connection counts presses from 0. */
  void startCounting() {
    java.util.Arrays.fill(presses, 0);
  }
}
