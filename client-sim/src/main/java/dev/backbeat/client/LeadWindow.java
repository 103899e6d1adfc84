package dev.backbeat.client;

import java.util.Arrays;

/**
 * How early inputs had to be taken in order to come in time, over the last {@value #WINDOW_S} s of
 * ticks: a bounded ring that grows as it needs to. Not thread-safe.
 */
final class LeadWindow {
  static final int WINDOW_S = 30;

  /** One input in so many may need more than {@link #high}. */
  static final int ONE_IN = 1024;

  /** An input of which nothing is known but that it was not late. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /** {@link #lowNs} where every sample is {@link #UNKNOWN}. */
  static final long NOTHING = Long.MAX_VALUE;

  private static final int MAX_SAMPLES = 2048;
  private static final int MAX_TOP = 2 + MAX_SAMPLES / ONE_IN;
  private static final int RECOMPUTE_EVERY = 16;

  private final int windowTicks;
  private int[] ticks = new int[64];
  private long[] neededNs = new long[64];
  private int next;
  private int size;
  private final long[] top = new long[MAX_TOP];
  private int untilRecompute;
  private int count;
  private long highNs;
  private long lowNs;

  LeadWindow(int tickHz) {
    this.windowTicks = tickHz * WINDOW_S;
  }

  /** An input was needed so early; or {@link #UNKNOWN}. */
  void add(int tick, long needNs) {
    if (next == ticks.length && size < MAX_SAMPLES) {
      ticks = Arrays.copyOf(ticks, next * 2);
      neededNs = Arrays.copyOf(neededNs, next * 2);
    }
    next %= ticks.length;
    ticks[next] = tick;
    neededNs[next] = needNs;
    next++;
    size = Math.max(size, next);
    count = Math.min(count + 1, size);
    if (--untilRecompute <= 0 || needNs > highNs) {
      recompute(tick);
    }
  }

  private void recompute(int newestTick) {
    untilRecompute = RECOMPUTE_EVERY;
    int n = 0;
    int kept = 0;
    lowNs = NOTHING;
    for (int i = 0; i < size; i++) {
      if (newestTick - ticks[i] > windowTicks) {
        continue;
      }
      n++;
      long value = neededNs[i];
      lowNs = value == UNKNOWN ? lowNs : Math.min(lowNs, value);
      if (kept < top.length || value > top[kept - 1]) {
        int at = kept < top.length ? kept++ : kept - 1;
        for (; at > 0 && top[at - 1] < value; at--) {
          top[at] = top[at - 1];
        }
        top[at] = value;
      }
    }
    count = n;
    highNs = top[Math.min(kept - 1, n / ONE_IN)];
  }

  /** Samples in the window. */
  int count() {
    return count;
  }

  /** What all but one in {@value #ONE_IN} inputs were satisfied with. */
  long highNs() {
    return highNs;
  }

  /** What the fastest of them was satisfied with, or {@link #NOTHING}. */
  long lowNs() {
    return lowNs;
  }

  /** The server's time was shifted against this client's. */
  void shift(long byNs) {
    for (int i = 0; i < size; i++) {
      neededNs[i] += neededNs[i] == UNKNOWN ? 0 : byNs;
    }
    highNs += byNs;
    lowNs += byNs;
  }

  void clear() {
    next = 0;
    size = 0;
    count = 0;
    untilRecompute = 0;
  }
}
