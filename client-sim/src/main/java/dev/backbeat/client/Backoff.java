package dev.backbeat.client;

import java.util.SplittableRandom;

/**
 * Exponential back-off with full jitter: pause n is drawn evenly from 0 .. min(max, base * 2^n), so
 * that clients that lost their server together do not come back together. (M. Brooker, "Exponential
 * Backoff and Jitter", 2015.) Seeded; not thread-safe.
 */
public final class Backoff {
  private static final int MAX_SPREAD_MS = 5_000;

  private final int baseMs;
  private final int maxMs;
  private final SplittableRandom random;
  private int attempts;

  /** Pauses as the policy bounds them. */
  public Backoff(ReconnectPolicy policy, long seed) {
    this.baseMs = policy.baseMs();
    this.maxMs = policy.maxMs();
    this.random = new SplittableRandom(seed);
  }

  /** The pause before the next attempt, in ms. */
  public int nextMs() {
    long ceilingMs = Math.min(maxMs, (long) baseMs << Math.min(attempts, 30));
    attempts++;
    return (int) random.nextLong(ceilingMs + 1);
  }

  /**
   * How long to stay away that was told to for {@code hintMs}: up to half of it more, 5 s at most,
   * so that not all that were told the same come back at once. 0 stays 0.
   */
  public int spreadMs(int hintMs) {
    int spreadMs = Math.min(hintMs / 2, MAX_SPREAD_MS);
    return (int) Math.min(Integer.MAX_VALUE, hintMs + random.nextLong(spreadMs + 1L));
  }

  /** Attempts since the last {@link #reset}. */
  public int attempts() {
    return attempts;
  }

  /** The connection stands again: the next loss starts with a short pause. */
  public void reset() {
    attempts = 0;
  }
}
