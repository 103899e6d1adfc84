package dev.backbeat.server.replication;

import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.tick.TickPhases;
import dev.backbeat.server.world.World;

/**
 * One room's replication: everything between a simulated world and bytes for its clients. The room
 * calls it on its own thread; it hands committed ticks to the gateway loops by itself.
 *
 * <p>Seats are named by the room's seat index, 0 .. maxSeats-1; an index may be used again after
 * {@link #removeSeat}.
 */
public interface Replicator {
  /** A seat is taken; it sees nothing until it has an outlet. */
  void addSeat(int seat, int player, String name, boolean watcher);

  /**
   * A seat is given up. Its outlet, if any, gets {@code reason} after what is already committed.
   */
  void removeSeat(int seat, CloseReason reason);

  /**
   * The seat's connection, or null while it is lost. A new one gets Welcome, full roster, reset and
   * keyframes at the next send tick; the old one is forgotten (the gateway closes it).
   */
  void outlet(int seat, Outlet outlet);

  /** The entity that the seat controls (-1 = none): goes to the client as own_entity. */
  void ownEntity(int seat, int entityId);

  /** The view follows an entity; where that is gone, the view stays where it was. */
  void viewEntity(int seat, int entityId);

  /** The view looks at a point, in position quanta. */
  void viewPoint(int seat, int x, int y);

  /** What the seat sees beside audience 0; 0 = nothing more. */
  void audience(int seat, int audience);

  /**
   * The newest input received from the seat, how early it came, and how many have come too late on
   * this connection. Makes a frame due.
   */
  void input(int seat, int newestTick, int leadQ8, int lateInputs);

  /** A private field of the seat. */
  void privateField(int seat, int field, int value);

  /**
   * An event at a place, of this tick. {@code args} is copied. From one send to the next a room has
   * at most 4,096 events or 256 KiB of them; what is more is counted as lost.
   */
  void emit(int type, int x, int y, int[] args, String... texts);

  /** An event of no place, to the whole room. */
  void emitToAll(int type, int[] args, String... texts);

  /** An event to one seat. */
  void emitTo(int seat, int type, int[] args, String... texts);

  /** Roster: whether a seat's connection is lost. */
  void away(int seat, boolean away);

  /**
   * A chat line to the whole room; player 0 = the server. From one send to the next there are at
   * most 256 lines and notices, or 64 KiB of them; what is more is dropped.
   */
  void chat(int player, String name, String text);

  /** A notice to the whole room. */
  void notice(boolean warning, String text);

  /** A notice to one seat. */
  void noticeTo(int seat, boolean warning, String text);

  /**
   * Tells one seat that the room ends.
   *
   * @param remainingMs so long after this tick
   * @param endTick the tick at which that is
   */
  void drainTo(int seat, int remainingMs, int endTick, String message);

  /** What the next scoreboard says of the seat. */
  void score(int seat, int score, int smoothedRttMs, int minRttMs, int jitterMs);

  /** Sends a scoreboard to everybody with the next frame. The room calls it once per second. */
  void scoreboard(int tickLatenessUs);

  /**
   * Ticks from one send to the next from now on: 1, 2, 4 or 8; takes effect at a tick divisible by
   * both.
   */
  void span(int ticks);

  /**
   * How many bytes per second a client is to get at most, as far as slower streams can do it; 0 =
   * no budget (as at first). See {@link StreamPlanner}.
   */
  void byteBudget(int bytesPerSecond);

  /**
   * How many inputs each client is to put into one message from the next send on: 1 (at first), 2
   * or 4.
   */
  void inputBatchTicks(int ticks);

  /** The server's step on the overload ladder: goes to clients with the scoreboard. */
  void overloadStep(int step);

  /** Where the time of a commit goes is noted here from now on. Before the first commit. */
  default void phases(TickPhases phases) {}

  /** The period of the room's ticks, by which late writes are measured. Before the first commit. */
  void tickPeriodNs(long ns);

  /**
   * How much of the game's view radius every view covers from now on, in percent: 10..100 (100 at
   * first). Views follow one after the other, within {@value ViewScale#SPREAD_SENDS} sends, so that
   * the keyframes of a growing view do not come all at once.
   */
  void viewPercent(int percent);

  /**
   * The tick is simulated: reads the world, and at send ticks encodes and hands out. Does not
   * compact the world; the room does, afterwards. Ticks come in order, without gaps, from 1.
   *
   * @return whether it was a send tick: one of which clients are told, if only by silence
   */
  boolean commit(int tick, long nowNs);

  /** Every outlet gets {@code reason}; nothing is sent afterwards. */
  void close(CloseReason reason);

  /**
   * A replicator for a room.
   *
   * @param maxSeats seats are {@code 0 .. maxSeats-1}
   * @throws IllegalArgumentException if the map has more than 65,536 cells, the world more
   *     audiences than the spec, or the span is not 1, 2, 4 or 8
   */
  static Replicator create(
      World world, GameSpec spec, int spanTicks, int maxSeats, BroadcastObserver observer) {
    return new RoomReplicator(world, spec, spanTicks, maxSeats, observer);
  }
}
