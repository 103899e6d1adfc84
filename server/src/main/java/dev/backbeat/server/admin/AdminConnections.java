package dev.backbeat.server.admin;

import io.vertx.core.http.HttpConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The listener's TCP connections: so many at once, and one that has shown no token is closed some
 * seconds after it was accepted, whatever trickles in. Otherwise whoever reaches the port could
 * take the process' descriptors, the players' among them. On the admin's event loop; time is an
 * argument.
 */
final class AdminConnections {
  static final int MAX_CONNECTIONS = 256;
  static final long UNPROVEN_NS = 20_000_000_000L;

  private final Map<HttpConnection, Long> unprovenSinceNs = new HashMap<>();
  private int connections;

  /** A connection was accepted. */
  void accepted(HttpConnection connection, long nowNs) {
    connections++;
    unprovenSinceNs.put(connection, nowNs);
    connection.closeHandler(
        closed -> {
          connections--;
          unprovenSinceNs.remove(connection);
        });
    if (connections > MAX_CONNECTIONS) {
      connection.close();
    }
  }

  /** It showed a token of somebody's. */
  void proven(HttpConnection connection) {
    unprovenSinceNs.remove(connection);
  }

  /** Closes those that had their time. */
  void sweep(long nowNs) {
    List<HttpConnection> late = new ArrayList<>();
    unprovenSinceNs.forEach(
        (connection, sinceNs) -> {
          if (nowNs - sinceNs > UNPROVEN_NS) {
            late.add(connection);
          }
        });
    late.forEach(HttpConnection::close);
  }
}
