package dev.backbeat.server.admission;

import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.TokenBucket;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** What one address or player may still do: a token bucket for each of its limits. Any thread. */
public final class Allowance {
  private final Supplier<Map<Limit, Rate>> rates;
  private final Map<Limit, Bucket> buckets = new EnumMap<>(Limit.class);

  Allowance(Supplier<Map<Limit, Rate>> rates) {
    this.rates = rates;
  }

  /** Takes so much of a limit, or nothing and answers false. */
  public synchronized boolean take(Limit limit, int count, long nowNs) {
    Rate rate = rates.get().get(limit);
    if (rate == null) {
      return true;
    }
    Bucket bucket = buckets.get(limit);
    if (bucket == null || bucket.rate != rate) { // New, or the configuration was reloaded.
      bucket = new Bucket(rate, new TokenBucket(rate.perSecond(), rate.burst(), nowNs));
      buckets.put(limit, bucket);
    }
    return bucket.tokens.tryTake(count, nowNs);
  }

  /** Full at the rate that it was made for. */
  private record Bucket(Rate rate, TokenBucket tokens) {}
}
