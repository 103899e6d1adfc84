package dev.backbeat.server.gateway;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.admission.BadTicketException;
import dev.backbeat.server.admission.Ticket;
import dev.backbeat.server.admission.Tickets;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.v1.ErrorCode;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Set;

/**
 * {@code /api/tickets}: a studio's backend asks for its players' tickets with its key; where it is
 * enabled, everybody asks for a guest's.
 */
final class TicketsApi {
  private static final String PATH = "/api/tickets";
  private static final String GUEST_PATH = PATH + "/guest";
  private static final Set<String> KEYS =
      Set.of("player", "name", "room", "game", "roles", "lifetimeSeconds");
  private static final Set<String> GUEST_KEYS = Set.of("name");
  private static final String GUEST_ROLE = "guest";

  private final GatewayServices services;
  private final boolean guestTickets;

  TicketsApi(GatewayServices services) {
    this.services = services;
    this.guestTickets = services.config().guestTicketsGiven();
  }

  /** Which pages may read the answers, refusals of handlers in between included. */
  void addCrossOrigin(Router router, OriginRule origins) {
    router.route(PATH).handler(new CrossOrigin(origins));
    router.route(GUEST_PATH).handler(new CrossOrigin(origins, HttpMethod.POST));
  }

  void addTo(Router router, BodyHandler body) {
    router.get(PATH).handler(this::explain);
    router.post(PATH).handler(body).handler(this::issue);
    router.post(GUEST_PATH).handler(body).handler(this::issueToGuest);
  }

  /** What a page must know before it connects. */
  private void explain(RoutingContext routing) {
    HttpAnswers.json(
        routing,
        200,
        new JsonObject()
            .put("guests", services.authenticator().guestsAllowed())
            .put("guestTickets", guestTickets));
  }

  private void issue(RoutingContext routing) {
    JsonObject body = services.api().authorizedBody(routing, services.addresses());
    if (body == null) {
      return;
    }
    try {
      checkKeys(body, KEYS);
      checkName(body);
      answer(routing, services.tickets().issue(Tickets.wanted(body), lifetimeSeconds(body)));
    } catch (BadTicketException e) {
      HttpAnswers.error(routing, 400, ApiAccess.BAD_REQUEST, e.getMessage());
    }
  }

  private void issueToGuest(RoutingContext routing) {
    if (!guestTickets) {
      HttpAnswers.error(
          routing, 404, ErrorCode.ERROR_NOT_FOUND, "this server gives no tickets to guests");
      return;
    }
    JsonObject body = services.api().body(routing);
    if (body == null) {
      return;
    }
    Quota quota =
        Quota.of(
            services,
            services.addresses().key(services.clients().of(routing.request()).address()),
            "");
    int seconds = services.limits().penalties().remainingSeconds(quota.offender());
    if (seconds > 0 || !quota.guestTicket(System.nanoTime())) {
      services.metrics().onLimit(seconds > 0 ? Limit.PENALTY : Limit.GUEST_TICKETS_PER_ADDRESS);
      routing.response().putHeader("Retry-After", Integer.toString(Math.max(5, seconds)));
      HttpAnswers.error(
          routing,
          429,
          seconds > 0 ? ErrorCode.ERROR_PENALTY : ErrorCode.ERROR_TOO_MANY_CONNECTIONS,
          "too many requests of your address; try again later");
      return;
    }
    try {
      checkKeys(body, GUEST_KEYS);
      checkName(body);
      Ticket guest =
          new Ticket(
              services.tickets().newGuestId(),
              body.getString("name", ""),
              "",
              "",
              List.of(GUEST_ROLE),
              "",
              0);
      answer(routing, services.tickets().issue(guest, 0));
    } catch (BadTicketException e) {
      HttpAnswers.error(routing, 400, ApiAccess.BAD_REQUEST, e.getMessage());
    }
  }

  private static void checkKeys(JsonObject body, Set<String> known) throws BadTicketException {
    for (String key : body.fieldNames()) {
      if (!known.contains(key)) {
        throw new BadTicketException("unknown key '" + key + "'");
      }
    }
  }

  /** Better now than when the player is about to play. */
  private static void checkName(JsonObject body) throws BadTicketException {
    Object name = body.getValue("name");
    if (name != null && !(name instanceof String text && Texts.name(text) != null)) {
      throw new BadTicketException(
          "name must be a string of at most "
              + Texts.MAX_NAME_CHARACTERS
              + " visible characters, or be left out");
    }
  }

  private int lifetimeSeconds(JsonObject body) throws BadTicketException {
    Object wanted = body.getValue("lifetimeSeconds");
    if (wanted == null) {
      return 0;
    }
    int max = services.tickets().settings().maxLifetimeSeconds();
    if (wanted instanceof Integer seconds && seconds >= 1 && seconds <= max) {
      return seconds;
    }
    throw new BadTicketException("lifetimeSeconds must be a whole number from 1 to " + max);
  }

  private void answer(RoutingContext routing, Tickets.Issued issued) {
    services.metrics().ticketIssued();
    HttpAnswers.json(
        routing,
        201,
        new JsonObject()
            .put("ticket", issued.ticket())
            .put("url", url(routing.request()))
            .put("expiresInSeconds", issued.expiresInSeconds()));
  }

  /** Where the ticket is good. */
  private String url(HttpServerRequest request) {
    ServerConfig config = services.config();
    if (config.access().publicUrl() != null) {
      return config.access().publicUrl();
    }
    String host = config.listen().host();
    HostAndPort called = request.authority();
    boolean everyAddress = host.equals("0.0.0.0") || host.equals("::");
    String scheme = config.tls().enabled() ? "wss" : "ws";
    if (everyAddress && called != null) {
      return scheme + "://" + called + Protocol.PATH;
    }
    String shown = host.contains(":") ? '[' + host + ']' : host;
    return scheme + "://" + shown + ':' + request.localAddress().port() + Protocol.PATH;
  }
}
