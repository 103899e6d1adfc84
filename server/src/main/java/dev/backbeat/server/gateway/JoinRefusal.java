package dev.backbeat.server.gateway;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.ops.DrainRequest;
import dev.backbeat.server.overload.Overload;
import dev.backbeat.server.room.JoinException;
import dev.backbeat.v1.ErrorCode;

/** How a room's refusal looks on the wire. */
record JoinRefusal(ErrorCode code, CloseCode close, int retryAfterMs) {
  private JoinRefusal(ErrorCode code, CloseCode close) {
    this(code, close, 0);
  }

  static JoinRefusal of(JoinException.Code code) {
    return switch (code) {
      case UNKNOWN_ROOM, BAD_OPTIONS ->
          new JoinRefusal(ErrorCode.ERROR_UNKNOWN_ROOM, CloseCode.UNKNOWN_ROOM);
      case UNKNOWN_GAME -> new JoinRefusal(ErrorCode.ERROR_UNKNOWN_GAME, CloseCode.UNKNOWN_ROOM);
      case ROOM_FULL -> new JoinRefusal(ErrorCode.ERROR_ROOM_FULL, CloseCode.ROOM_FULL);
      case SERVER_FULL -> new JoinRefusal(ErrorCode.ERROR_SERVER_FULL, CloseCode.TRY_AGAIN_LATER);
      case OVERLOADED ->
          new JoinRefusal(
              ErrorCode.ERROR_OVERLOADED, CloseCode.TRY_AGAIN_LATER, Overload.RETRY_AFTER_MS);
      case DRAINING ->
          new JoinRefusal(
              ErrorCode.ERROR_DRAINING, CloseCode.GOING_AWAY, DrainRequest.DEFAULT_RETRY_AFTER_MS);
    };
  }
}
