package dev.backbeat.server.admission;

import dev.backbeat.server.limit.Limit;
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
      bucket = new Bucket(rate, nowNs);
      buckets.put(limit, bucket);
    }
    return bucket.take(count, nowNs);
  }

  private static final class Bucket {
    private final Rate rate;
    private double tokens;
    private long lastNs;

    Bucket(Rate rate, long nowNs) {
      this.rate = rate;
      this.tokens = rate.burst();
      this.lastNs = nowNs;
    }

    boolean take(int count, long nowNs) {
      long elapsedNs = nowNs - lastNs;
      if (elapsedNs > 0) {
        tokens = Math.min(rate.burst(), tokens + elapsedNs * (rate.perSecond() / 1e9));
        lastNs = nowNs;
      }
      if (tokens < count) {
        return false;
      }
      tokens -= count;
      return true;
    }
  }
}
