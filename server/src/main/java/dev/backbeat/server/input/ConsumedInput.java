package dev.backbeat.server.input;

/** The one input of one player that a tick consumes. Room's thread. */
public final class ConsumedInput {
  private final int axes;
  private final int[] values;
  private boolean held;

  /** An input whose values are all 0. */
  public ConsumedInput(int axes, int actions) {
    this.axes = axes;
    this.values = new int[axes + actions];
  }

  /** The value of an axis, within its bounds. */
  public int axis(int axis) {
    return values[axis];
  }

  /** How often an action was pressed since the tick before. */
  public int presses(int action) {
    return values[axes + action];
  }

  /** Whether an earlier input stands in for one that did not come. */
  public boolean held() {
    return held;
  }

  /** Axes, then presses: the live array. */
  public int[] values() {
    return values;
  }

  /** Sets {@link #held}. */
  public void held(boolean isHeld) {
    held = isHeld;
  }
}
