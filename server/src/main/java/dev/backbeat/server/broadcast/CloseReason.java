package dev.backbeat.server.broadcast;

import dev.backbeat.protocol.CloseCode;

/**
 * Why a room ends a connection.
 *
 * @param closeCode of the WebSocket
 * @param errorCode name of the protocol's ErrorCode, or empty: then it is a Goodbye, not an error
 * @param message one sentence for people
 * @param retryAfterMs 0 = no hint
 * @param retrySpreadMs each connection is told up to so much more, drawn evenly, so that they do
 *     not come back in the same instant
 */
public record CloseReason(
    CloseCode closeCode, String errorCode, String message, int retryAfterMs, int retrySpreadMs) {
  /** An error with a stable code. */
  public static CloseReason error(CloseCode closeCode, String errorCode, String message) {
    return new CloseReason(closeCode, errorCode, message, 0, 0);
  }

  /** An end that is nobody's fault. */
  public static CloseReason goodbye(CloseCode closeCode, String message, int retryAfterMs) {
    return goodbye(closeCode, message, retryAfterMs, 0);
  }

  /** An end that is nobody's fault, and comes to many at once. */
  public static CloseReason goodbye(
      CloseCode closeCode, String message, int retryAfterMs, int retrySpreadMs) {
    return new CloseReason(closeCode, "", message, retryAfterMs, retrySpreadMs);
  }
}
