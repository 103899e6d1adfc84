package dev.backbeat.server.session;

import dev.backbeat.server.broadcast.Outlet;

/** A socket as its session sees it. */
public interface SessionConnection {
  /** What the room writes to. Any thread. */
  Outlet outlet();

  /** The session goes on on another connection: say so and close. Any thread. */
  void replaced();
}
