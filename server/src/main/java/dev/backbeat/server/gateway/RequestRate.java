package dev.backbeat.server.gateway;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.admission.Allowance;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.v1.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Bounds the requests per second of an address. On the connection's loop.
 *
 * <p>It stands behind what it does not count: upgrades have a rate of their own; preflights and
 * health checks cost no more than a refusal, and whoever shares the address of a load balancer or a
 * kubelet could have the server taken out by them. Whoever has an API key is never kept waiting.
 *
 * <p>The socket stays open: to connect again would cost the server more, above all with TLS.
 */
final class RequestRate implements Handler<RoutingContext> {
  private static final String SENTENCE = "too many requests of your address; try again later";
  private static final int RETRY_SECONDS = 5;

  private final GatewayServices services;

  RequestRate(GatewayServices services) {
    this.services = services;
  }

  @Override
  public void handle(RoutingContext routing) {
    if (admits(routing)) {
      routing.next();
    }
  }

  /** Counts a request; one too many is answered. */
  boolean admits(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    Allowance allowance =
        services
            .limits()
            .addresses()
            .of(services.addresses().key(services.clients().of(request).address()));
    if (allowance == null
        || services.api().hasKey(request)
        || allowance.take(Limit.REQUESTS_PER_ADDRESS, 1, System.nanoTime())) {
      return true;
    }
    services.metrics().onLimit(Limit.REQUESTS_PER_ADDRESS);
    Refusal refusal =
        new Refusal(429, ErrorCode.ERROR_TOO_MANY_CONNECTIONS, SENTENCE, RETRY_SECONDS);
    if (request.path() != null && request.path().startsWith("/api/")) {
      routing
          .response()
          .putHeader("Retry-After", Integer.toString(refusal.retryAfterSeconds()))
          .putHeader(Protocol.ERROR_HEADER, refusal.code().name());
      HttpAnswers.error(routing, refusal.status(), refusal.code(), refusal.message());
    } else {
      HttpAnswers.refuse(routing, refusal);
    }
    return false;
  }
}
