package dev.backbeat.server.limit;

import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections each address or player has, by whatever names it. Any thread; knows whoever
 * has one, and nobody else.
 */
public final class ConnectionCounts {
  private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();

  /** How many have a connection. */
  public int size() {
    return counts.size();
  }

  /** Whether one more would be too many. */
  public boolean full(String key, int max) {
    return counts.getOrDefault(key, 0) >= max;
  }

  /** Counts one in, come what may; it must be given back by {@link #remove}. */
  public void add(String key) {
    counts.merge(key, 1, Integer::sum);
  }

  /** Counts one in if there may be one more: of two who come at once for the last, one gets it. */
  public boolean tryAdd(String key, int max) {
    boolean[] admitted = new boolean[1];
    counts.compute(
        key,
        (k, count) -> {
          int n = count == null ? 0 : count;
          admitted[0] = n < max;
          return admitted[0] ? Integer.valueOf(n + 1) : count;
        });
    return admitted[0];
  }

  /** One that was counted is gone. */
  public void remove(String key) {
    counts.computeIfPresent(key, (k, n) -> n <= 1 ? null : n - 1);
  }
}
