package dev.backbeat.server.input;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounded queue of inputs from one connection to its room: one producer (the connection's gateway
 * loop), one consumer (the room's thread), no allocation. An input that finds it full is refused.
 *
 * <p>A ring of fixed-size records in one {@code int[]}, published by an ordered write of the tail
 * as in Lamport's single-producer queue (Agrona's {@code OneToOneRingBuffer} is the model).
 */
public final class InputInbox {
  private final int axes;
  private final int width;
  private final int mask;
  private final int[] values;
  private final int[] ticks;
  private final long[] arrivalsNs;
  private final AtomicLong head = new AtomicLong();
  private final AtomicLong tail = new AtomicLong();

  /**
   * An empty inbox.
   *
   * @param capacity inputs that it can hold, rounded up to a power of two
   */
  public InputInbox(int axes, int actions, int capacity) {
    int size = Integer.highestOneBit(Math.max(2, capacity) * 2 - 1);
    this.axes = axes;
    this.width = axes + actions;
    this.mask = size - 1;
    this.values = new int[size * width];
    this.ticks = new int[size];
    this.arrivalsNs = new long[size];
  }

  /**
   * Producer: offers input {@code index} of a column-major batch of {@code count} inputs.
   *
   * @param tick for which it is; 0 = the next one to be simulated
   * @param axisValues {@code axisValues[axis * count + index]}
   * @param presses {@code presses[action * count + index]}, cumulative
   * @param arrivalNs System.nanoTime when its bytes arrived
   * @return false if the inbox is full
   */
  public boolean offer(
      int tick, int[] axisValues, int[] presses, int index, int count, long arrivalNs) {
    long t = tail.getPlain();
    if (t - head.getAcquire() > mask) {
      return false;
    }
    int slot = (int) t & mask;
    int at = slot * width;
    for (int a = 0; a < axes; a++) {
      values[at + a] = axisValues[a * count + index];
    }
    for (int p = axes; p < width; p++) {
      values[at + p] = presses[(p - axes) * count + index];
    }
    ticks[slot] = tick;
    arrivalsNs[slot] = arrivalNs;
    tail.setRelease(t + 1);
    return true;
  }

  /** Consumer: hands every waiting input to {@code sink}, oldest first. */
  public void drain(Sink sink) {
    long h = head.getPlain();
    long t = tail.getAcquire();
    for (; h < t; h++) {
      int slot = (int) h & mask;
      sink.onInput(ticks[slot], values, slot * width, arrivalsNs[slot]);
      head.setRelease(h + 1);
    }
  }

  /** Takes drained inputs. */
  @FunctionalInterface
  public interface Sink {
    /**
     * One input: axes, then cumulative presses, at {@code values[offset ..]}; to be copied at once.
     *
     * @param tick for which it is; 0 = the next one to be simulated
     * @param arrivalNs System.nanoTime when its bytes arrived
     */
    void onInput(int tick, int[] values, int offset, long arrivalNs);
  }
}
