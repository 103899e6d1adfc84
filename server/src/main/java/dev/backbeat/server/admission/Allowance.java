package dev.backbeat.server.admission;

import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.TokenBucket;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What one address or player may still do: a token bucket for each of its limits that it came near
 * to. Any thread.
 *
 * <p>There may be 100,000 of them whom nobody needs any more, so they are small: there is a place
 * for what was asked for, and none for the other limits, as an EnumMap would have.
 */
public final class Allowance {
  private static final Bucket[] NONE = {};

  private final Supplier<Map<Limit, Rate>> rates;
  private Bucket[] buckets = NONE;

  Allowance(Supplier<Map<Limit, Rate>> rates) {
    this.rates = rates;
  }

  /** Takes so much of a limit, or nothing and answers false. */
  public synchronized boolean take(Limit limit, int count, long nowNs) {
    Rate rate = rates.get().get(limit);
    if (rate == null) {
      return true;
    }
    return bucket(limit, rate, nowNs).tokens.tryTake(count, nowNs);
  }

  private Bucket bucket(Limit limit, Rate rate, long nowNs) {
    int i = 0;
    while (i < buckets.length && buckets[i].limit != limit) {
      i++;
    }
    if (i == buckets.length) {
      buckets = Arrays.copyOf(buckets, i + 1);
    } else if (buckets[i].rate == rate) {
      return buckets[i];
    }
    // New, or the configuration was reloaded.
    TokenBucket full = new TokenBucket(rate.perSecond(), rate.burst(), nowNs);
    buckets[i] = new Bucket(limit, rate, full);
    return buckets[i];
  }

  /** Full at the rate that it was made for. */
  private record Bucket(Limit limit, Rate rate, TokenBucket tokens) {}
}
