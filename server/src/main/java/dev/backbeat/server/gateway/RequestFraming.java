package dev.backbeat.server.gateway;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Refuses requests that a proxy in front may have understood otherwise than this server does: where
 * they end, whom they are for or who asks (RFC 9112 sections 3.2, 6.1 and 11.2). Such a difference
 * lets one user's request be taken for the beginning of another's.
 */
public final class RequestFraming implements Handler<RoutingContext> {
  private static final String CHUNKED = "chunked";

  /**
   * Who asks, what, from which page: of two, a proxy may have judged the other (RFC 9110 section
   * 5.3, RFC 6455 sections 11.3.1 and 11.3.5).
   */
  private static final List<CharSequence> SINGLE =
      List.of(
          HttpHeaders.HOST,
          HttpHeaders.AUTHORIZATION,
          HttpHeaders.ORIGIN,
          "sec-websocket-key",
          "sec-websocket-version");

  /** On the channel of a connection whose last request has come. */
  private static final AttributeKey<Boolean> LAST =
      AttributeKey.valueOf(RequestFraming.class, "last");

  private final BiConsumer<RoutingContext, String> answers;

  /**
   * A rule of one listener.
   *
   * @param answers says a sentence with status 400; the connection is closed afterwards
   */
  public RequestFraming(BiConsumer<RoutingContext, String> answers) {
    this.answers = answers;
  }

  @Override
  public void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    Channel channel = ((ConnectionBase) request.connection()).channel();
    if (channel.hasAttr(LAST)) {
      // It lay behind the last one in the same buffer, and reached here before the close did.
      request.connection().close();
      return;
    }
    MultiMap headers = request.headers();
    for (CharSequence name : SINGLE) {
      if (headers.getAll(name).size() > 1) {
        refuse(routing, "a request has one header '" + name + "'");
        return;
      }
    }
    List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
    if (codings.isEmpty()) {
      routing.next();
      return;
    }
    if (codings.size() > 1 || !CHUNKED.equalsIgnoreCase(codings.get(0).strip())) {
      refuse(routing, "a body comes as it is, or chunked");
      return;
    }
    // A Content-Length beside it has been removed by the decoder, so it cannot be seen here whether
    // there was one. Then the connection must not go on, and others do not suffer from that.
    last(routing);
    routing.next();
  }

  /** What follows on the connection is not answered any more. */
  private static void last(RoutingContext routing) {
    HttpConnection connection = routing.request().connection();
    ((ConnectionBase) connection).channel().attr(LAST).set(true);
    routing.addEndHandler(done -> connection.close());
  }

  private void refuse(RoutingContext routing, String sentence) {
    last(routing);
    answers.accept(routing, sentence);
  }

  /** Whether something follows the headers: behind an upgrade it would be read as frames. */
  static boolean hasBody(MultiMap headers) {
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    return headers.contains(HttpHeaders.TRANSFER_ENCODING)
        || length != null && !length.strip().equals("0");
  }
}
