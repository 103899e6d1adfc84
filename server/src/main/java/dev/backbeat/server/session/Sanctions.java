package dev.backbeat.server.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.backbeat.server.session.Sanction.Kind;
import dev.backbeat.server.session.Sanction.Subject;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who is banned and who is muted, until when. Any thread; a question that most servers answer with
 * "nobody" costs one read.
 *
 * <p>Bounded: one more than {@value #MAX} of a kind is refused rather than let an old one be
 * forgotten. Expiry follows the clock on the wall, as people mean it.
 */
public final class Sanctions {
  /** Bans at once, and mutes at once. */
  public static final int MAX = 50_000;

  private static final long MAX_MS = Duration.ofDays(3650).toMillis();

  private final InstantSource clock;
  private final Cache<Subject, Sanction> bans;
  private final Cache<Subject, Sanction> mutes;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean anyBan;
  private volatile boolean anyMute;

  /** Nobody. */
  public Sanctions(InstantSource clock) {
    this.clock = clock;
    this.bans = cache(clock);
    this.mutes = cache(clock);
  }

  private static Cache<Subject, Sanction> cache(InstantSource clock) {
    Ticker ticker = () -> clock.millis() * 1_000_000;
    return Caffeine.newBuilder()
        .maximumSize(2L * MAX) // Never reached: see add.
        .ticker(ticker)
        .expireAfter(Expiry.<Subject, Sanction>writing((s, sanction) -> left(clock, sanction)))
        .build();
  }

  private static Duration left(InstantSource clock, Sanction sanction) {
    return Duration.ofMillis(
        Math.max(
            0,
            Math.min(MAX_MS, sanction.untilMs() - Math.min(sanction.untilMs(), clock.millis()))));
  }

  /** Calls this after every change, on the thread that made it. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * It holds from now on; an older one of the same kind and subject is replaced.
   *
   * @return false if there are {@value #MAX} of its kind already
   */
  public synchronized boolean add(Sanction sanction) {
    Cache<Subject, Sanction> cache = cache(sanction.kind());
    cache.cleanUp();
    if (cache.getIfPresent(sanction.subject()) == null && cache.estimatedSize() >= MAX) {
      return false;
    }
    cache.put(sanction.subject(), sanction);
    changed();
    return true;
  }

  /** Lifts it; whether there was one. */
  public synchronized boolean lift(Kind kind, Subject subject) {
    boolean was = cache(kind).asMap().remove(subject) != null;
    if (was) {
      changed();
    }
    return was;
  }

  private void changed() {
    count();
    listeners.forEach(Runnable::run);
  }

  private void count() {
    anyBan = bans.estimatedSize() > 0;
    anyMute = mutes.estimatedSize() > 0;
  }

  /**
   * What another process decided, unless it was decided here meanwhile; no listener is called.
   *
   * @param expected that held, null = none
   * @param with that holds from now on, null = none
   */
  synchronized void replace(Kind kind, Subject subject, Sanction expected, Sanction with) {
    Cache<Subject, Sanction> cache = cache(kind);
    Sanction is = cache.getIfPresent(subject);
    boolean over = is != null && !is.holds(clock.millis());
    if (!Objects.equals(over ? null : is, expected)) {
      return;
    }
    if (with == null) {
      cache.invalidate(subject);
    } else {
      cache.put(subject, with);
    }
    count();
  }

  private Cache<Subject, Sanction> cache(Kind kind) {
    return kind == Kind.BAN ? bans : mutes;
  }

  /**
   * The ban that holds for somebody now; null = none.
   *
   * @param player id; empty = unknown
   * @param address null = unknown
   */
  public Sanction banOf(String player, InetAddress address) {
    if (!anyBan) {
      return null;
    }
    Sanction ban = player.isEmpty() ? null : holding(bans, Subject.player(player));
    return ban != null || address == null ? ban : holding(bans, Subject.address(address));
  }

  /** The mute that holds for somebody now, likewise. */
  public Sanction muteOf(String session, String player, InetAddress address) {
    if (!anyMute) {
      return null;
    }
    Sanction mute = holding(mutes, Subject.session(session));
    if (mute == null && !player.isEmpty()) {
      mute = holding(mutes, Subject.player(player));
    }
    return mute != null || address == null ? mute : holding(mutes, Subject.address(address));
  }

  private Sanction holding(Cache<Subject, Sanction> cache, Subject subject) {
    Sanction sanction = cache.getIfPresent(subject);
    return sanction != null && sanction.holds(clock.millis()) ? sanction : null;
  }

  /** All that hold now, the newest first. */
  public List<Sanction> list(Kind kind) {
    long nowMs = clock.millis();
    return cache(kind).asMap().values().stream()
        .filter(s -> s.holds(nowMs))
        .sorted(Comparator.comparingLong(Sanction::sinceMs).reversed())
        .toList();
  }

  /** How many hold now, about. */
  public long count(Kind kind) {
    Cache<Subject, Sanction> cache = cache(kind);
    cache.cleanUp();
    return cache.estimatedSize();
  }

  /** The time by which they expire, in ms since 1970. */
  public long nowMs() {
    return clock.millis();
  }
}
