package dev.backbeat.client.predict;

import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.InputSchema;
import java.util.Arrays;

/**
 * The own inputs of the last seconds as a rule is given them, by tick: the axes, then how often
 * each action was pressed since the input before, at most {@value #MAX_PRESSES_PER_TICK}.
 *
 * <p>A tick without an input of its own has the axes of the one before it and no press: what the
 * server takes then. Not thread-safe.
 */
public final class InputHistory {
  /** What a server counts at most of one action in one tick. */
  public static final int MAX_PRESSES_PER_TICK = 8;

  private static final int KEPT_S = 4;

  private final InputSchema schema;
  private final int axes;
  private final int width;
  private final int tickHz;
  private final int mask;
  private final int[] ticks;
  private final int[] slots;
  private final int[] liveAxes;
  private final int[] livePresses;
  private final int[] takenAxes;
  private final int[] takenPresses;
  private int newestTick;

  /**
   * An empty history of {@value #KEPT_S} s or more.
   *
   * @param schema what an input consists of
   * @param liveAxes the input as it stands, not copied
   * @param livePresses how often each action was pressed on this connection, not copied
   */
  public InputHistory(InputSchema schema, int tickHz, int[] liveAxes, int[] livePresses) {
    this.schema = schema;
    this.tickHz = tickHz;
    this.axes = liveAxes.length;
    this.width = axes + livePresses.length;
    int capacity = Integer.highestOneBit(KEPT_S * tickHz) * 2;
    this.mask = capacity - 1;
    this.ticks = new int[capacity];
    this.slots = new int[capacity * width];
    this.liveAxes = liveAxes;
    this.livePresses = livePresses;
    this.takenAxes = liveAxes.clone();
    this.takenPresses = livePresses.clone();
    Arrays.fill(ticks, -1);
  }

  /** The input as it stands is the one of that tick. */
  public void take(int tick) {
    int slot = tick & mask;
    ticks[slot] = tick;
    live(slots, slot * width);
    System.arraycopy(liveAxes, 0, takenAxes, 0, axes);
    System.arraycopy(livePresses, 0, takenPresses, 0, livePresses.length);
    newestTick = tick;
  }

  /** A new connection: presses count from 0, and the server has forgotten the inputs. */
  public void onResumed() {
    Arrays.fill(takenPresses, 0);
    Arrays.fill(ticks, -1);
  }

  /** The newest tick whose input was taken; 0 = none. */
  public int newestTick() {
    return newestTick;
  }

  /** Axes and actions. */
  public int width() {
    return width;
  }

  /** Whether that tick's input was taken and is still kept. */
  public boolean has(int tick) {
    return ticks[tick & mask] == tick;
  }

  /** What a rule is given for that tick. */
  public void read(int tick, int[] into) {
    for (int t = tick; t >= 0 && tick - t <= tickHz; t--) {
      int slot = t & mask;
      if (ticks[slot] == t) {
        System.arraycopy(slots, slot * width, into, 0, width);
        if (t != tick) {
          Arrays.fill(into, axes, width, 0);
        }
        return;
      }
    }
    neutral(into);
  }

  /** What the server takes for who has sent nothing for a second. */
  private void neutral(int[] into) {
    for (int a = 0; a < axes; a++) {
      AxisSchema axis = schema.axes().get(a);
      into[a] = axis.keepsValue() ? takenAxes[a] : Math.max(axis.min(), Math.min(axis.max(), 0));
    }
    Arrays.fill(into, axes, width, 0);
  }

  /** Whether the axes have changed since the newest tick's were taken. */
  public boolean liveDiffers() {
    int at = (newestTick & mask) * width;
    return !Arrays.equals(liveAxes, 0, axes, slots, at, at + axes);
  }

  /** What a rule would be given if the next tick's input were taken now. */
  public void readLive(int[] into) {
    live(into, 0);
  }

  private void live(int[] into, int at) {
    System.arraycopy(liveAxes, 0, into, at, axes);
    for (int p = 0; p < livePresses.length; p++) {
      int more = livePresses[p] - takenPresses[p];
      into[at + axes + p] = more < 0 ? MAX_PRESSES_PER_TICK : Math.min(more, MAX_PRESSES_PER_TICK);
    }
  }
}
