package dev.backbeat.server.admission;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs tickets, checks them, and lets each in once. Any thread.
 *
 * <p>Without a configured secret it signs with one made up at start: such tickets are good for this
 * process alone, and until it ends.
 */
public final class Tickets {
  /** By how much clocks may differ. */
  public static final int LEEWAY_SECONDS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Tickets.class);
  private static final int ID_BYTES = 16;
  private static final int SECRET_BYTES = 32;
  private static final int GUEST_ID_BYTES = 9;
  private static final Pattern GUEST_ID = Pattern.compile("guest-[A-Za-z0-9_-]{12}");

  private final Vertx vertx;
  private final LongSupplier epochMs;
  private final SecureRandom random = new SecureRandom();
  private final String madeUpSecret = randomText(SECRET_BYTES);
  private final UsedTickets used;
  private volatile Rules rules;

  private record Rules(TicketSettings settings, TicketKeys keys) {}

  /**
   * With these keys.
   *
   * @param epochMs the wall clock, in ms since 1970
   * @param monotonicNs a clock that nobody sets
   * @throws IOException with a sentence if a key cannot be used
   */
  public Tickets(
      Vertx vertx, TicketSettings settings, LongSupplier epochMs, LongSupplier monotonicNs)
      throws IOException {
    this(vertx, settings, epochMs, new UsedTickets(UsedTickets.MAX_TICKETS, epochMs, monotonicNs));
  }

  Tickets(Vertx vertx, TicketSettings settings, LongSupplier epochMs, UsedTickets used)
      throws IOException {
    this.vertx = vertx;
    this.epochMs = epochMs;
    this.used = used;
    apply(settings);
  }

  /**
   * From now on these keys and rules hold; on a failure the old ones do. Tickets that were used
   * stay used.
   */
  public void apply(TicketSettings settings) throws IOException {
    prepare(settings).run();
  }

  /**
   * Reads the keys, and returns what makes them and the rules hold from then on.
   *
   * @throws IOException with a sentence if a key cannot be used
   */
  public Runnable prepare(TicketSettings settings) throws IOException {
    Rules next = new Rules(settings, keys(settings));
    return () -> rules = next;
  }

  private TicketKeys keys(TicketSettings settings) throws IOException {
    List<String> secrets =
        settings.hs256Secrets().isEmpty() ? List.of(madeUpSecret) : settings.hs256Secrets();
    return new TicketKeys(vertx, settings, secrets);
  }

  /** The rules that hold. */
  public TicketSettings settings() {
    return rules.settings();
  }

  /** A ticket and for how long it is good. */
  public record Issued(String ticket, int expiresInSeconds) {}

  /**
   * Signs a ticket.
   *
   * @param wanted what it shall say; its id and expiry are not looked at
   * @param lifetimeSeconds 0 = the configured one
   */
  public Issued issue(Ticket wanted, int lifetimeSeconds) {
    Rules now = rules;
    TicketSettings settings = now.settings();
    int lifetime = lifetimeSeconds == 0 ? settings.lifetimeSeconds() : lifetimeSeconds;
    long nowSeconds = epochMs.getAsLong() / 1_000;
    JsonObject claims =
        new JsonObject()
            .put("iss", settings.issuer())
            .put("aud", settings.audience())
            .put("sub", wanted.player())
            .put("jti", randomText(ID_BYTES))
            .put("iat", nowSeconds)
            .put("exp", nowSeconds + lifetime);
    putUnlessEmpty(claims, "name", wanted.name());
    putUnlessEmpty(claims, "room", wanted.room());
    putUnlessEmpty(claims, "game", wanted.game());
    if (!wanted.roles().isEmpty()) {
      claims.put("roles", new JsonArray(wanted.roles()));
    }
    return new Issued(now.keys().sign(claims), lifetime);
  }

  private static void putUnlessEmpty(JsonObject claims, String key, String value) {
    if (!value.isEmpty()) {
      claims.put(key, value);
    }
  }

  /** What a backend asks for, without id and expiry. */
  public static Ticket wanted(JsonObject body) throws BadTicketException {
    return Ticket.read(body, "player", 0);
  }

  /** What a ticket says if it is good; else {@link BadTicketException}. Uses nothing up. */
  public Future<Ticket> verify(String text) {
    Rules now = rules;
    return now.keys()
        .verify(text)
        .transform(
            result -> {
              try {
                if (result.succeeded()) {
                  return Future.succeededFuture(checked(result.result(), now.settings()));
                }
                LOG.debug("a ticket is refused: {}", result.cause().toString());
                throw new BadTicketException("the ticket is not valid or has expired");
              } catch (BadTicketException refused) {
                return Future.failedFuture(refused);
              }
            });
  }

  /**
   * Signs and reads one that nobody gets, so that no event loop loads the code for it when the
   * first player comes. Fails if this server does not believe itself. Blocks; not for an event
   * loop.
   */
  public Future<Ticket> warmUp() {
    Ticket nobody = new Ticket("nobody", "", "", "", List.of(), "", 0);
    return verify(issue(nobody, 0).ticket());
  }

  private Ticket checked(JsonObject claims, TicketSettings settings) throws BadTicketException {
    long nowSeconds = epochMs.getAsLong() / 1_000;
    long expiresAt = seconds(claims, "exp");
    if (expiresAt <= nowSeconds - LEEWAY_SECONDS) {
      throw new BadTicketException("the ticket has expired; ask for a new one");
    }
    if (expiresAt > nowSeconds + settings.maxLifetimeSeconds() + LEEWAY_SECONDS) {
      throw new BadTicketException(
          "the ticket is good for longer than "
              + settings.maxLifetimeSeconds()
              + " s, which this server does not accept");
    }
    Ticket ticket = Ticket.read(claims, "sub", expiresAt);
    if (settings.singleUse() && ticket.id().isEmpty()) {
      throw new BadTicketException("the ticket has no id (jti), so it cannot be used once only");
    }
    return ticket;
  }

  private static long seconds(JsonObject claims, String key) throws BadTicketException {
    if (claims.getValue(key) instanceof Number number) {
      return number.longValue();
    }
    throw new BadTicketException("the ticket has no expiry (exp)");
  }

  /** Whether it let somebody in before. */
  public boolean used(Ticket ticket) {
    return rules.settings().singleUse() && used.contains(ticket);
  }

  /** What became of a ticket that was to be used. */
  public enum Use {
    /** It was good, and is used up now. */
    ADMITTED,
    /** Somebody was quicker. */
    USED,
    /** More tickets were used of late than can be remembered. */
    TOO_MANY
  }

  /** Uses a ticket up. Of several at once, one succeeds. */
  public Use use(Ticket ticket) {
    return rules.settings().singleUse() ? used.add(ticket) : Use.ADMITTED;
  }

  /** How many used ones are remembered; beyond {@link #maxRemembered} none is let in. */
  public long remembered() {
    return used.remembered();
  }

  /** How many used ones can be remembered. */
  public int maxRemembered() {
    return used.max();
  }

  /** A player's id for a guest. */
  public String newGuestId() {
    return "guest-" + randomText(GUEST_ID_BYTES);
  }

  /**
   * Whether a player is a guest: without an id, or with one as {@link #newGuestId} makes it up for
   * each ticket. Whoever holds a guest to something must hold his address to it.
   */
  public static boolean isGuest(String playerId) {
    return playerId.isEmpty() || GUEST_ID.matcher(playerId).matches();
  }

  /** Whether a ticket can be for a player of this id. */
  public static boolean isPlayer(String id) {
    return Ticket.isPlayer(id);
  }

  private String randomText(int bytes) {
    byte[] text = new byte[bytes];
    random.nextBytes(text);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }
}
