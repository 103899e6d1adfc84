package dev.backbeat.server.limit;

import java.util.Locale;

/**
 * A bound on what clients, games or time can make the server hold or do; docs/limits.md says what
 * happens at each. The names are label values of {@code backbeat_limit_hits_total}.
 */
public enum Limit {
  /** Sockets without a WebSocket, all together. */
  HTTP_SOCKETS,
  /** Sockets without a WebSocket of one address. */
  HTTP_SOCKETS_PER_ADDRESS,
  /** From accept to the first request: PROXY header, TLS handshake, request line and headers. */
  HANDSHAKE_TIME,
  /** From a request to the end of its answer. */
  REQUEST_TIME,
  /** From an answer to the next request on the same socket. */
  HTTP_IDLE_TIME,
  /** A PROXY header where none may be, or none or a broken one where one must be. */
  PROXY_HEADER,
  /** Bytes of a request line. */
  REQUEST_LINE_BYTES,
  /** Bytes of a request's headers. */
  HEADER_BYTES,
  /** Number of a request's headers. */
  HEADERS,
  /** Bytes of a request's body. */
  BODY_BYTES,
  /** WebSocket connections, all together. */
  CONNECTIONS,
  /** WebSocket connections of one address. */
  CONNECTIONS_PER_ADDRESS,
  /** Upgrades per second of one address. */
  CONNECTS_PER_ADDRESS,
  /** Messages per second of one address. */
  MESSAGES_PER_ADDRESS,
  /** Messages per second of one connection. */
  MESSAGES_PER_CONNECTION,
  /** Control frames per second of one connection. */
  CONTROL_FRAMES,
  /** Bytes of a message, or of a frame. */
  MESSAGE_BYTES,
  /** From the upgrade to the Join. */
  JOIN_TIME,
  /** Silence of a connection. */
  IDLE_TIME,
  /** A socket that takes no bytes. */
  SLOW_CLIENT_TIME,
  /** Inputs in one message. */
  INPUTS_PER_MESSAGE,
  /** Inputs per tick of one connection. */
  INPUTS_PER_TICK,
  /** Refused messages of one connection. */
  REFUSED_MESSAGES,
  /** Rooms. */
  ROOMS,
  /** Players in a room. */
  ROOM_PLAYERS,
  /** Watchers in a room. */
  ROOM_WATCHERS,
  /** Entities in a room. */
  ROOM_ENTITIES,
  /** Events of a room in one tick. */
  ROOM_EVENTS,
  /** Commands that wait for a room's next tick. */
  ROOM_COMMANDS,
  /** Calls of a game that are not answered yet. */
  ROOM_CALLS,
  /** What a room's journal holds. */
  JOURNAL;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** As in the metric. */
  public String label() {
    return label;
  }
}
