package dev.backbeat.server.room;

import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.replication.Replicator;
import dev.backbeat.server.tick.TickSchedule;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One room's way to its end when the server stops. The deadline becomes a tick when the room first
 * sees it; that number, not the clock, is what the game and the log get. The room's thread, unless
 * said otherwise.
 */
final class RoomDraining {
  /** Everybody is told again when so many seconds are left. */
  private static final int[] TELL_AGAIN_SECONDS = {1800, 600, 300, 120, 60, 30, 20, 10, 5, 3, 2, 1};

  private final int tickHz;
  private final Replicator replicator;
  private final AtomicReference<RoomDrain> wanted = new AtomicReference<>();
  private volatile RoomDrain.Door door = RoomDrain.Door.OPEN;
  private RoomDrain current;
  private int endTick;

  RoomDraining(int tickHz, Replicator replicator) {
    this.tickHz = tickHz;
    this.replicator = replicator;
  }

  // ---- Any thread

  /** The room is to end; of several orders the earliest counts. */
  void order(RoomDrain order) {
    wanted.accumulateAndGet(order, RoomDrain::earlier);
  }

  /** From now on so many may come in. */
  void door(RoomDrain.Door newDoor) {
    door = newDoor;
  }

  // ---- The room's thread

  /** The draining part of a tick: tells the log, the game and the players what there is to tell. */
  void tick(Simulation simulation, long nowNs, RoomMembers members, RoomLog log) {
    int now = simulation.tick();
    if (follow(now, nowNs)) {
      log.drain(ticksLeft(now));
      simulation.drain(ticksLeft(now));
      members.tellOfDrain();
      replicator.notice(true, notice(now));
    } else if (tellsAgain(now)) {
      members.tellOfDrain();
    }
  }

  /** Whether there is a new deadline: then {@link #endTick} is another. */
  private boolean follow(int tick, long nowNs) {
    RoomDrain order = wanted.get();
    if (order == current) {
      return false;
    }
    current = order;
    long leftNs = Math.max(0, order.deadlineNs() - nowNs);
    long ticks = TickSchedule.periodsQ8(leftNs, tickHz) + 255 >> 8;
    endTick = (int) Math.min(Integer.MAX_VALUE - 1, tick + ticks);
    return true;
  }

  /** Whether the room is to end. */
  boolean ordered() {
    return current != null;
  }

  /** Whether the time has come to tell everybody again. */
  private boolean tellsAgain(int tick) {
    if (current == null) {
      return false;
    }
    int left = endTick - tick;
    for (int seconds : TELL_AGAIN_SECONDS) {
      if (left == seconds * tickHz) {
        return true;
      }
    }
    return false;
  }

  /** How many ticks are left after {@code tick}. */
  private int ticksLeft(int tick) {
    return Math.max(0, endTick - tick);
  }

  /** Tells a seat that has a connection. */
  void tell(RoomSeat seat, int tick) {
    long remainingMs = ticksLeft(tick) * 1000L / tickHz;
    replicator.drainTo(seat.index, (int) remainingMs, endTick, current.message());
    if (!seat.toldOfDrain) {
      seat.toldOfDrain = true;
      current.tally().addTold();
    }
  }

  /** For people whose client does not know of drains. */
  private String notice(int tick) {
    return current.message() + " (in " + (ticksLeft(tick) + tickHz - 1) / tickHz + " s)";
  }

  /** Why the room ends now, or null: its time is over. */
  CloseReason due(int tick) {
    return current != null && tick >= endTick ? current.reason() : null;
  }

  /** Nobody new comes, so that an empty room may end at once. */
  boolean nobodyNew() {
    return current != null && door.compareTo(RoomDrain.Door.OPEN) > 0;
  }

  /** Nobody comes back either, so that seats without a connection need not be kept. */
  boolean nobodyBack() {
    return current != null && door == RoomDrain.Door.SHUT;
  }

  /** A reason for which a room ends by itself, as it is told while the server drains. */
  CloseReason farewell(CloseReason reason) {
    return current == null ? reason : current.reason(reason.message());
  }

  /** The room has ended. */
  void ended(boolean byItself) {
    RoomDrain order = current != null ? current : wanted.get();
    if (order != null) {
      order.tally().addRoom(byItself);
    }
  }
}
