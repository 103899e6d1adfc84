package dev.backbeat.server.gateway;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.ops.DrainRequest;
import dev.backbeat.server.overload.Overload;
import dev.backbeat.server.room.JoinException;
import dev.backbeat.v1.ErrorCode;

/**
 * How a refused Join looks on the wire.
 *
 * @param sentence for people
 * @param retryAfterMs 0 = no hint
 */
record JoinRefusal(ErrorCode code, CloseCode close, String sentence, int retryAfterMs) {
  JoinRefusal(ErrorCode code, CloseCode close, String sentence) {
    this(code, close, sentence, 0);
  }

  /** A room's. */
  static JoinRefusal of(JoinException refused) {
    String sentence = refused.getMessage();
    return switch (refused.code()) {
      case UNKNOWN_ROOM, BAD_OPTIONS ->
          new JoinRefusal(ErrorCode.ERROR_UNKNOWN_ROOM, CloseCode.UNKNOWN_ROOM, sentence);
      case UNKNOWN_GAME ->
          new JoinRefusal(ErrorCode.ERROR_UNKNOWN_GAME, CloseCode.UNKNOWN_ROOM, sentence);
      case ROOM_FULL -> new JoinRefusal(ErrorCode.ERROR_ROOM_FULL, CloseCode.ROOM_FULL, sentence);
      case SERVER_FULL ->
          new JoinRefusal(ErrorCode.ERROR_SERVER_FULL, CloseCode.TRY_AGAIN_LATER, sentence);
      case OVERLOADED ->
          new JoinRefusal(
              ErrorCode.ERROR_OVERLOADED,
              CloseCode.TRY_AGAIN_LATER,
              sentence,
              Overload.RETRY_AFTER_MS);
      case DRAINING ->
          new JoinRefusal(
              ErrorCode.ERROR_DRAINING,
              CloseCode.GOING_AWAY,
              sentence,
              DrainRequest.DEFAULT_RETRY_AFTER_MS);
    };
  }

  /** The ticket's: it is for something else. */
  static JoinRefusal ofTicket(String sentence) {
    return new JoinRefusal(ErrorCode.ERROR_NOT_ALLOWED, CloseCode.POLICY_VIOLATION, sentence);
  }
}
