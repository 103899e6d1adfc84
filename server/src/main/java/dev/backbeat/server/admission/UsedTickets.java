package dev.backbeat.server.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The tickets that let somebody in, until they would be refused as expired anyway. Any thread.
 *
 * <p>They are forgotten by a clock that nobody sets, and ten minutes later than by the wall clock:
 * setting that one forward and back, or back by up to ten minutes, lets none in twice. Nothing is
 * evicted to make room, for an evicted ticket could be used again: beyond the bound none is let in.
 */
final class UsedTickets {
  /** 32 bytes of key and some 100 of bookkeeping each. */
  static final int MAX_TICKETS = 500_000;

  /** For how long one is remembered after its expiry. */
  static final int AFTERWARDS_SECONDS = 600;

  private final int maxTickets;
  private final LongSupplier epochMs;
  private final Cache<Key, Long> used;

  /** Half a SHA-256 of the ticket's id. */
  private record Key(long high, long low) {}

  UsedTickets(int maxTickets, LongSupplier epochMs, LongSupplier monotonicNs) {
    this.maxTickets = maxTickets;
    this.epochMs = epochMs;
    this.used =
        Caffeine.newBuilder()
            .ticker(monotonicNs::getAsLong)
            .expireAfter(Expiry.<Key, Long>creating((key, expiresAt) -> left(expiresAt)))
            .build();
  }

  private Duration left(long expiresAtSeconds) {
    long endMs = (expiresAtSeconds + Tickets.LEEWAY_SECONDS + AFTERWARDS_SECONDS) * 1_000;
    return Duration.ofMillis(Math.max(1, endMs - epochMs.getAsLong()));
  }

  /** How many; forgets what is due first. */
  long remembered() {
    used.cleanUp();
    return used.estimatedSize();
  }

  /** How many can be. */
  int max() {
    return maxTickets;
  }

  boolean contains(Ticket ticket) {
    return used.getIfPresent(key(ticket)) != null;
  }

  Tickets.Use add(Ticket ticket) {
    if (used.estimatedSize() >= maxTickets && remembered() >= maxTickets) {
      return contains(ticket) ? Tickets.Use.USED : Tickets.Use.TOO_MANY;
    }
    return used.asMap().putIfAbsent(key(ticket), ticket.expiresAtSeconds()) == null
        ? Tickets.Use.ADMITTED
        : Tickets.Use.USED;
  }

  private static Key key(Ticket ticket) {
    try {
      ByteBuffer hash =
          ByteBuffer.wrap(
              MessageDigest.getInstance("SHA-256")
                  .digest(ticket.id().getBytes(StandardCharsets.UTF_8)));
      return new Key(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
