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

  /** Whether a server takes the batch, and if not, why. */
  public InputCheck check(InputBatch batch) {
    InputFrameReader reader = new InputFrameReader(axes, actions);
    return reader.load(batch) ? check(reader) : notLoaded(batch);
  }

  /** Why {@link InputFrameReader#load} did not take a batch over. */
  public InputCheck notLoaded(InputBatch batch) {
    boolean tooMany =
        axes > 0 && batch.getValuesCount() > MAX_INPUTS * axes
            || actions > 0 && batch.getPressesCount() > MAX_INPUTS * actions;
    return tooMany ? InputCheck.TOO_MANY : InputCheck.MALFORMED;
  }

  /** Whether a server takes what was read, and if not, why. Allocates nothing. */
  public InputCheck check(InputFrameReader batch) {
    int count = count(batch);
    if (count == 0 || batch.valueCount() != count * axes || batch.pressCount() != count * actions) {
      return InputCheck.MALFORMED;
    }
    if (batch.viewLagCount() != 0 && batch.viewLagCount() != count) {
      return InputCheck.MALFORMED;
    }
    int first = batch.firstTick();
    if (first == 0 && count != 1) {
      return InputCheck.MALFORMED;
    }
    if (first < 0 || first + (count - 1) < 0) {
      return InputCheck.TICK_OUT_OF_RANGE;
    }
    int[] values = batch.values();
    for (int a = 0, i = 0; a < axes; a++) {
      for (int end = i + count; i < end; i++) {
        if (values[i] < min[a] || values[i] > max[a]) {
          return InputCheck.OUT_OF_RANGE;
        }
      }
    }
    return InputCheck.OK;
  }

  /** Number of inputs that were read; what {@link #check} says of them is not looked at. */
  public int count(InputFrameReader batch) {
    return axes > 0 ? batch.valueCount() / axes : batch.pressCount() / actions;
  }

  /** A reader of frames with inputs of this shape. */
  public InputFrameReader reader() {
    return new InputFrameReader(axes, actions);
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
    return build(firstTick, values, presses, new int[0]);
  }

  /**
   * A batch of inputs for consecutive ticks that states what the player looked at.
   *
   * @param viewLagsQ8 empty, or for each input 256 * its tick - the render tick at which the player
   *     looked, in 1/256 tick; 0 = not stated
   * @throws IllegalArgumentException if a server would not take it
   * @see #build(int, int[][], int[][])
   */
  public InputBatch build(int firstTick, int[][] values, int[][] presses, int[] viewLagsQ8) {
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
    for (int lag : viewLagsQ8) {
      batch.addViewLagQ8(lag);
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
