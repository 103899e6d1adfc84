package dev.backbeat.server.admin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.backbeat.server.ops.Addresses;
import dev.backbeat.server.session.Sanction.Subject;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Says whose token it is. Digests are compared, all of them, so that the time tells nothing. Any
 * thread.
 *
 * <p>After {@value #MAX_FAILURES} wrong tokens within a minute an address is told to wait, and no
 * more of them stand in the audit log. The right token lets in all the same: operators often share
 * an address with whoever guesses (a tunnel, a proxy), and tokens are too long to be guessed. Of an
 * IPv6 address the first 64 bits count, for a household has that many.
 */
final class AdminAuth {
  static final int MAX_FAILURES = 10;
  static final int BLOCKED_SECONDS = 60;

  private static final int MAX_ADDRESSES = 10_000;

  private final Cache<String, Integer> failures;
  private final LongAdder unaudited = new LongAdder();
  private volatile Map<String, byte[]> digests;

  AdminAuth(Map<String, String> tokens, Ticker ticker) {
    tokens(tokens);
    failures =
        Caffeine.newBuilder()
            .maximumSize(MAX_ADDRESSES)
            .expireAfterWrite(Duration.ofSeconds(BLOCKED_SECONDS))
            .ticker(ticker)
            .build();
  }

  /** From now on these tokens count, by the names of who has them. */
  void tokens(Map<String, String> tokens) {
    Map<String, byte[]> made = new LinkedHashMap<>();
    tokens.forEach((name, token) -> made.put(name, digest(token)));
    digests = made;
  }

  /** Whether an address has to wait. */
  boolean blocked(String address) {
    Integer count = failures.getIfPresent(key(address));
    return count != null && count >= MAX_FAILURES;
  }

  /** An address showed something wrong. */
  void failed(String address) {
    failures.asMap().merge(key(address), 1, Integer::sum);
  }

  /** Somebody who has to wait tried again, which gets no line of its own in the audit log. */
  void unaudited() {
    unaudited.increment();
  }

  /** How many did since the last call. */
  long takeUnaudited() {
    return unaudited.sumThenReset();
  }

  private static String key(String address) {
    InetAddress literal = Addresses.literal(address);
    return literal == null ? address : Subject.address(literal).value();
  }

  /**
   * The name that belongs to the header's token.
   *
   * @param header {@code Authorization}, may be null
   * @return null if it is nobody's
   */
  String who(String header) {
    String prefix = "Bearer ";
    if (header == null || !header.regionMatches(true, 0, prefix, 0, prefix.length())) {
      return null;
    }
    byte[] shown = digest(header.substring(prefix.length()).strip());
    String who = null;
    for (Map.Entry<String, byte[]> known : digests.entrySet()) {
      if (MessageDigest.isEqual(known.getValue(), shown)) {
        who = known.getKey();
      }
    }
    return who;
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
