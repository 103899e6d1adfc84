package dev.backbeat.server.gateway;

import dev.backbeat.protocol.Protocol;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets pages of the allowed origins read what the SDK needs: its modules, the .proto files, the
 * room list, and the sentence of a refused upgrade. Other origins get no such header, so that their
 * browsers keep the answers from them.
 */
final class CrossOrigin implements Handler<RoutingContext> {
  private final OriginRule origins;

  CrossOrigin(OriginRule origins) {
    this.origins = origins;
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
    boolean reads = method == HttpMethod.GET || method == HttpMethod.HEAD;
    if (origin == null || !(reads || preflight) || !origins.allows(request)) {
      routing.next();
      return;
    }
    response.putHeader("Access-Control-Allow-Origin", origin);
    if (preflight) {
      // Authorization: the SDK asks /play with it why an upgrade was refused.
      response
          .putHeader("Access-Control-Allow-Methods", "GET, HEAD")
          .putHeader("Access-Control-Allow-Headers", "Authorization")
          .putHeader("Access-Control-Max-Age", "600")
          .setStatusCode(204)
          .end();
      return;
    }
    response.putHeader("Access-Control-Expose-Headers", Protocol.ERROR_HEADER + ", Retry-After");
    routing.next();
  }
}
