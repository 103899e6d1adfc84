package dev.backbeat.load.options;

/** Bounds of options. */
public final class Range {
  private Range() {}

  /**
   * Refuses what is not within the bounds.
   *
   * @param option its name
   * @throws IllegalArgumentException with a sentence for people
   */
  public static void check(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw refused(option, value, min, max);
    }
  }

  /** The same; not a number is refused, too. */
  public static void check(String option, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw refused(option, value, min, max);
    }
  }

  private static IllegalArgumentException refused(
      String option, Object value, Object min, Object max) {
    return new IllegalArgumentException(
        option + " must be in " + min + ".." + max + ", not " + value);
  }
}
