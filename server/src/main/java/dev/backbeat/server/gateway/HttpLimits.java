package dev.backbeat.server.gateway;

import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.LimitObserver;
import dev.backbeat.server.ops.ServerConfig;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** Bounds of every request: sizes, and the deadlines of the socket that it came on. */
final class HttpLimits implements Handler<RoutingContext> {
  private final ServerConfig.Http settings;
  private final LimitObserver limits;

  HttpLimits(ServerConfig.Http settings, LimitObserver limits) {
    this.settings = settings;
    this.limits = limits;
  }

  /** What Vert.x' codec bounds by itself. */
  void apply(HttpServerOptions options) {
    options
        .setMaxInitialLineLength(settings.maxRequestLineBytes())
        .setMaxHeaderSize(settings.maxHeaderBytes());
  }

  /** A request that the codec could not read, which has been answered by nobody yet. */
  void invalid(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    if (cause instanceof TooLongHttpLineException) {
      limits.onLimit(Limit.REQUEST_LINE_BYTES);
    } else if (cause instanceof TooLongHttpHeaderException) {
      limits.onLimit(Limit.HEADER_BYTES);
    }
    HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
  }

  @Override
  public void handle(RoutingContext routing) {
    SocketGuard guard = SocketGuard.of(((ConnectionBase) routing.request().connection()).channel());
    if (guard != null) {
      guard.requestBegins();
      routing.addEndHandler(ended -> guard.requestEnds());
    }
    if (count(routing.request().headers()) > settings.maxHeaders()) {
      limits.onLimit(Limit.HEADERS);
      HttpAnswers.closeAfterwards(routing);
      HttpAnswers.error(
          routing,
          431,
          "TOO_MANY_HEADERS",
          "a request may have " + settings.maxHeaders() + " headers at most");
      return;
    }
    routing.next();
  }

  /** Lines, not names. */
  private static int count(MultiMap headers) {
    int count = 0;
    for (Map.Entry<String, String> header : headers) {
      count++;
    }
    return count;
  }
}
