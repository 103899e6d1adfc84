package dev.backbeat.protocol;

/** Names and numbers that both ends must agree on before the first message. */
public final class Protocol {
  /** The version that Join and Welcome carry. */
  public static final int VERSION = 1;

  /** Path of the WebSocket. */
  public static final String PATH = "/play";

  /** Binary protobuf messages. */
  public static final String SUBPROTOCOL_BINARY = "backbeat.v1";

  /** The same messages as proto3 JSON in text frames. */
  public static final String SUBPROTOCOL_JSON = "backbeat.v1.json";

  /** Prefix of an item of Sec-WebSocket-Protocol that carries a ticket (for browsers). */
  public static final String TICKET_ITEM_PREFIX = "backbeat.ticket.";

  /** Prefix of an item of Sec-WebSocket-Protocol that carries a resume token (for browsers). */
  public static final String RESUME_ITEM_PREFIX = "backbeat.resume.";

  /** Scheme of the Authorization header that carries a ticket. */
  public static final String TICKET_SCHEME = "Bearer";

  /** Scheme of the Authorization header that carries a resume token. */
  public static final String RESUME_SCHEME = "Resume";

  /** Response header of a refused upgrade: the ErrorCode's name. */
  public static final String ERROR_HEADER = "X-Backbeat-Error";

  private Protocol() {}
}
