package dev.backbeat.server.gateway;

import dev.backbeat.v1.ErrorCode;

/**
 * An upgrade or an API call that is refused.
 *
 * @param status of HTTP
 * @param code stable, for programs
 * @param message one sentence for people
 * @param retryAfterSeconds 0 = as its status says
 */
record Refusal(int status, ErrorCode code, String message, int retryAfterSeconds) {
  Refusal(int status, ErrorCode code, String message) {
    this(status, code, message, 0);
  }
}
