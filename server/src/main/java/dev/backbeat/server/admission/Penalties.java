package dev.backbeat.server.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps repeated offenders out for a while, which doubles each time and is forgotten. Any thread.
 *
 * <p>Offences add points to whoever committed them: the player, where a ticket said who it is, or
 * else the address. Points leak away within about a minute; at the configured number a penalty
 * begins, and the points start again from nothing. An hour without an offence after the end of the
 * last penalty, and the next one is short again. Bounded: beyond 100,000 offenders the quietest is
 * forgotten first.
 */
public final class Penalties {
  static final int MAX_OFFENDERS = 100_000;
  private static final long LEAK_NS = TimeUnit.SECONDS.toNanos(60);
  private static final long FORGET_NS = TimeUnit.HOURS.toNanos(1);
  private static final long LONGEST_NS = TimeUnit.HOURS.toNanos(24);
  private static final int MAX_DOUBLINGS = 30;

  /** For how long after a penalty all who waited for its end may come at once. */
  private static final long RETURN_NS = TimeUnit.SECONDS.toNanos(60);

  private final LongSupplier nowNs;
  private final Cache<String, Past> offenders;

  /** Until when those are kept out who are: to be counted without a look at all offenders. */
  private final Cache<String, Long> running;

  private volatile PenaltySettings settings;

  /**
   * Nobody has done anything.
   *
   * @param nowNs a monotonic clock
   */
  public Penalties(PenaltySettings settings, LongSupplier nowNs) {
    this.settings = settings;
    this.nowNs = nowNs;
    this.offenders =
        Caffeine.newBuilder()
            .maximumSize(MAX_OFFENDERS)
            .ticker(nowNs::getAsLong)
            .expireAfterWrite(FORGET_NS + LONGEST_NS, TimeUnit.NANOSECONDS)
            .build();
    this.running =
        Caffeine.newBuilder()
            .maximumSize(MAX_OFFENDERS)
            .ticker(nowNs::getAsLong)
            .expireAfter(Expiry.<String, Long>writing((key, untilNs) -> left(untilNs)))
            .build();
  }

  private Duration left(long untilNs) {
    return Duration.ofNanos(Math.max(0, untilNs - nowNs.getAsLong()));
  }

  /**
   * What one offender has done.
   *
   * @param points at {@code atNs}, which leak away since
   * @param penalties so far, that are not forgotten
   * @param untilNs end of the last one
   */
  private record Past(double points, long atNs, int penalties, long untilNs) {}

  /** Sets other rules; penalties that run stay as they are, unless all are switched off. */
  public void settings(PenaltySettings newSettings) {
    settings = newSettings;
  }

  /** The key of an address; null = it is not limited. */
  public static String address(String addressKey) {
    return addressKey == null ? null : "address " + addressKey;
  }

  /** The key of a player; null = a guest without a ticket. */
  public static String player(String playerId) {
    return playerId.isEmpty() ? null : "player " + playerId;
  }

  /**
   * Counts an offence.
   *
   * @param offender one of the keys above; null = nobody
   * @return whether a penalty begins with it
   */
  public boolean offence(String offender, Offence offence) {
    PenaltySettings rules = settings;
    if (offender == null || !rules.enabled()) {
      return false;
    }
    long now = nowNs.getAsLong();
    boolean[] begins = new boolean[1];
    Past is =
        offenders
            .asMap()
            .compute(
                offender,
                (key, known) -> {
                  Past before = known == null || forgotten(known, now) ? null : known;
                  if (offence == Offence.HANDSHAKE_RATE && returns(before, now)) {
                    return known;
                  }
                  Past after = after(before, offence.points, rules, now);
                  begins[0] =
                      before == null ? after.penalties > 0 : after.penalties > before.penalties;
                  return after;
                });
    if (begins[0]) {
      running.put(offender, is.untilNs);
    }
    return begins[0];
  }

  /** Whether a penalty has just ended: everybody behind an address was told the same second. */
  private static boolean returns(Past past, long now) {
    return past != null
        && past.penalties > 0
        && now - past.untilNs >= 0
        && now - past.untilNs < RETURN_NS;
  }

  private static boolean forgotten(Past known, long now) {
    return now - later(known.atNs, known.untilNs) > FORGET_NS;
  }

  /** Of two readings of a clock that may wrap. */
  private static long later(long a, long b) {
    return a - b > 0 ? a : b;
  }

  private static Past after(Past before, int points, PenaltySettings rules, long now) {
    int full = rules.offences() * Offence.POINTS;
    double held = points;
    if (before != null) {
      double leaked = (double) full * Math.max(0, now - before.atNs) / LEAK_NS;
      held += Math.max(0, before.points - leaked);
    }
    int penalties = before == null ? 0 : before.penalties;
    long until = before == null ? now : before.untilNs;
    if (Math.ceil(held) < full) { // Something leaks away between any two.
      return new Past(held, now, penalties, until);
    }
    long seconds =
        Math.min(
            rules.maxSeconds(), (long) rules.firstSeconds() << Math.min(MAX_DOUBLINGS, penalties));
    return new Past(0, now, penalties + 1, later(until, now + seconds * 1_000_000_000L));
  }

  /** For how long he is still kept out, in whole seconds, rounded up; 0 = he is not. */
  public int remainingSeconds(String offender) {
    if (offender == null || !settings.enabled()) {
      return 0;
    }
    Past known = offenders.getIfPresent(offender);
    if (known == null) {
      return 0;
    }
    long leftNs = known.untilNs - nowNs.getAsLong();
    return leftNs <= 0 ? 0 : (int) ((leftNs + 999_999_999L) / 1_000_000_000L);
  }

  /** How many are kept out now, to within a second or two. */
  public long running() {
    running.cleanUp();
    return settings.enabled() ? running.estimatedSize() : 0;
  }

  /** Who is remembered for something, about. */
  public long offenders() {
    offenders.cleanUp();
    return offenders.estimatedSize();
  }
}
