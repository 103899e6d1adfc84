package dev.backbeat.server.overload;

/**
 * When the ladder moves.
 *
 * @param climbAt pressure from which the server climbs
 * @param descendAt pressure up to which it may descend; below {@code climbAt}
 * @param climbAfterNs for how long the pressure must have been that high, and after how long on a
 *     step the next one may be climbed
 * @param descendAfterNs for how long it must have been that low, where descending has not failed
 */
public record LadderSettings(
    double climbAt, double descendAt, long climbAfterNs, long descendAfterNs) {
  /** From this multiple of {@code climbAt} on it climbs two steps at a time, and sooner. */
  static final double FAR_BEYOND = 2;

  /** That much sooner. */
  static final int HURRY = 3;

  /** The documented defaults. */
  public static final LadderSettings DEFAULTS =
      new LadderSettings(0.85, 0.5, 2_000_000_000L, 5_000_000_000L);

  /** Checks that there is a gap between up and down. */
  public LadderSettings {
    if (!(descendAt > 0 && descendAt < climbAt) || climbAfterNs <= 0 || descendAfterNs <= 0) {
      throw new IllegalArgumentException(
          "0 < descendAt < climbAt and positive times are needed, not "
              + descendAt
              + ", "
              + climbAt
              + ", "
              + climbAfterNs
              + " ns, "
              + descendAfterNs
              + " ns");
    }
  }

  /** Time constant by which the pressure is smoothed. */
  long smoothingNs() {
    return climbAfterNs / 4;
  }

  /** A step that was just descended is climbed again after so long. */
  long failedAfterNs() {
    return climbAfterNs / 8;
  }

  long hurriedClimbAfterNs() {
    return climbAfterNs / HURRY;
  }
}
