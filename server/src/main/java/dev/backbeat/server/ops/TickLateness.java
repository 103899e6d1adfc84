package dev.backbeat.server.ops;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * How late the ticks of one game started, every one of them, to within 1 %.
 *
 * <p>Counted since the start, so that any reader can take the difference between two moments of its
 * own; and over the last one to two windows, for readers that keep nothing. {@link #record} is for
 * tick threads and allocates nothing; all else is for who reads the figures.
 */
final class TickLateness {
  /** Quantiles speak of the last one to two windows. */
  static final long WINDOW_NS = 10_000_000_000L;

  private static final long UNIT_NS = 512;
  private static final long MAX_NS = 60_000_000_000L;

  /** Two significant digits: buckets are at most 1/128 wide. */
  private static final int DIGITS = 2;

  private final AtomicHistogram all = new AtomicHistogram(UNIT_NS, MAX_NS, DIGITS);
  private Histogram older = new Histogram(UNIT_NS, MAX_NS, DIGITS);
  private Histogram newer = new Histogram(UNIT_NS, MAX_NS, DIGITS);
  private long rotatedNs;
  private boolean rotated;

  /** A tick started so late. Tick threads. */
  void record(long latenessNs) {
    all.recordValue(Math.max(0, Math.min(MAX_NS, latenessNs)));
  }

  /** Lets the window move on; to be called about once per second. */
  synchronized void observe(long nowNs) {
    if (rotated && nowNs - rotatedNs < WINDOW_NS) {
      return;
    }
    rotated = true;
    rotatedNs = nowNs;
    Histogram reused = older;
    older = newer;
    reused.reset();
    reused.add(all);
    newer = reused;
  }

  /** A quantile of the window in seconds, 1 = the latest tick; NaN if there was no tick. */
  synchronized double quantileSeconds(double quantile) {
    Histogram window = new Histogram(UNIT_NS, MAX_NS, DIGITS);
    window.add(all);
    window.subtract(older);
    return window.getTotalCount() == 0
        ? Double.NaN
        : window.getValueAtPercentile(quantile * 100) / 1e9;
  }

  /**
   * Everything since the start, a line per bucket that is not empty: the game, the bucket's highest
   * lateness in ns, its number of ticks.
   */
  void write(String game, StringBuilder out) {
    AbstractHistogram copy = all.copy();
    for (HistogramIterationValue bucket : copy.recordedValues()) {
      out.append(game)
          .append(' ')
          .append(bucket.getValueIteratedTo())
          .append(' ')
          .append(bucket.getCountAtValueIteratedTo())
          .append('\n');
    }
  }
}
