package dev.backbeat.protocol;

/**
 * Every code with which the server closes a WebSocket. 1000-1015 as RFC 6455 section 7.4.1 and its
 * registry mean them, 4000-4099 Backbeat's own.
 */
public enum CloseCode {
  /** The client left. */
  NORMAL(1000),
  /** The server drains or shuts down; resume or join elsewhere. */
  GOING_AWAY(1001),
  /** Bytes that break the rules of WebSocket frames. */
  PROTOCOL_ERROR(1002),
  /** Text on the binary protocol, or the reverse. */
  UNSUPPORTED_DATA(1003),
  /** A message that does not decode, or text that is not UTF-8. */
  INVALID_PAYLOAD(1007),
  /** Flooding, or too many refused messages. */
  POLICY_VIOLATION(1008),
  /** A message over the limit. */
  TOO_BIG(1009),
  /** The server failed; its log says why. */
  INTERNAL_ERROR(1011),
  /** The server is full for now. */
  TRY_AGAIN_LATER(1013),
  /** The session was resumed on another connection. */
  REPLACED(4000),
  /** No Join in time. */
  JOIN_TIMEOUT(4001),
  /** The client's protocol version is not spoken here. */
  UNSUPPORTED_VERSION(4002),
  /** The room has no seat left. */
  ROOM_FULL(4003),
  /** There is no such room or game. */
  UNKNOWN_ROOM(4004),
  /** A second Join. */
  ALREADY_JOINED(4005),
  /** Something other than Join came first. */
  NOT_JOINED(4006),
  /** Nothing came from the client for too long. */
  IDLE(4007),
  /** The client's socket took no bytes for too long. */
  TOO_SLOW(4008),
  /** An operator or the game removed the player. */
  KICKED(4009),
  /** The room ended. */
  ROOM_CLOSED(4010),
  /** The Join's name was refused. */
  BAD_NAME(4011),
  /** An operator has banned the player or the address. */
  BANNED(4012);

  private final int code;

  CloseCode(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /**
   * Whether a client that lost its connection with this code should try to resume: everything but a
   * deliberate end.
   */
  public static boolean worthResuming(int code) {
    return switch (code) {
      case 1000,
          1002,
          1003,
          1007,
          1008,
          1009,
          4000,
          4001,
          4002,
          4003,
          4004,
          4005,
          4006,
          4009,
          4010,
          4011,
          4012 ->
          false;
      default -> true;
    };
  }
}
