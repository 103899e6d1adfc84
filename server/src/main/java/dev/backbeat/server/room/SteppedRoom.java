package dev.backbeat.server.room;

import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.tick.TickSchedule;
import dev.backbeat.server.world.World;

/**
 * A whole room without a thread and without a clock: whoever holds it runs its ticks. For tests and
 * tools; see {@code dev.backbeat.server.testkit.TestRoom}. One thread.
 */
public final class SteppedRoom {
  private final Room room;
  private final int tickHz;
  private long nextTick = 1;
  private boolean over;
  private Throwable failure;

  /** A room whose game is put up and whose first tick has not been run. */
  public SteppedRoom(String id, GameFactory factory, RoomOptions options, RoomConfig config) {
    this.room = new Room(id, factory, factory.spec(options), options, config);
    this.tickHz = options.tickHz();
    room.start();
  }

  /** Takes a seat, or returns null if none is left. */
  public Seat join(String session, String name, boolean watcher, Outlet outlet) {
    return room.join(session, name, watcher, outlet);
  }

  /** The same for whoever asks; the request's room and game are not looked at. */
  public Seat join(JoinRequest request, Outlet outlet) {
    return room.join(request, outlet);
  }

  /** When the next tick is due, counted from the room's start. */
  public long nextDueNs() {
    return TickSchedule.offsetNs(nextTick, tickHz);
  }

  /** Runs the next tick, in time; false if the room has ended. */
  public boolean step() {
    return step(0);
  }

  /** Runs the next tick, so late; false if the room has ended. */
  public boolean step(long latenessNs) {
    if (over) {
      return false;
    }
    try {
      long dueNs = nextDueNs();
      over = !room.tick(nextTick++, dueNs, dueNs + latenessNs);
    } catch (Throwable t) { // As a tick loop does it.
      over = true;
      failure = t;
      room.onFailure(t);
    }
    return !over;
  }

  /** Whether the room has ended. */
  public boolean over() {
    return over;
  }

  /** What the game threw, or null. */
  public Throwable failure() {
    return failure;
  }

  /** The room as others see it. */
  public RoomInfo info() {
    return room.info();
  }

  /** The room's entities. */
  public World world() {
    return room.world();
  }

  /** What was consumed, as far as the config has it recorded. */
  public RoomLog log() {
    return room.log();
  }

  /** A line of text to everybody. */
  public void announce(String text) {
    room.command(new RoomCommand.Announce(text));
  }

  /** The server stops: the room is to end. */
  public void drain(RoomDrain order) {
    room.draining().order(order);
  }

  /** While it drains: who may still come in. */
  public void door(RoomDrain.Door door) {
    room.draining().door(door);
  }

  /** Ends the room at its next send tick. */
  public void close(CloseReason reason) {
    room.close(reason);
  }
}
