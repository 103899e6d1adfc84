package dev.backbeat.server.room;

import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.input.InputInbox;

/**
 * A session's place in a room, as its connection holds it. Any thread unless said otherwise; what
 * changes the room is enqueued and happens at the start of its next tick.
 */
public interface Seat {
  /** The room's fixed part; the moving one is as of now. */
  RoomInfo room();

  /** The player's number in the roster. */
  int player();

  /** The name that others see. */
  String name();

  /** Whether this seat watches only. */
  boolean watcher();

  /** Whether the seat still exists: not left, not kicked, not expired, room not closed. */
  boolean open();

  /**
   * Where the connection that is attached now puts its inputs. Replaced by every {@link #attach};
   * it has one producer, so a connection takes its own when it begins and keeps to it.
   */
  InputInbox inbox();

  /** The newest committed tick. */
  int tick();

  /**
   * Where the simulation is at {@code nowNs} (System.nanoTime), in 1/256 tick, as Pong carries it.
   */
  long serverTickQ8(long nowNs);

  /** How early the newest input came, in 1/256 tick; about, for people. */
  int inputLeadQ8();

  /** Inputs of this connection that came too late; about, for people. */
  int lateInputs();

  /** Says something in the room's chat; the text is valid already. */
  void chat(String text);

  /** Moves a watcher's view to a player's entity. Ignored for players. */
  void watchPlayer(int player);

  /** Moves a watcher's view to a point, in position quanta. Ignored for players. */
  void watchPoint(int x, int y);

  /** The connection is lost: the seat is kept, the player is away, inputs are neutral. */
  void detach(Outlet outlet);

  /**
   * The session is back on a new connection, which gets a Welcome and a reset.
   *
   * @return where that connection puts its inputs
   */
  InputInbox attach(Outlet outlet);

  /** Gives the seat up for good. */
  void leave();

  /**
   * Publishes measured latency for the scoreboard. Called by the connection about once per second.
   */
  void latency(int smoothedRttMs, int minRttMs, int jitterMs);
}
