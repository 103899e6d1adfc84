package dev.backbeat.server.gateway;

import dev.backbeat.server.admission.Offence;
import dev.backbeat.v1.ErrorCode;

/** Which ends of a connection are offences of its client. */
final class Offences {
  private Offences() {}

  /** Null = it may happen to everybody. */
  static Offence of(ErrorCode code) {
    return switch (code) {
      case ERROR_TEXT_ON_BINARY_PROTOCOL,
          ERROR_BINARY_ON_TEXT_PROTOCOL,
          ERROR_MALFORMED_MESSAGE,
          ERROR_MESSAGE_TOO_BIG,
          ERROR_INPUT_MALFORMED,
          ERROR_INPUT_OUT_OF_RANGE ->
          Offence.MALFORMED;
      case ERROR_INPUT_FLOOD, ERROR_CHAT_FLOOD, ERROR_MESSAGE_FLOOD -> Offence.FLOOD;
      default -> null;
    };
  }
}
