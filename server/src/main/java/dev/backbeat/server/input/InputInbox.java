package dev.backbeat.server.input;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Bounded queue of inputs from one connection to its room: one producer (the connection's gateway
 * loop), one consumer (the room's thread), no allocation once it is as large as it needs to be. An
 * input that finds it full is refused.
 *
 * <p>A ring of fixed-size records in one {@code int[]}, published by an ordered write of the tail
 * as in Lamport's single-producer queue (Agrona's {@code OneToOneRingBuffer} is the model). The
 * first ring is small, for most inboxes never hold more than two inputs; where it is full, the
 * producer goes on in one of twice the size and the consumer follows when it has read the old one
 * (as JCTools' {@code SpscGrowableArrayQueue} does).
 */
public final class InputInbox {
  private static final int FIRST_RING_INPUTS = 4;

  /** A record: tick, arrival (two ints, the lower half first), view lag, axes, actions. */
  private static final int ARRIVAL = 1;

  private static final int VIEW_LAG = 3;
  private static final int VALUES = 4;

  private static final VarHandle HEAD;
  private static final VarHandle TAIL;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(InputInbox.class, "head", long.class);
      TAIL = lookup.findVarHandle(InputInbox.class, "tail", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int axes;
  private final int width;
  private final int capacity;

  // In the inbox itself and next to each other: an inbox is touched twice per tick, each time with
  // cold caches. Taking turns at one line costs less than loading two.
  private long head;
  private long tail;

  // Producer.
  private Ring filling;

  // Consumer.
  private Ring draining;

  /**
   * An empty inbox.
   *
   * @param capacity inputs that it can hold, rounded up to a power of two
   */
  public InputInbox(int axes, int actions, int capacity) {
    this.axes = axes;
    this.width = axes + actions;
    this.capacity = Integer.highestOneBit(Math.max(2, capacity) * 2 - 1);
    this.filling = new Ring(0, Math.min(this.capacity, FIRST_RING_INPUTS), width);
    this.draining = filling;
  }

  /** Holds the inputs from number {@code first} on, until there is a next one. */
  private static final class Ring {
    final long first;
    final int mask;
    final int[] records;

    /** Published by the tail, as the records are. */
    Ring next;

    Ring(long first, int size, int width) {
      this.first = first;
      this.mask = size - 1;
      this.records = new int[size * (VALUES + width)];
    }
  }

  /**
   * Producer: offers input {@code index} of a column-major batch of {@code count} inputs.
   *
   * @param tick for which it is; 0 = the next one to be simulated
   * @param axisValues {@code axisValues[axis * count + index]}
   * @param presses {@code presses[action * count + index]}, cumulative
   * @param viewLagQ8 how far what the player looked at lies behind the input's tick, in 1/256 tick,
   *     unsigned; 0 = not stated
   * @param arrivalNs System.nanoTime when its bytes arrived
   * @return false if the inbox is full
   */
  public boolean offer(
      int tick,
      int[] axisValues,
      int[] presses,
      int index,
      int count,
      int viewLagQ8,
      long arrivalNs) {
    long t = tail;
    long h = (long) HEAD.getAcquire(this);
    if (t - h >= capacity) {
      return false;
    }
    Ring ring = filling;
    if (t - Math.max(h, ring.first) > ring.mask) {
      ring = new Ring(t, Math.min(capacity, (ring.mask + 1) * 2), width);
      filling.next = ring;
      filling = ring;
    }
    int[] records = ring.records;
    int at = ((int) t & ring.mask) * (VALUES + width);
    records[at] = tick;
    records[at + ARRIVAL] = (int) arrivalNs;
    records[at + ARRIVAL + 1] = (int) (arrivalNs >>> 32);
    records[at + VIEW_LAG] = viewLagQ8;
    at += VALUES;
    for (int a = 0; a < axes; a++) {
      records[at + a] = axisValues[a * count + index];
    }
    for (int p = axes; p < width; p++) {
      records[at + p] = presses[(p - axes) * count + index];
    }
    TAIL.setRelease(this, t + 1);
    return true;
  }

  /** Producer: as the other, of an input that states no view. */
  public boolean offer(
      int tick, int[] axisValues, int[] presses, int index, int count, long arrivalNs) {
    return offer(tick, axisValues, presses, index, count, 0, arrivalNs);
  }

  /** Consumer: hands every waiting input to {@code sink}, oldest first. */
  public void drain(Sink sink) {
    long h = head;
    long t = (long) TAIL.getAcquire(this);
    for (; h < t; h++) {
      Ring ring = draining;
      while (ring.next != null && h >= ring.next.first) {
        ring = ring.next;
      }
      draining = ring;
      int[] records = ring.records;
      int at = ((int) h & ring.mask) * (VALUES + width);
      long arrivalNs =
          records[at + ARRIVAL] & 0xffff_ffffL | (long) records[at + ARRIVAL + 1] << 32;
      sink.onInput(records[at], records, at + VALUES, records[at + VIEW_LAG], arrivalNs);
      HEAD.setRelease(this, h + 1);
    }
  }

  /** Takes drained inputs. */
  @FunctionalInterface
  public interface Sink {
    /**
     * One input: axes, then cumulative presses, at {@code values[offset ..]}; to be copied at once.
     *
     * @param tick for which it is; 0 = the next one to be simulated
     * @param viewLagQ8 how far what the player looked at lies behind that tick, in 1/256 tick,
     *     unsigned; 0 = not stated
     * @param arrivalNs System.nanoTime when its bytes arrived
     */
    void onInput(int tick, int[] values, int offset, int viewLagQ8, long arrivalNs);
  }
}
