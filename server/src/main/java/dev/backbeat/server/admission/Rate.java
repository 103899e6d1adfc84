package dev.backbeat.server.admission;

/**
 * A rate with a burst.
 *
 * @param perSecond sustained
 * @param burst at once, at least 1
 */
public record Rate(double perSecond, double burst) {
  /** Checks it. */
  public Rate {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("a rate of " + perSecond);
    }
    burst = Math.max(1, burst);
  }
}
