package dev.backbeat.client;

import io.vertx.core.Future;

/**
 * Where a client gets its tickets. A ticket lets in once and expires soon, so the source is asked
 * before every join, on the client's event loop; not before a resume, which needs none.
 */
@FunctionalInterface
public interface TicketSource {
  /** No tickets: a guest. */
  TicketSource NONE = () -> Future.succeededFuture("");

  /** A ticket; empty = join as a guest. A failure ends the attempt, its message says why. */
  Future<String> next();

  /** The same ticket each time: good for one join only, unless the server lets it in again. */
  static TicketSource of(String ticket) {
    return ticket.isEmpty() ? NONE : () -> Future.succeededFuture(ticket);
  }
}
