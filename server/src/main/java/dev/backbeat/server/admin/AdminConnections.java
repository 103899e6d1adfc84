package dev.backbeat.server.admin;

import io.vertx.core.http.HttpConnection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The listener's connections, from the end of the TLS handshake on: so many at once, and one that
 * has shown no token is closed some seconds after it was accepted, whatever trickles in. Otherwise
 * whoever reaches the port could take the process' descriptors, the players' among them. When all
 * places are taken, the oldest that has shown none leaves, so that an operator gets in. Whoever is
 * told to leave while he reads nothing is cut off some seconds later. On the admin's event loop;
 * time is an argument.
 */
final class AdminConnections {
  static final int MAX_CONNECTIONS = 256;
  static final long UNPROVEN_NS = 20_000_000_000L;

  /** An answer that is being written has longer, but not for ever: it may be read by nobody. */
  static final long ANSWERED_NS = 60_000_000_000L;

  /** For how long what is still to be written to one who leaves may wait for him to read. */
  static final long LEAVING_NS = 5_000_000_000L;

  private final Consumer<HttpConnection> abort;

  /** By their age, the oldest first. */
  private final Map<HttpConnection, Unproven> unproven = new LinkedHashMap<>();

  /** Those that hold a place: one that was told to leave does not, although it closes later. */
  private final Set<HttpConnection> placed = new HashSet<>();

  /** Since when those are told to leave that are still there, the first first. */
  private final Map<HttpConnection, Long> leavingSinceNs = new LinkedHashMap<>();

  /**
   * Nobody is there.
   *
   * @param abort closes a connection without waiting for anything
   */
  AdminConnections(Consumer<HttpConnection> abort) {
    this.abort = abort;
  }

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
      leave(leaving(), nowNs);
    }
  }

  private void forget(HttpConnection connection) {
    placed.remove(connection);
    unproven.remove(connection);
    leavingSinceNs.remove(connection);
  }

  private void leave(HttpConnection connection, long nowNs) {
    forget(connection);
    leavingSinceNs.put(connection, nowNs);
    connection.close(); // Which Vert.x does when all is written.
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
    matching(leavingSinceNs, sinceNs -> nowNs - sinceNs > LEAVING_NS).forEach(abort);
    matching(unproven, entry -> entry.late(nowNs)).forEach(c -> leave(c, nowNs));
  }

  /** A copy: closing one changes the maps. */
  private static <T> List<HttpConnection> matching(Map<HttpConnection, T> all, Predicate<T> which) {
    return all.entrySet().stream()
        .filter(entry -> which.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
