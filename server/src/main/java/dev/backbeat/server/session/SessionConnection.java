package dev.backbeat.server.session;

/** A socket as its session sees it. */
public interface SessionConnection {
  /** The session goes on on another connection: say so and close. Any thread. */
  void replaced();
}
