package dev.backbeat.server.limit;

/**
 * A rate limit with a burst: starts full, loses one token per event, regains {@code ratePerSecond}.
 * Time is an argument. Not thread-safe.
 */
public final class TokenBucket {
  private final double ratePerNs;
  private final double burst;
  private double tokens;
  private long lastNs;

  /**
   * A full bucket.
   *
   * @param ratePerSecond tokens regained per second
   * @param burst tokens that it can hold
   */
  public TokenBucket(double ratePerSecond, double burst, long nowNs) {
    if (!(ratePerSecond > 0) || !(burst >= 1)) {
      throw new IllegalArgumentException("rate " + ratePerSecond + ", burst " + burst);
    }
    this.ratePerNs = ratePerSecond / 1e9;
    this.burst = burst;
    this.tokens = burst;
    this.lastNs = nowNs;
  }

  /** Takes {@code count} tokens if there are so many; otherwise takes none and answers false. */
  public boolean tryTake(int count, long nowNs) {
    refill(nowNs);
    if (tokens < count) {
      return false;
    }
    tokens -= count;
    return true;
  }

  private void refill(long nowNs) {
    long elapsedNs = nowNs - lastNs;
    if (elapsedNs > 0) {
      tokens = Math.min(burst, tokens + elapsedNs * ratePerNs);
      lastNs = nowNs;
    }
  }
}
