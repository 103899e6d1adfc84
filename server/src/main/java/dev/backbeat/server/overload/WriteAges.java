package dev.backbeat.server.overload;

import java.util.concurrent.atomic.LongAdder;

/**
 * How old ticks were when gateway loops began to write them, counted in classes. Added to on any
 * loop; read by one thread, which gets what came since it read before.
 */
public final class WriteAges {
  private static final int FINE = 32;
  private static final int FINE_PER_PERIOD = 16;
  private static final int COARSE_PER_PERIOD = 2;
  private static final int COARSE = 28;

  private final LongAdder[] counts = new LongAdder[FINE + COARSE];
  private final long[] seen = new long[FINE + COARSE];
  private final long[] fresh = new long[FINE + COARSE];

  /** Nothing counted. */
  public WriteAges() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  /** A tick of a room with this period was so old. */
  public void add(long ageNs, long periodNs) {
    double periods = (double) Math.max(0, ageNs) / periodNs;
    counts[classOf(periods)].increment();
  }

  /** A tick was never written on some loop, for that was so many ticks behind. */
  public void addMissed(int ticksBehind) {
    counts[classOf(ticksBehind)].increment();
  }

  private static int classOf(double periods) {
    int fine = (int) (periods * FINE_PER_PERIOD);
    if (fine < FINE) {
      return fine;
    }
    int coarse = (int) ((periods - FINE / FINE_PER_PERIOD) * COARSE_PER_PERIOD);
    return FINE + Math.min(COARSE - 1, coarse);
  }

  /** The class's upper bound, in periods. */
  private static double upTo(int index) {
    return index < FINE
        ? (index + 1.0) / FINE_PER_PERIOD
        : FINE / FINE_PER_PERIOD + (index - FINE + 1.0) / COARSE_PER_PERIOD;
  }

  /**
   * The age that this share of the ticks since the last call did not exceed, in periods, rounded up
   * to its class; 0 if there were none. One thread.
   */
  public double takeQuantile(double share) {
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      long now = counts[i].sum();
      fresh[i] = now - seen[i];
      seen[i] = now;
      total += fresh[i];
    }
    long within = (long) Math.ceil(total * share);
    long sum = 0;
    for (int i = 0; i < fresh.length && total > 0; i++) {
      sum += fresh[i];
      if (sum >= within) {
        return upTo(i);
      }
    }
    return 0;
  }
}
