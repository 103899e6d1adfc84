package dev.backbeat.load.compare;

import java.util.Collection;

/**
 * The median of what was measured in several rounds, with the least and the greatest.
 *
 * @param count of values; 0 = not measured, and the three are NaN
 */
record Spread(double median, double min, double max, int count) {
  private static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN, 0);

  /** Of the values that are numbers; NaN ones were not measured. */
  static Spread of(Collection<Double> values) {
    double[] v =
        values.stream()
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    if (v.length == 0) {
      return NONE;
    }
    double median = (v[(v.length - 1) / 2] + v[v.length / 2]) / 2;
    return new Spread(median, v[0], v[v.length - 1], v.length);
  }

  boolean measured() {
    return count > 0;
  }
}
