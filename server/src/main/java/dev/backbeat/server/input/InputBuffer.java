package dev.backbeat.server.input;

import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.InputSchema;
import java.util.Arrays;

/**
 * One player's inputs between their arrival and the tick that consumes them. Room's thread.
 *
 * <p>Per tick: {@link #receive} takes over what arrived, {@link #consume} makes exactly one input
 * of it, whatever was sent. An input for a coming tick, at most one second ahead, waits for it. One
 * that comes after its tick is not simulated, but if none is newer it becomes the held input, which
 * stands for every tick that has none, for one second; after that the axes are neutral: 0, or their
 * last value where the schema says that they keep it.
 *
 * <p>Presses are cumulative counters that wrap at 2^32: what a tick is given is how far the newest
 * counter is beyond the one that was consumed last, so a held input never repeats a press and a
 * late one never loses it. Counters start from 0 on every connection. What the player looked at
 * belongs to his presses: it is turned into an absolute tick at once and stays with the newest
 * press, in whatever tick that is consumed.
 */
public final class InputBuffer implements InputInbox.Sink {
  /** More presses of one action in one tick are not counted. */
  public static final int MAX_PRESSES_PER_TICK = 8;

  private static final int NONE = -1;

  private final int axes;
  private final int actions;
  private final int tickHz;
  private final int[] min;
  private final int[] max;
  private final boolean[] keepsValue;

  // Ring of inputs that wait for their tick; slotTicks[tick & mask] says which tick a slot is for.
  // There is none before the first such input: who only looks on costs no ring.
  private final int mask;
  private int[] slotTicks;
  private int[] slots;
  private final int slotWidth;

  private final int[] heldAxes;
  private int heldTick = NONE;
  private final int[] counters;
  private final int[] consumedCounters;

  private int tick;
  private long dueNs;
  private int newestTick;

  /** Bit i: the input for {@link #newestTick} - i was received. */
  private long received;

  private int lateInputs;

  /** Of the newest press that no tick has consumed. */
  private long viewTickQ8 = ConsumedInput.NO_VIEW;

  private int leadQ8;
  private boolean changed;

  /** A buffer that has received nothing. */
  public InputBuffer(InputSchema schema, int tickHz) {
    this.axes = schema.axes().size();
    this.actions = schema.actions().size();
    this.tickHz = tickHz;
    this.min = schema.axes().stream().mapToInt(AxisSchema::min).toArray();
    this.max = schema.axes().stream().mapToInt(AxisSchema::max).toArray();
    this.keepsValue = new boolean[axes];
    for (int a = 0; a < axes; a++) {
      keepsValue[a] = schema.axes().get(a).keepsValue();
    }
    this.mask = Integer.highestOneBit(tickHz) * 2 - 1;
    this.slotWidth = axes + actions + 1; // The view lag comes last.
    this.heldAxes = new int[axes];
    this.counters = new int[actions];
    this.consumedCounters = new int[actions];
    reset();
  }

  /** Forgets everything but axes that keep their value: a new connection is there. */
  public void reset() {
    if (slotTicks != null) {
      Arrays.fill(slotTicks, NONE);
    }
    Arrays.fill(counters, 0);
    Arrays.fill(consumedCounters, 0);
    heldTick = NONE;
    newestTick = 0;
    received = 0;
    lateInputs = 0;
    viewTickQ8 = ConsumedInput.NO_VIEW;
    leadQ8 = 0;
  }

  /**
   * Takes over what has arrived. Before {@link #consume} of the same tick.
   *
   * @param nextTick the tick to be simulated next
   * @param nextDueNs when that tick was due
   * @return whether {@link #newestTick} or {@link #lateInputs} changed
   */
  public boolean receive(InputInbox inbox, int nextTick, long nextDueNs) {
    tick = nextTick;
    dueNs = nextDueNs;
    changed = false;
    inbox.drain(this);
    return changed;
  }

  @Override
  public void onInput(int wireTick, int[] values, int offset, int viewLagQ8, long arrivalNs) {
    int forTick = wireTick == 0 ? tick : wireTick;
    if (forTick < 0 || forTick - tick > tickHz) {
      return; // Farther ahead than anybody may plan; the gateway has said so to the client.
    }
    if (isNew(forTick, arrivalNs) && forTick < tick) {
      lateInputs++;
      changed = true;
    }
    if (forTick >= tick) {
      if (slotTicks == null) {
        slotTicks = new int[mask + 1];
        slots = new int[slotTicks.length * slotWidth];
        Arrays.fill(slotTicks, NONE);
      }
      int slot = forTick & mask;
      slotTicks[slot] = forTick;
      System.arraycopy(values, offset, slots, slot * slotWidth, axes + actions);
      slots[slot * slotWidth + axes + actions] = viewLagQ8;
    } else {
      take(forTick, values, offset, viewLagQ8);
    }
  }

