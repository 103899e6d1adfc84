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
  /** Other requests per second of one address. */
  REQUESTS_PER_ADDRESS,
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
  /** Joins of one address. */
  JOINS_PER_ADDRESS,
  /** Bytes of messages per second of one address. */
  BYTES_PER_ADDRESS,
  /** Chat lines of one address. */
  CHATS_PER_ADDRESS,
  /** Guest tickets of one address. */
  GUEST_TICKETS_PER_ADDRESS,
  /** Connections at once of one player. */
  CONNECTIONS_PER_PLAYER,
  /** Upgrades of one player. */
  CONNECTS_PER_PLAYER,
  /** Joins of one player. */
  JOINS_PER_PLAYER,
  /** Messages per second of one player. */
  MESSAGES_PER_PLAYER,
  /** Bytes of messages per second of one player. */
  BYTES_PER_PLAYER,
  /** Chat lines of one player. */
  CHATS_PER_PLAYER,
  /** Chat lines of one connection. */
  CHATS_PER_CONNECTION,
  /** Length of a chat line. */
  CHAT_LENGTH,
  /** Length of a name. */
  NAME_LENGTH,
  /** Tickets that were used and have not expired. */
  USED_TICKETS,
  /** Repeated offences of an address or a player. */
  PENALTY,
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
