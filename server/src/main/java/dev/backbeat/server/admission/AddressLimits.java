package dev.backbeat.server.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.backbeat.server.limit.ConnectionCounts;
import dev.backbeat.server.limit.TokenBucket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.DoubleSupplier;

/**
 * What one network address may do: open connections, how many at once and how fast, and send
 * messages. An IPv6 network of 64 bits counts as one address, for a household has that many. Any
 * thread.
 *
 * <p>Rates are forgotten ten minutes after the last event and beyond 100,000 addresses the one that
 * was quiet longest goes first; live connections are counted for as long as they live.
 */
public final class AddressLimits {
  private static final int MAX_ADDRESSES = 100_000;
  private static final int CONNECT_BURST_SECONDS = 5;
  private static final int MESSAGE_BURST_SECONDS = 5;

  private volatile int maxConnections;
  private volatile double connectsPerSecond;
  private volatile double messagesPerSecond;
  private final boolean limitLoopback;
  private final ConnectionCounts connections = new ConnectionCounts();
  private final Cache<String, SharedBucket> connects = rates();
  private final Cache<String, SharedBucket> messages = rates();

  /**
   * Nobody is known yet.
   *
   * @param maxConnections at once, per address
   * @param connectsPerSecond sustained, per address
   * @param messagesPerSecond sustained, per address, over all its connections
   * @param limitLoopback whether the limits hold for loopback addresses too
   */
  public AddressLimits(
      int maxConnections,
      double connectsPerSecond,
      double messagesPerSecond,
      boolean limitLoopback) {
    this.maxConnections = maxConnections;
    this.connectsPerSecond = connectsPerSecond;
    this.messagesPerSecond = messagesPerSecond;
    this.limitLoopback = limitLoopback;
  }

  /** Sets other limits; for addresses that are known already, too. */
  public void change(int connections, double connects, double messagesPerSecondNow) {
    maxConnections = connections;
    connectsPerSecond = connects;
    messagesPerSecond = messagesPerSecondNow;
  }

  /** How many addresses something is remembered of, about; one may count up to three times. */
  public long entries() {
    connects.cleanUp();
    messages.cleanUp();
    return connections.size() + connects.estimatedSize() + messages.estimatedSize();
  }

  private static Cache<String, SharedBucket> rates() {
    return Caffeine.newBuilder()
        .maximumSize(MAX_ADDRESSES)
        .expireAfterAccess(Duration.ofMinutes(10))
        .build();
  }

  /** What is counted as one address; null = not limited. */
  public String key(InetAddress address) {
    if (address == null || (address.isLoopbackAddress() && !limitLoopback)) {
      return null;
    }
    if (address instanceof Inet6Address) {
      return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8));
    }
    return address.getHostAddress();
  }

  /** Takes one from the address's allowance of upgrades per second. */
  public boolean takeConnect(String key, long nowNs) {
    return key == null
        || bucket(connects, key, () -> connectsPerSecond, CONNECT_BURST_SECONDS, nowNs).take(nowNs);
  }

  /** Whether the address has as many connections as it may. */
  public boolean full(String key) {
    return key != null && connections.full(key, maxConnections);
  }

  /**
   * Counts a connection in, if there may be one more; it must be given back by {@link
   * #disconnected}.
   */
  public boolean connect(String key) {
    return key == null || connections.tryAdd(key, maxConnections);
  }

  /** A connection that was let in is gone. */
  public void disconnected(String key) {
    if (key != null) {
      connections.remove(key);
    }
  }

  /** The message bucket of an address, for its connections to keep; null = not limited. */
  public SharedBucket messageBucket(String key, long nowNs) {
    return key == null
        ? null
        : bucket(messages, key, () -> messagesPerSecond, MESSAGE_BURST_SECONDS, nowNs);
  }

  private static SharedBucket bucket(
      Cache<String, SharedBucket> cache,
      String key,
      DoubleSupplier rate,
      int burstSeconds,
      long nowNs) {
    return cache.get(key, k -> new SharedBucket(rate, burstSeconds, nowNs));
  }

  /** A token bucket for several threads, of a rate that may change. */
  public static final class SharedBucket {
    private final DoubleSupplier rate;
    private final int burstSeconds;
    private double ratePerSecond;
    private TokenBucket bucket;

    SharedBucket(DoubleSupplier rate, int burstSeconds, long nowNs) {
      this.rate = rate;
      this.burstSeconds = burstSeconds;
      fill(rate.getAsDouble(), nowNs);
    }

    /** Takes a token if there is one. */
    public synchronized boolean take(long nowNs) {
      double now = rate.getAsDouble();
      if (now != ratePerSecond) {
        fill(now, nowNs);
      }
      return bucket.tryTake(1, nowNs);
    }

    private void fill(double wanted, long nowNs) {
      ratePerSecond = wanted;
      bucket = new TokenBucket(wanted, Math.max(1, wanted * burstSeconds), nowNs);
    }
  }
}
