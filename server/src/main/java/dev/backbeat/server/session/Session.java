package dev.backbeat.server.session;

import dev.backbeat.server.room.Seat;

/**
 * Somebody who is in a room, for longer than one socket lives. Thread-safe: a session's sockets may
 * belong to different gateway loops.
 */
public final class Session {
  private final String id;
  private final Seat seat;
  // Guarded by this.
  private SessionConnection connection;
  // Guarded by Sessions: the tokens that give this session back.
  String token;
  String previousToken;

  Session(String id, Seat seat) {
    this.id = id;
    this.seat = seat;
  }

  /** Short and public: it stands in logs and in the Welcome, and gives nobody anything. */
  public String id() {
    return id;
  }

  /** The place in the room. */
  public Seat seat() {
    return seat;
  }

  /** This connection is the session's from now on; an older one is told. */
  public void connect(SessionConnection newer) {
    tell(swap(newer), newer);
  }

  /** As {@link #connect}, without telling the older one, which is returned. */
  synchronized SessionConnection swap(SessionConnection newer) {
    SessionConnection older = connection;
    connection = newer;
    return older;
  }

  static void tell(SessionConnection older, SessionConnection newer) {
    if (older != null && older != newer) {
      older.replaced();
    }
  }

  synchronized boolean connected() {
    return connection != null;
  }

  /** Whether {@code candidate} was still the session's connection; it is not any more. */
  public synchronized boolean disconnect(SessionConnection candidate) {
    if (connection != candidate) {
      return false;
    }
    connection = null;
    return true;
  }
}
