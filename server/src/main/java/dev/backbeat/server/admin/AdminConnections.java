package dev.backbeat.server.admin;

import io.vertx.core.http.HttpConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The listener's connections, from the end of the TLS handshake on: so many at once, and one that
 * has shown no token is closed some seconds after it was accepted, whatever trickles in. Otherwise
 * whoever reaches the port could take the process' descriptors, the players' among them. When all
 * places are taken, the oldest that has shown none leaves, so that an operator gets in. On the
 * admin's event loop; time is an argument.
 */
final class AdminConnections {
  static final int MAX_CONNECTIONS = 256;
  static final long UNPROVEN_NS = 20_000_000_000L;

  /** An answer that is being written has longer, but not for ever: it may be read by nobody. */
  static final long ANSWERED_NS = 60_000_000_000L;

  /** By their age, the oldest first. */
  private final Map<HttpConnection, Unproven> unproven = new LinkedHashMap<>();

  /** Those that hold a place: one that was told to leave does not, although it closes later. */
  private final Set<HttpConnection> placed = new HashSet<>();

  private static final class Unproven {
    final long sinceNs;
    int answers;

    Unproven(long sinceNs) {
      this.sinceNs = sinceNs;
    }

    boolean late(long nowNs) {
      return nowNs - sinceNs > (answers > 0 ? ANSWERED_NS : UNPROVEN_NS);
    }
  }

  /** A connection is there. */
  void accepted(HttpConnection connection, long nowNs) {
    placed.add(connection);
    unproven.put(connection, new Unproven(nowNs));
    connection.closeHandler(closed -> forget(connection));
    if (placed.size() > MAX_CONNECTIONS) {
      leave(leaving());
    }
  }

  private void forget(HttpConnection connection) {
    placed.remove(connection);
    unproven.remove(connection);
  }

  private void leave(HttpConnection connection) {
    forget(connection);
    connection.close();
  }

  /** The oldest to whom nothing is being answered; else the oldest of all. */
  private HttpConnection leaving() {
    return unproven.entrySet().stream()
        .filter(entry -> entry.getValue().answers == 0)
        .findFirst()
        .or(() -> unproven.entrySet().stream().findFirst())
        .orElseThrow() // The newcomer has shown nothing yet.
        .getKey();
  }

  /** It showed a token of somebody's. */
  void proven(HttpConnection connection) {
    unproven.remove(connection);
  }

  /** A request of it is being answered. */
  void answerBegins(HttpConnection connection) {
    Unproven entry = unproven.get(connection);
    if (entry != null) {
      entry.answers++;
    }
  }

  /** The answer is written. */
  void answerEnds(HttpConnection connection) {
    Unproven entry = unproven.get(connection);
    if (entry != null && entry.answers > 0) {
      entry.answers--;
    }
  }

  /** Closes those that had their time. */
  void sweep(long nowNs) {
    List<HttpConnection> late = new ArrayList<>();
    unproven.forEach(
        (connection, entry) -> {
          if (entry.late(nowNs)) {
            late.add(connection);
          }
        });
    late.forEach(this::leave);
  }
}
