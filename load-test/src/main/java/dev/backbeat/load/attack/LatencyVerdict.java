package dev.backbeat.load.attack;

import java.util.List;
import java.util.Locale;

/**
 * Whether honest players wait longer for their acknowledgements while others attack: medians over
 * windows, so that one bad window of either kind decides nothing, and against how much the quiet
 * windows differ among themselves, so that a machine that cannot resolve the bound says so.
 */
final class LatencyVerdict {
  /** The bound: 10 % above quiet. */
  static final double ALLOWED_RATIO = 1.10;

  /** Quiet windows that differ by more of their median than the bound cannot show it. */
  static final double RESOLVED_SPREAD = 0.10;

  /** In a window in which the players' own process was so late, it says nothing of the server. */
  static final double LATE_MS = 3;

  private static final int MIN_QUIET = 2;
  private static final String NAME = "input to acknowledgement, p99";

  private LatencyVerdict() {}

  /** Whether the players' own process was too late in it. */
  static boolean disturbed(Window window) {
    return window.lateMs() > LATE_MS;
  }

  /**
   * Judges the windows that are to be compared.
   *
   * @param decides whether the outcome counts; it is reported in any case
   */
  static AttackReport.Check of(List<Window> windows, boolean decides) {
    double[] quiet = p99Ms(windows, true);
    double[] hostile = p99Ms(windows, false);
    long all = windows.stream().filter(Window::compared).count();
    long left = all - quiet.length - hostile.length;
    String expected = decides ? "at most 10 % above quiet" : "not judged";
    if (quiet.length < MIN_QUIET || hostile.length == 0) {
      return AttackReport.Check.notMeasured(
          NAME,
          expected,
          String.format(
              Locale.ROOT,
              "%d of %d windows left out, in which the players' own process was late by more than"
                  + " %.0f ms",
              left,
              all,
              LATE_MS),
          !decides);
    }
    double quietMs = median(quiet);
    double hostileMs = median(hostile);
    double least = quiet[0];
    double most = quiet[quiet.length - 1];
    double spread = (most - least) / quietMs;
    double ratio = hostileMs / quietMs;
    String found =
        String.format(
            Locale.ROOT,
            "median of %d windows %.1f ms (%.1f to %.1f) under attack, of %d windows %.1f ms (%.1f"
                + " to %.1f) quiet: ratio %.2f; %d windows left out",
            hostile.length,
            hostileMs,
            hostile[0],
            hostile[hostile.length - 1],
            quiet.length,
            quietMs,
            least,
            most,
            ratio,
            left);
    boolean above = ratio > ALLOWED_RATIO && hostileMs > most;
    if (!above && spread > RESOLVED_SPREAD) {
      return AttackReport.Check.notResolvable(
          NAME,
          expected,
          String.format(
              Locale.ROOT,
              "%s; not resolvable: quiet windows differ by %.0f %%",
              found,
              100 * spread));
    }
    return new AttackReport.Check(NAME, expected, found, !above || !decides);
  }

  /** Sorted. */
  private static double[] p99Ms(List<Window> windows, boolean quiet) {
    return windows.stream()
        .filter(w -> w.compared() && w.quiet() == quiet && !disturbed(w))
        .mapToDouble(Window::p99Ms)
        .sorted()
        .toArray();
  }

  private static double median(double... sorted) {
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
