package dev.backbeat.load.soak;

import java.util.Arrays;

/** Values of one thing over time; what was not known at a time is left out. One thread. */
final class Series {
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
    return median(sorted);
  }

  /**
   * The Theil-Sen estimator: the median of the slopes between all pairs, which up to 29 % of
   * outliers do not move (Sen, "Estimates of the regression coefficient based on Kendall's tau",
   * 1968). Per second; NaN of fewer than two points.
   */
  double slopePerSecond() {
    double[] slopes = new double[size * (size - 1) / 2];
    int n = 0;
    for (int i = 0; i < size; i++) {
      for (int j = i + 1; j < size; j++) {
        double seconds = atSeconds[j] - atSeconds[i];
        if (seconds > 0) {
          slopes[n++] = (values[j] - values[i]) / seconds;
        }
      }
    }
    double[] sorted = Arrays.copyOf(slopes, n);
    Arrays.sort(sorted);
    return median(sorted);
  }

  private static double median(double[] sorted) {
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
