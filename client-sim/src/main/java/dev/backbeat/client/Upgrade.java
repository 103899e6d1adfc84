package dev.backbeat.client;

import dev.backbeat.protocol.Protocol;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The upgrade request, and what its refusal means. */
final class Upgrade {
  private static final int MAX_SENTENCE = 300;

  private Upgrade() {}

  /**
   * A refused or failed upgrade.
   *
   * @param status HTTP status, 0 = there was no answer
   * @param errorCode name of the ErrorCode, or empty
   * @param retryAfterMs 0 = no hint
   */
  record Failure(int status, String errorCode, String message, int retryAfterMs) {
    /** Whether the same upgrade may succeed later. */
    boolean temporary() {
      return status == 0 || status == 429 || status >= 500;
    }
  }

  /** Connects with the token, or, if it is empty, with a fresh ticket. On the client's loop. */
  static Future<WebSocket> open(
      ClientHub hub, ClientLoop loop, ClientOptions options, String resumeToken) {
    TransportOptions transport = hub.transport();
    if (!resumeToken.isEmpty()) {
      return hub.open(request(options.url(), "", resumeToken, transport));
    }
    Promise<WebSocket> opened = Promise.promise();
    nextTicket(options.tickets(), transport.connectTimeoutMs())
        .onSuccess(
            ticket ->
                loop.run(
                    () ->
                        hub.open(request(options.url(), ticket, "", transport)).onComplete(opened)))
        .onFailure(cause -> loop.run(() -> opened.fail(new NoTicketException(cause))));
    return opened.future();
  }

  /** Within the time of a connection attempt, whatever the program's source does. */
  private static Future<String> nextTicket(TicketSource source, int timeoutMs) {
    try {
      return source.next().timeout(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** There is nothing to connect with, for now. */
  private static final class NoTicketException extends Exception {
    private static final long serialVersionUID = 1L;

    NoTicketException(Throwable cause) {
      super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
  }

  static WebSocketConnectOptions request(
      URI url, String ticket, String resumeToken, TransportOptions transport) {
    boolean tls = "wss".equalsIgnoreCase(url.getScheme());
    int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost(url.getHost())
            .setPort(port)
            .setSsl(tls)
            .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
            .setConnectTimeout(transport.connectTimeoutMs())
            .setTimeout(transport.connectTimeoutMs())
            .setSubProtocols(List.of(Protocol.SUBPROTOCOL_BINARY))
            .setAllowOriginHeader(false);
    if (!resumeToken.isEmpty()) {
      options.putHeader("Authorization", Protocol.RESUME_SCHEME + " " + resumeToken);
    } else if (!ticket.isEmpty()) {
      options.putHeader("Authorization", Protocol.TICKET_SCHEME + " " + ticket);
    }
    return options;
  }

  static Failure failure(Throwable cause) {
    if (cause instanceof UpgradeRejectedException refused) {
      String code = refused.getHeaders().get(Protocol.ERROR_HEADER);
      String body = refused.getBody() == null ? "" : refused.getBody().toString().strip();
      String message = body.isEmpty() ? "the upgrade was refused" : body;
      return new Failure(
          refused.getStatus(),
          code == null ? "" : code,
          "HTTP " + refused.getStatus() + ": " + shorten(message),
          retryAfterMs(refused.getHeaders().get("Retry-After")));
    }
    if (cause instanceof NoTicketException) {
      return new Failure(0, "", shorten(cause.getMessage()), 0);
    }
    String text =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new Failure(0, "", "cannot connect: " + shorten(text), 0);
  }

  private static int retryAfterMs(String header) {
    if (header == null || !header.strip().matches("\\d{1,6}")) {
      return 0;
    }
    return Integer.parseInt(header.strip()) * 1000;
  }

  private static String shorten(String text) {
    return text.length() <= MAX_SENTENCE ? text : text.substring(0, MAX_SENTENCE);
  }
}
