package dev.backbeat.server.session;

import dev.backbeat.server.room.Seat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Somebody who is in a room, for longer than one socket lives. Thread-safe: a session's sockets may
 * belong to different gateway loops.
 */
public final class Session {
  private final String id;
  private final Seat seat;
  private final String playerId;
  private final AtomicLong presentations = new AtomicLong();
  private volatile boolean variableSpans;
  // Guarded by this.
  private SessionConnection connection;
  // Guarded by Sessions: which upgrade has it, and the tokens that give it back.
  long takenBy;
  String token;
  String previousToken;

  Session(String id, Seat seat, String playerId) {
    this.id = id;
    this.seat = seat;
    this.playerId = playerId;
  }

  /** Short and public: it stands in logs and in the Welcome, and gives nobody anything. */
  public String id() {
    return id;
  }

  /** Who plays, as the ticket said; empty = a guest without one. */
  public String playerId() {
    return playerId;
  }

  /** The place in the room. */
  public Seat seat() {
    return seat;
  }

  /** Whether the client takes cells that come less often than frames, as its Join said. */
  public boolean variableSpans() {
    return variableSpans;
  }

  /** What the Join said. */
  public void variableSpans(boolean takes) {
    variableSpans = takes;
  }

  /**
   * Numbers the upgrades that present one of the session's tokens, in the order of their arrival.
   * They may be completed in another order, for they belong to different gateway loops.
   */
  public long present() {
    return presentations.incrementAndGet();
  }

  /** Whether an upgrade that came later than this one has the session by now. */
  public boolean takenAfter(long presentation) {
    synchronized (this) {
      return takenBy > presentation;
    }
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
