package dev.backbeat.server.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.backbeat.server.input.InputInbox;
import dev.backbeat.server.room.Seat;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All sessions, found by resume token. Any thread.
 *
 * <p>A token lives as long as its session is connected, and for the grace period after the
 * connection was lost. A resume rotates it: the new one is issued at once, and the one that was
 * presented stays valid until the new connection has proved by a first input that its Welcome
 * arrived. The cache is bounded; beyond the bound the session that was idle longest can no longer
 * be resumed, and plays on until it loses its socket.
 */
public final class Sessions {
  private static final int TOKEN_BYTES = 18;
  private static final Pattern TOKEN = Pattern.compile("([A-Za-z0-9_-]{1,32})\\.[A-Za-z0-9_-]{24}");
  private static final Duration CONNECTED = Duration.ofDays(365);

  private final SecureRandom random = new SecureRandom();
  private final String instance;
  private final Duration grace;
  private final Cache<String, Session> byToken;
  private final Cache<String, Session> away;
  private final AtomicInteger connected = new AtomicInteger();

  /**
   * No sessions yet.
   *
   * @param instance this process' name: every token begins with it and a dot
   * @param grace for how long a session can be resumed after its connection was lost
   * @param maxTokens bound of the cache; a session has at most two
   */
  public Sessions(String instance, Duration grace, int maxTokens) {
    this(instance, grace, maxTokens, Ticker.systemTicker());
  }

  Sessions(String instance, Duration grace, int maxTokens, Ticker ticker) {
    this.instance = instance;
    this.grace = grace;
    this.byToken =
        Caffeine.newBuilder()
            .maximumSize(maxTokens)
            .ticker(ticker)
            .expireAfter(Expiry.<String, Session>creating((token, session) -> CONNECTED))
            .build();
    this.away =
        Caffeine.newBuilder().maximumSize(maxTokens).ticker(ticker).expireAfterWrite(grace).build();
  }

  /** A new id, for a session that is about to be. */
  public String newId() {
    byte[] bytes = new byte[6];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * A new session in a seat; it has no token yet.
   *
   * @param playerId who plays, as the ticket said; empty = a guest without one
   */
  public Session open(String id, Seat seat, String playerId) {
    return new Session(id, seat, playerId);
  }

  /** The first token of a session. */
  public String issueToken(Session session) {
    synchronized (session) {
      session.token = newToken();
      byToken.put(session.token, session);
      return session.token;
    }
  }

  /** Whether it is a token as another process would have issued it. */
  public boolean elsewhere(String token) {
    Matcher parts = TOKEN.matcher(token);
    return parts.matches() && !parts.group(1).equals(instance);
  }

  /** Whether it is a token as this process, or one of its name before it, would have issued it. */
  public boolean here(String token) {
    Matcher parts = TOKEN.matcher(token);
    return parts.matches() && parts.group(1).equals(instance);
  }

  /** This process' name. */
  public String instance() {
    return instance;
  }

  /** Whose token it is, if it is one and the session still has its seat. */
  public Optional<Session> find(String token) {
    Session session = byToken.getIfPresent(token);
    if (session == null) {
      return Optional.empty();
    }
    if (!session.seat().open()) {
      end(session);
      return Optional.empty();
    }
    return Optional.of(session);
  }

  /** What a resumed connection gets: its new token, and where it puts its inputs. */
  public record Resumed(String token, InputInbox inbox) {}

  /**
   * The session is connected again by {@code presented}: gives it a new token and the seat, and
   * tells an older connection. Of two at once, the one whose upgrade came later gets it.
   *
   * @param presentation what {@link Session#present} said when the upgrade came
   * @return empty if the presented token or the seat has just died, or a later upgrade has the seat
   */
  public Optional<Resumed> resume(
      Session session, String presented, long presentation, SessionConnection newer) {
    Resumed resumed;
    SessionConnection older;
    synchronized (session) {
      if (session.takenBy > presentation
          || !presented.equals(session.token) && !presented.equals(session.previousToken)) {
        return Optional.empty();
      }
      if (!session.seat().open()) {
        end(session);
        return Optional.empty();
      }
      for (String old : new String[] {session.token, session.previousToken}) {
        if (old != null && !old.equals(presented)) {
          byToken.invalidate(old);
        }
      }
      away.invalidate(session.id());
      session.takenBy = presentation;
      session.previousToken = presented;
      session.token = newToken();
      keep(session.previousToken, session, CONNECTED);
      keep(session.token, session, CONNECTED);
      older = session.swap(newer);
      resumed = new Resumed(session.token, session.seat().attach(newer.outlet()));
    }
    Session.tell(older, newer);
    return Optional.of(resumed);
  }

  /** A session got (+1) or lost (-1) its connection: counts for {@link #connected()}. */
  public void count(int change) {
    connected.addAndGet(change);
  }

  /**
   * The connection that was given {@code token} has proved that it knows it: the previous token
   * dies. Nothing happens if a newer connection has another token by now.
   */
  public void confirm(Session session, String token) {
    synchronized (session) {
      if (session.previousToken != null && token.equals(session.token)) {
        byToken.invalidate(session.previousToken);
        session.previousToken = null;
      }
    }
  }

  /** The connection is lost: the grace period begins, unless the session has a newer one. */
  public void lost(Session session) {
    synchronized (session) {
      if (session.connected()) {
        return;
      }
      for (String token : new String[] {session.token, session.previousToken}) {
        if (token != null && byToken.getIfPresent(token) != null) {
          keep(token, session, grace);
          away.put(session.id(), session);
        }
      }
    }
  }

  /** The session is over: its tokens are dead. */
  public void end(Session session) {
    synchronized (session) {
      away.invalidate(session.id());
      for (String token : new String[] {session.token, session.previousToken}) {
        if (token != null) {
          byToken.invalidate(token);
        }
      }
      session.token = null;
      session.previousToken = null;
    }
  }

  /** For how long a session can be resumed after its connection was lost. */
  public Duration grace() {
    return grace;
  }

  /** Sessions with a live connection. */
  public int connected() {
    return connected.get();
  }

  /** Sessions that lost their connection and can be resumed, about. */
  public long away() {
    away.cleanUp();
    return away.estimatedSize();
  }

  /** Tokens that are valid now, about. */
  public long tokens() {
    byToken.cleanUp();
    return byToken.estimatedSize();
  }

  /** Sets how long a token lives, known or new; a plain put would not change a known one's. */
  private void keep(String token, Session session, Duration duration) {
    byToken.policy().expireVariably().orElseThrow().put(token, session, duration);
  }

  private String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return instance + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
