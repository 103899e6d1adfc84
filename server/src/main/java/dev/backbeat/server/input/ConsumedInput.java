package dev.backbeat.server.input;

/** The one input of one player that a tick consumes. Room's thread. */
public final class ConsumedInput {
  /** {@link #viewTickQ8} of an input that states no view. */
  public static final long NO_VIEW = -1;

  private final int axes;
  private final int[] values;
  private boolean held;
  private long viewTickQ8 = NO_VIEW;

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

  /**
   * The tick of the world at which the player looked when he pressed what this input presses, in
   * 1/256 tick; ticks reach 2^31, so a long. {@link #NO_VIEW} before the room has settled it, if
   * none was stated or nothing is pressed.
   */
  public long viewTickQ8() {
    return viewTickQ8;
  }

  /** Sets {@link #viewTickQ8}. */
  public void viewTickQ8(long newViewTickQ8) {
    viewTickQ8 = newViewTickQ8;
  }

  /** Sets {@link #held}. */
  public void held(boolean isHeld) {
    held = isHeld;
  }
}
