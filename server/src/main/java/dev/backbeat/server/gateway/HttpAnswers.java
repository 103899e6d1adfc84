package dev.backbeat.server.gateway;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Answers in plain HTTP. On the connection's event loop. */
public final class HttpAnswers {
  private HttpAnswers() {}

  /** A sentence for people; the code's name in a header for programs. */
  static void refuse(RoutingContext routing, Refusal refusal) {
    HttpServerResponse response = routing.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (refusal.retryAfterSeconds() > 0) {
      response.putHeader("Retry-After", Integer.toString(refusal.retryAfterSeconds()));
    } else if (refusal.status() == 429 || refusal.status() == 503) {
      response.putHeader("Retry-After", refusal.code() == ErrorCode.ERROR_DRAINING ? "1" : "5");
    }
    if (refusal.status() == 426) {
      response.putHeader("Upgrade", "websocket").putHeader("Sec-WebSocket-Version", "13");
    }
    challenge(response, refusal.status());
    response
        .setStatusCode(refusal.status())
        .putHeader(Protocol.ERROR_HEADER, refusal.code().name())
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .end(refusal.message() + "\n");
  }

  /** The answer is this connection's last; Vert.x sends the header, but leaves it open. */
  static void closeAfterwards(RoutingContext routing) {
    routing.response().putHeader("Connection", "close");
    HttpServerRequest request = routing.request();
    routing.addEndHandler(
        ended -> {
          if (request.isEnded()) {
            request.connection().close();
          } else { // Unread bytes would make the close a reset, which may overtake the answer.
            request.endHandler(read -> request.connection().close());
            request.resume();
          }
        });
  }

  /** The API's form of an error. */
  static void error(RoutingContext routing, int status, ErrorCode code, String message) {
    error(routing, status, code.name(), message);
  }

  /** The same with a code that is not of the protocol. */
  public static void error(RoutingContext routing, int status, String code, String message) {
    json(
        routing,
        status,
        new JsonObject().put("error", new JsonObject().put("code", code).put("message", message)));
  }

  /** An answer in JSON, which nobody keeps; none if there is one already. */
  public static void json(RoutingContext routing, int status, JsonObject body) {
    HttpServerResponse response = routing.response();
    if (response.ended() || response.closed()) {
      return;
    }
    challenge(response, status);
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(body.encode());
  }

  /** RFC 9110 section 15.5.2: a 401 says how to do better. */
  private static void challenge(HttpServerResponse response, int status) {
    if (status == 401) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
  }
}
