package dev.backbeat.codec;

import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.v1.InputBatch;

/**
 * Builds and checks input batches: column-major, all values of axis 0, then of axis 1, and so on;
 * presses likewise. Immutable, so any thread may use it.
 */
public final class InputBatches {
  /** The most inputs that one batch may carry. */
  public static final int MAX_INPUTS = 32;

  private final int axes;
  private final int actions;
  private final int[] min;
  private final int[] max;

  /** For inputs of this shape. */
  public InputBatches(InputSchema schema) {
    axes = schema.axes().size();
    actions = schema.actions().size();
    min = new int[axes];
    max = new int[axes];
    for (int a = 0; a < axes; a++) {
      AxisSchema axis = schema.axes().get(a);
      min[a] = axis.min();
      max[a] = axis.max();
    }
  }

  /** Whether a server takes the batch, and if not, why. Allocates nothing. */
  public InputCheck check(InputBatch batch) {
    int values = batch.getValuesCount();
    int presses = batch.getPressesCount();
    if (values > MAX_INPUTS * axes && axes > 0 || presses > MAX_INPUTS * actions && actions > 0) {
      return InputCheck.TOO_MANY;
    }
    int count = count(batch);
    if (count == 0 || values != count * axes || presses != count * actions) {
      return InputCheck.MALFORMED;
    }
    int first = batch.getFirstTick();
    if (first == 0 && count != 1) {
      return InputCheck.MALFORMED;
    }
    if (first < 0 || first + (count - 1) < 0) {
      return InputCheck.TICK_OUT_OF_RANGE;
    }
    for (int a = 0, i = 0; a < axes; a++) {
      for (int end = i + count; i < end; i++) {
        int value = batch.getValues(i);
        if (value < min[a] || value > max[a]) {
          return InputCheck.OUT_OF_RANGE;
        }
      }
    }
    return InputCheck.OK;
  }

  /** Number of inputs in the batch; what {@link #check} says of it is not looked at. */
  public int count(InputBatch batch) {
    return axes > 0 ? batch.getValuesCount() / axes : batch.getPressesCount() / actions;
  }

  /**
   * Copies the values, column-major, to {@code target}, which holds at least {@code MAX_INPUTS *
   * axes}; the batch must have passed {@link #check}.
   */
  public void copyValues(InputBatch batch, int[] target) {
    for (int i = 0; i < batch.getValuesCount(); i++) {
      target[i] = batch.getValues(i);
    }
  }

  /** As {@link #copyValues}, for presses. */
  public void copyPresses(InputBatch batch, int[] target) {
    for (int i = 0; i < batch.getPressesCount(); i++) {
      target[i] = batch.getPresses(i);
    }
  }

  /**
   * A batch of inputs for consecutive ticks.
   *
   * @param firstTick of the first one; 0 = "the next that the server will simulate", for one input
   * @param values {@code values[input][axis]}
   * @param presses {@code presses[input][action]}, cumulative
   * @throws IllegalArgumentException if a server would not take it
   */
  public InputBatch build(int firstTick, int[][] values, int[][] presses) {
    if (values.length != presses.length) {
      throw new IllegalArgumentException(values.length + " values, " + presses.length + " presses");
    }
    InputBatch.Builder batch = InputBatch.newBuilder().setFirstTick(firstTick);
    for (int a = 0; a < axes; a++) {
      for (int[] input : values) {
        batch.addValues(input[a]);
      }
    }
    for (int a = 0; a < actions; a++) {
      for (int[] input : presses) {
        batch.addPresses(input[a]);
      }
    }
    InputBatch built = batch.build();
    InputCheck check = check(built);
    if (check != InputCheck.OK) {
      throw new IllegalArgumentException("input batch: " + check);
    }
    return built;
  }

  /** A batch of one input. */
  public InputBatch build(int tick, int[] values, int[] presses) {
    return build(tick, new int[][] {values}, new int[][] {presses});
  }
}