  /** Notes that an input for the tick is there; whether it is the first one. */
  private boolean isNew(int forTick, long arrivalNs) {
    int newer = forTick - newestTick;
    if (newer > 0) {
      received = newer < Long.SIZE ? received << newer | 1 : 1;
      newestTick = forTick;
      leadQ8 = leadQ8(forTick, arrivalNs);
      changed = true;
      return true;
    }
    if (-newer >= Long.SIZE) {
      return false; // So old that it is not known any more: it counts as a copy.
    }
    long bit = 1L << -newer;
    boolean first = (received & bit) == 0;
    received |= bit;
    return first;
  }

  /** Makes the one input of the tick that {@link #receive} was told of. */
  public void consume(ConsumedInput into) {
    int slot = tick & mask;
    boolean there = slotTicks != null && slotTicks[slot] == tick;
    if (there) {
      slotTicks[slot] = NONE;
      take(tick, slots, slot * slotWidth, slots[slot * slotWidth + axes + actions]);
    }
    int[] values = into.values();
    boolean stands = heldTick != NONE && tick - heldTick <= tickHz;
    for (int a = 0; a < axes; a++) {
      values[a] = clamp(stands || keepsValue[a] ? heldAxes[a] : 0, a);
    }
    boolean pressed = false;
    for (int p = 0; p < actions; p++) {
      int more = counters[p] - consumedCounters[p];
      pressed |= more != 0;
      // Several jumps between two ticks may sum to more than half the range: many, not negative.
      values[axes + p] = more < 0 ? MAX_PRESSES_PER_TICK : Math.min(more, MAX_PRESSES_PER_TICK);
      consumedCounters[p] = counters[p];
    }
    into.viewTickQ8(pressed ? viewTickQ8 : ConsumedInput.NO_VIEW);
    viewTickQ8 = ConsumedInput.NO_VIEW;
    into.held(!there && stands);
  }

  /** Makes an input of a tick for which nobody is there: axes neutral, nothing pressed. */
  public void neutral(ConsumedInput into) {
    int[] values = into.values();
    Arrays.fill(values, 0);
    for (int a = 0; a < axes; a++) {
      values[a] = clamp(keepsValue[a] ? heldAxes[a] : 0, a);
    }
    into.viewTickQ8(ConsumedInput.NO_VIEW);
    into.held(false);
  }

  /** The newest tick for which an input was received on this connection; 0 = none. */
  public int newestTick() {
    return newestTick;
  }

  /**
   * How many inputs of this connection stated a tick that had been simulated already when they
   * came. A copy of one that was received counts no second time.
   */
  public int lateInputs() {
    return lateInputs;
  }

  /** How early that input came: from its arrival to the moment its tick is due, in 1/256 tick. */
  public int leadQ8() {
    return leadQ8;
  }

  private void take(int forTick, int[] values, int offset, int viewLagQ8) {
    if (forTick > heldTick) {
      heldTick = forTick;
      System.arraycopy(values, offset, heldAxes, 0, axes);
    }
    boolean pressed = false;
    for (int p = 0; p < actions; p++) {
      int counter = values[offset + axes + p];
      if (counter - counters[p] > 0) { // Serial number arithmetic: wraps, and never goes back.
        counters[p] = counter;
        pressed = true;
      }
    }
    if (pressed) {
      viewTickQ8 =
          viewLagQ8 == 0
              ? ConsumedInput.NO_VIEW
              : Math.max(0, 256L * forTick - Integer.toUnsignedLong(viewLagQ8));
    }
  }

  private int leadQ8(int forTick, long arrivalNs) {
    long periodNs = 1_000_000_000L / tickHz;
    long leadNs = dueNs + (forTick - tick) * periodNs - arrivalNs;
    long boundNs = 3_600_000_000_000L; // An hour: keeps the product below within a long.
    return (int) (Math.max(-boundNs, Math.min(boundNs, leadNs)) * 256 / periodNs);
  }

  private int clamp(int value, int axis) {
    return Math.max(min[axis], Math.min(max[axis], value));
  }
}
