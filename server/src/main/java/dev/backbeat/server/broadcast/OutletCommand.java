package dev.backbeat.server.broadcast;

/**
 * What a room tells a loop about a seat's connection; done in order, before the tick it is with.
 */
public sealed interface OutletCommand {
  /** The seat. */
  int seat();

  /** The seat's connection from now on, in place of an earlier one. */
  record Attach(int seat, Outlet outlet) implements OutletCommand {}

  /** The connection is forgotten. */
  record Detach(int seat) implements OutletCommand {}

  /** The connection is closed with a reason, and forgotten. */
  record Close(int seat, CloseReason reason) implements OutletCommand {}
}
