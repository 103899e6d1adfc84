package dev.backbeat.client;

import dev.backbeat.v1.Error;
import dev.backbeat.v1.Goodbye;
import java.net.URI;

/** What a server said on a connection before it closed it. */
final class Farewell {
  private Error fatalError;
  private Goodbye goodbye;

  void onError(Error error) {
    if (error.getFatal()) {
      fatalError = error;
    }
  }

  void onGoodbye(Goodbye said) {
    goodbye = said;
  }

  /** Name of the ErrorCode, or empty. */
  String errorCode() {
    return fatalError == null ? "" : fatalError.getCode().name();
  }

  /** The server's sentence, or one about the close itself. */
  String message(int closeCode, String reason) {
    if (fatalError != null && !fatalError.getMessage().isEmpty()) {
      return fatalError.getMessage();
    }
    if (goodbye != null && !goodbye.getReason().isEmpty()) {
      return goodbye.getReason();
    }
    return reason.isEmpty() ? "the connection was closed with code " + closeCode : reason;
  }

  /** Coming back before that is useless; 0 = no hint. */
  int retryAfterMs() {
    int hintMs = 0;
    if (goodbye != null) {
      hintMs = goodbye.getRetryAfterMs();
    } else if (fatalError != null) {
      hintMs = fatalError.getRetryAfterMs();
    }
    return Math.max(0, hintMs);
  }

  boolean redirects() {
    return goodbye != null && !goodbye.getRedirectUrl().isEmpty();
  }

  /** Where to go next; null = to a place that is not acceptable. Never from TLS to plain text. */
  URI redirect(URI from) {
    URI target;
    try {
      target = URI.create(goodbye.getRedirectUrl());
    } catch (IllegalArgumentException e) {
      return null;
    }
    boolean downgrade =
        "wss".equalsIgnoreCase(from.getScheme()) && !"wss".equalsIgnoreCase(target.getScheme());
    return ClientOptions.isWebSocket(target) && !downgrade ? target : null;
  }
}
