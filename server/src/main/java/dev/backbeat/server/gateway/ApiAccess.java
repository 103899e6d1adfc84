package dev.backbeat.server.gateway;

import dev.backbeat.server.admission.AddressLimits;
import dev.backbeat.server.admission.Offence;
import dev.backbeat.server.admission.Penalties;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.v1.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Supplier;

/**
 * Who may call the API: holders of one of the keys; where there are none, and nothing says that
 * others come here, this machine's own programs.
 */
final class ApiAccess {
  static final String BAD_REQUEST = "BAD_REQUEST";

  private final Supplier<ServerConfig> config;
  private final OriginRule origins;
  private final ClientAddresses clients;
  private final Penalties penalties;
  private final boolean loopback;

  ApiAccess(Supplier<ServerConfig> config, ClientAddresses clients, Penalties penalties) {
    this.clients = clients;
    this.penalties = penalties;
    this.config = config;
    this.origins = new OriginRule(config, clients);
    this.loopback = config.get().listen().loopback();
  }

  /** The request's body, if the caller may; otherwise the request is answered. */
  JsonObject authorizedBody(RoutingContext routing, AddressLimits addresses) {
    HttpServerRequest request = routing.request();
    List<String> accepted = config.get().access().apiKeys();
    if (!accepted.isEmpty() && !hasKey(request)) {
      refuseKey(routing, Penalties.address(addresses.key(clients.of(request).address())));
      return null;
    }
    if (accepted.isEmpty() && !local(request)) {
      HttpAnswers.error(
          routing, 401, "UNAUTHORIZED", "this server has no --api-key, so nobody may do this");
      return null;
    }
    return body(routing);
  }

  /**
   * Whoever has a key is never kept waiting: who shares the backend's address would stop all
   * players' tickets with wrong ones, and nobody guesses a right one.
   */
  private void refuseKey(RoutingContext routing, String offender) {
    int seconds = penalties.remainingSeconds(offender);
    if (seconds > 0) {
      routing.response().putHeader("Retry-After", Integer.toString(seconds));
      HttpAnswers.error(
          routing, 429, ErrorCode.ERROR_PENALTY, "your address has offended too often; wait");
    } else {
      penalties.offence(offender, Offence.BAD_KEY);
      HttpAnswers.error(routing, 401, "UNAUTHORIZED", "this needs 'Authorization: Bearer KEY'");
    }
  }

  /** Whether a program of this machine asks, and not a proxy or a page for somebody else. */
  private boolean local(HttpServerRequest request) {
    ServerConfig now = config.get();
    return loopback
        && now.proxies().trusted().isEmpty()
        && !now.tickets().keys()
        && LocalCaller.is(request, clients.of(request).address(), now.listen().host());
  }

  /** The request's body, if its page may; otherwise the request is answered. */
  JsonObject body(RoutingContext routing) {
    if (!origins.allows(routing.request())) {
      HttpAnswers.error(
          routing, 403, ErrorCode.ERROR_NOT_ALLOWED, "pages of this origin may not do this");
      return null;
    }
    try {
      // An empty body leaves everything to its default.
      return routing.body().length() <= 0
          ? new JsonObject()
          : new JsonObject(routing.body().buffer());
    } catch (DecodeException | ClassCastException e) {
      HttpAnswers.error(routing, 400, BAD_REQUEST, "the body is not a JSON object");
      return null;
    }
  }

  /** Whether a request shows one of the keys. */
  boolean hasKey(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    String prefix = "Bearer ";
    if (header == null || !header.regionMatches(true, 0, prefix, 0, prefix.length())) {
      return false;
    }
    byte[] shown = header.substring(prefix.length()).strip().getBytes(StandardCharsets.UTF_8);
    boolean found = false;
    for (String key : config.get().access().apiKeys()) { // All of them, whichever it is.
      found |= MessageDigest.isEqual(shown, key.getBytes(StandardCharsets.UTF_8));
    }
    return found;
  }
}
