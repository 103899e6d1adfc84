package dev.backbeat.server.gateway;

import dev.backbeat.protocol.Protocol;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets pages of the allowed origins read what the SDK needs: its modules, the .proto files, the
 * room list, and the sentence of a refused upgrade. Other origins get no such header, so that their
 * browsers keep the answers from them.
 */
final class CrossOrigin implements Handler<RoutingContext> {
  private final OriginRule origins;
  private final Set<HttpMethod> methods;

  /** For what is read. */
  CrossOrigin(OriginRule origins) {
    this(origins, HttpMethod.GET, HttpMethod.HEAD);
  }

  /** For these methods. */
  CrossOrigin(OriginRule origins, HttpMethod... methods) {
    this.origins = origins;
    this.methods = new LinkedHashSet<>(List.of(methods));
  }

  @Override
  public void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    HttpServerResponse response = routing.response();
    response.putHeader("Vary", "Origin, Accept-Encoding");
    String origin = request.getHeader("Origin");
    HttpMethod method = request.method();
    boolean preflight =
        method == HttpMethod.OPTIONS && request.getHeader("Access-Control-Request-Method") != null;
    if (origin == null || !(methods.contains(method) || preflight) || !origins.allows(request)) {
      routing.next();
      return;
    }
    response.putHeader("Access-Control-Allow-Origin", origin);
    if (preflight) {
      // Authorization: the SDK asks /play with it why an upgrade was refused.
      response
          .putHeader(
              "Access-Control-Allow-Methods",
              methods.stream().map(HttpMethod::name).collect(Collectors.joining(", ")))
          .putHeader("Access-Control-Allow-Headers", "Authorization, Content-Type")
          .putHeader("Access-Control-Max-Age", "600")
          .setStatusCode(204)
          .end();
      return;
    }
    response.putHeader("Access-Control-Expose-Headers", Protocol.ERROR_HEADER + ", Retry-After");
    routing.next();
  }
}
