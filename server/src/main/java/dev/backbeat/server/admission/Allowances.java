package dev.backbeat.server.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.backbeat.server.limit.ConnectionCounts;
import dev.backbeat.server.limit.Limit;
import java.time.Duration;
import java.util.Map;

/**
 * The allowances of all addresses, or of all players. Any thread.
 *
 * <p>One is forgotten ten minutes after it was last asked for, and beyond 100,000 the one that was
 * quiet longest goes first. Live connections are counted for as long as they live.
 */
public final class Allowances {
  private static final int MAX_SUBJECTS = 100_000;
  private static final Duration FORGET = Duration.ofMinutes(10);

  private final Cache<String, Allowance> allowances =
      Caffeine.newBuilder().maximumSize(MAX_SUBJECTS).expireAfterAccess(FORGET).build();
  private final ConnectionCounts connections = new ConnectionCounts();
  private volatile Map<Limit, Rate> rates;

  /** With these rates; what has none is not limited. */
  public Allowances(Map<Limit, Rate> rates) {
    this.rates = rates;
  }

  /** Sets other rates, for those that are known already, too. */
  public void rates(Map<Limit, Rate> newRates) {
    rates = newRates;
  }

  /** Of an address or a player; null = nobody's, not limited. */
  public Allowance of(String key) {
    return key == null || key.isEmpty()
        ? null
        : allowances.get(key, k -> new Allowance(() -> rates));
  }

  /** How many something is remembered of, about; who has a connection may count twice. */
  public long entries() {
    allowances.cleanUp();
    return connections.size() + allowances.estimatedSize();
  }

  /** Whether one more connection would be too many. */
  public boolean full(String key, int max) {
    return !key.isEmpty() && connections.full(key, max);
  }

  /** Counts a connection in; it must be given back by {@link #disconnected}. */
  public void connected(String key) {
    if (!key.isEmpty()) {
      connections.add(key);
    }
  }

  /** Counts a connection in if there may be one more. */
  public boolean connect(String key, int max) {
    return key.isEmpty() || connections.tryAdd(key, max);
  }

  /** A connection that was counted is gone. */
  public void disconnected(String key) {
    if (!key.isEmpty()) {
      connections.remove(key);
    }
  }
}
