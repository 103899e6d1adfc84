package dev.backbeat.server.gateway;

import dev.backbeat.server.limit.Limit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the sockets that are no WebSocket (yet), all together and by address, so that those who
 * open many and say nothing find an end. Any thread.
 */
final class OpenSockets {
  private final int max;
  private final int maxPerAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();

  OpenSockets(int max, int maxPerAddress) {
    this.max = max;
    this.maxPerAddress = maxPerAddress;
  }

  /**
   * Counts a socket in, of which {@link #close} is to be called once, unless a limit is met.
   *
   * @return the limit that refuses it, or null
   */
  Limit open() {
    if (open.incrementAndGet() > max) {
      open.decrementAndGet();
      return Limit.HTTP_SOCKETS;
    }
    return null;
  }

  /** A socket that was counted in is a WebSocket now, or gone. */
  void close() {
    open.decrementAndGet();
  }

  /**
   * Counts an open socket in with its address, of which {@link #closeOf} is to be called once.
   *
   * @param key of the address; null = not limited
   * @return the limit that refuses it, or null
   */
  Limit openOf(String key) {
    if (key == null) {
      return null;
    }
    boolean[] admitted = new boolean[1];
    byAddress.compute(
        key,
        (k, count) -> {
          int n = count == null ? 0 : count;
          admitted[0] = n < maxPerAddress;
          return admitted[0] ? Integer.valueOf(n + 1) : count;
        });
    return admitted[0] ? null : Limit.HTTP_SOCKETS_PER_ADDRESS;
  }

  /** A socket that was counted in with its address is a WebSocket now, or gone. */
  void closeOf(String key) {
    if (key != null) {
      byAddress.computeIfPresent(key, (k, n) -> n <= 1 ? null : n - 1);
    }
  }

  /** How many there are. */
  int count() {
    return open.get();
  }

  /** Of how many addresses. */
  int addresses() {
    return byAddress.size();
  }
}
