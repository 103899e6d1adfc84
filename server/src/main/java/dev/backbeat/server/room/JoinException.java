package dev.backbeat.server.room;

/** A join or a room was refused. Without a stack trace: it is an answer, not a fault. */
public final class JoinException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why; named as the protocol's ErrorCode without its prefix. */
  public enum Code {
    /** There is no such room. */
    UNKNOWN_ROOM,
    /** There is no such game. */
    UNKNOWN_GAME,
    /** No seat of that kind is left in the room. */
    ROOM_FULL,
    /** The limit of rooms is reached. */
    SERVER_FULL,
    /** The server takes nobody new. */
    DRAINING,
    /** The server has too much to do to let anybody new in. */
    OVERLOADED,
    /** A room's options make no sense, or its id is taken. */
    BAD_OPTIONS
  }

  private final Code code;

  /** A refusal with a sentence for people. */
  public JoinException(Code code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  static JoinException unknownRoom(String id) {
    return new JoinException(Code.UNKNOWN_ROOM, "there is no room " + id);
  }

  static JoinException draining() {
    return new JoinException(Code.DRAINING, "the server is about to stop");
  }

  /** Why. */
  public Code code() {
    return code;
  }
}
