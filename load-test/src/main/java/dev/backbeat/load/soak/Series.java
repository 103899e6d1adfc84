package dev.backbeat.load.soak;

import java.util.Arrays;

/** Values of one thing over time; what was not known at a time is left out. One thread. */
final class Series {
  /** Of the estimator, whose pairs are half the square of this: 16 MB. */
  private static final int MAX_POINTS = 2_000;

  private double[] atSeconds = new double[64];
  private double[] values = new double[64];
  private int size;

  void add(double seconds, double value) {
    if (Double.isNaN(value)) {
      return;
    }
    if (size == values.length) {
      atSeconds = Arrays.copyOf(atSeconds, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    atSeconds[size] = seconds;
    values[size++] = value;
  }

  int size() {
    return size;
  }

  double seconds(int i) {
    return atSeconds[i];
  }

  double value(int i) {
    return values[i];
  }

  /** The last value up to a time; {@code before} if there is none. Times must be in order. */
  double at(double seconds, double before) {
    int i = Arrays.binarySearch(atSeconds, 0, size, seconds);
    int last = i >= 0 ? i : -i - 2;
    return last < 0 ? before : values[last];
  }

  /** The part from a time on, up to another. */
  Series between(double fromSeconds, double toSeconds) {
    Series part = new Series();
    for (int i = 0; i < size; i++) {
      if (atSeconds[i] >= fromSeconds && atSeconds[i] <= toSeconds) {
        part.add(atSeconds[i], values[i]);
      }
    }
    return part;
  }

  /** NaN if there is none. */
  double median() {
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return median(sorted, size);
  }

  /**
   * The Theil-Sen estimator: the median of the slopes between all pairs, which up to 29 % of
   * outliers do not move (Sen, "Estimates of the regression coefficient based on Kendall's tau",
   * 1968). Of a long series, of the medians of equal runs. Per second; NaN of fewer than two
   * points.
   */
  double slopePerSecond() {
    Series points = thinned(MAX_POINTS);
    double[] slopes = new double[points.size * (points.size - 1) / 2];
    int n = 0;
    for (int i = 0; i < points.size; i++) {
      for (int j = i + 1; j < points.size; j++) {
        double seconds = points.atSeconds[j] - points.atSeconds[i];
        if (seconds > 0) {
          slopes[n++] = (points.values[j] - points.values[i]) / seconds;
        }
      }
    }
    Arrays.sort(slopes, 0, n);
    return median(slopes, n);
  }

  /**
   * So many points at most, each the medians of a run of the series; the runs are equally long but
   * for one point.
   */
  private Series thinned(int maxPoints) {
    if (size <= maxPoints) {
      return this;
    }
    Series thin = new Series();
    for (int k = 0; k < maxPoints; k++) {
      int from = (int) ((long) k * size / maxPoints);
      int to = (int) ((k + 1L) * size / maxPoints);
      double[] run = Arrays.copyOfRange(values, from, to);
      Arrays.sort(run);
      double[] times = Arrays.copyOfRange(atSeconds, from, to);
      thin.add(median(times, times.length), median(run, run.length));
    }
    return thin;
  }

  private static double median(double[] sorted, int n) {
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
