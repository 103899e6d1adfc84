package dev.backbeat.load.protocol;

import java.util.Locale;

/** A kind of server. Stateless but for its options; any thread. */
public sealed interface LoadProtocol
    permits BackbeatProtocol, RawProtocol, SocketIoProtocol, ColyseusProtocol {
  /** The kinds, by the names of the command line. */
  enum Kind {
    /** This project's own protocol. */
    BACKBEAT,

    /** Hand-written binary messages: the peers {@code raw-netty} and {@code ws}. */
    RAW,

    /** Socket.IO 4 with its JSON parser. */
    SOCKETIO,

    /** Colyseus 0.18. */
    COLYSEUS;

    /** As on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The protocol of a kind of server. */
  static LoadProtocol of(Kind kind, ProtocolOptions options) {
    return switch (kind) {
      case BACKBEAT -> new BackbeatProtocol(options);
      case RAW -> new RawProtocol(options);
      case SOCKETIO -> new SocketIoProtocol(options);
      case COLYSEUS -> new ColyseusProtocol(options);
    };
  }

  /**
   * Whether the server has Backbeat's HTTP side: rooms are created by {@code POST /api/rooms}, and
   * there is {@code /metrics}. Without it rooms are numbers, and come to be when somebody joins.
   */
  boolean hasBackbeatApi();

  /** One client's conversation. It reports to {@code events}, on the client's loop. */
  Conversation converse(Seat seat, ClientEvents events);
}
