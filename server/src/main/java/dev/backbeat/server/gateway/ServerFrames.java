package dev.backbeat.server.gateway;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.v1.Error;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.Goodbye;
import dev.backbeat.v1.Pong;
import dev.backbeat.v1.ServerFrame;

/** The frames that a connection makes by itself. */
final class ServerFrames {
  private ServerFrames() {}

  static ServerFrame error(ErrorCode code, String message) {
    return ServerFrame.newBuilder()
        .setError(Error.newBuilder().setCode(code).setMessage(message))
        .build();
  }

  static ServerFrame fatal(ErrorCode code, String message, CloseCode close, int retryAfterMs) {
    return ServerFrame.newBuilder()
        .setError(
            Error.newBuilder()
                .setCode(code)
                .setMessage(message)
                .setFatal(true)
                .setCloseCode(close.code())
                .setRetryAfterMs(retryAfterMs))
        .build();
  }

  static ServerFrame goodbye(String reason, int retryAfterMs) {
    return ServerFrame.newBuilder()
        .setGoodbye(Goodbye.newBuilder().setReason(reason).setRetryAfterMs(retryAfterMs))
        .build();
  }

  static ServerFrame pong(long clientTimeUs, long nowNs, long serverTickQ8) {
    return ServerFrame.newBuilder()
        .setPong(
            Pong.newBuilder()
                .setClientTimeUs(clientTimeUs)
                .setServerTimeUs(nowNs / 1_000)
                .setServerTickQ8(serverTickQ8))
        .build();
  }

  /** An ErrorCode by its name, with or without the prefix; unknown ones are internal errors. */
  static ErrorCode code(String name) {
    String full = name.startsWith("ERROR_") ? name : "ERROR_" + name;
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equals(full)) {
        return code;
      }
    }
    return ErrorCode.ERROR_INTERNAL;
  }
}
