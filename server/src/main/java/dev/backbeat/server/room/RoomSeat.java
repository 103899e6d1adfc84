package dev.backbeat.server.room;

import dev.backbeat.schema.InputSchema;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.input.InputBuffer;
import dev.backbeat.server.input.InputInbox;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A seat: what its connection may call, and what its room keeps for it.
 *
 * <p>What must never be lost (a connection lost or back, the seat given up) is no message in a
 * queue but a wish that stands here until the room has seen it: the newest one counts, and a seat
 * is in the room's queue of changed seats at most once. Chat and the like go through the room's
 * bounded queue of commands.
 */
final class RoomSeat implements Seat {
  /** Seconds of inputs that fit into an inbox: what a stalled connection delivers at once. */
  private static final int INBOX_SECONDS = 6;

  private static final Latency UNKNOWN = new Latency(0, 0, 0);

  // Fixed.
  final int index;
  final String session;
  final JoinRequest request;
  private final Room room;
  private final int number;
  private final String name;
  private final boolean watcher;
  private final Link closed;

  // Any thread.
  private final AtomicReference<Link> link;
  private final AtomicBoolean changed = new AtomicBoolean();
  private volatile boolean leaving;
  private volatile CloseReason kicked;
  private volatile Latency latency = UNKNOWN;

  // The room's thread.
  final InputBuffer buffer;
  final WatcherView view;
  RoomPlayer player;
  boolean entered;
  Link current;
  int awayUntilTick;
  boolean toldOfDrain;

  RoomSeat(Room room, int index, int number, JoinRequest request, Outlet out) {
    this.room = room;
    this.index = index;
    this.number = number;
    this.session = request.session();
    this.request = request;
    this.name = request.name();
    this.watcher = request.watcher();
    InputInbox first = newInbox();
    this.link = new AtomicReference<>(new Link(out, first));
    this.closed = new Link(null, first);
    this.buffer =
        watcher ? null : new InputBuffer(room.spec().schema().input(), room.options().tickHz());
    this.view = watcher ? new WatcherView(index) : null;
  }

  /** A connection and where it puts its inputs; outlet null = it is lost. */
  record Link(Outlet outlet, InputInbox inbox) {}

  /** As measured by the connection, in ms. */
  record Latency(int smoothedRttMs, int minRttMs, int jitterMs) {}

  // ---- Any thread: Seat

  @Override
  public RoomInfo room() {
    return room.info();
  }

  @Override
  public int player() {
    return number;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean watcher() {
    return watcher;
  }

  @Override
  public boolean open() {
    return link.get() != closed;
  }

  @Override
  public InputInbox inbox() {
    return link.get().inbox();
  }

  @Override
  public int tick() {
    return room.tick();
  }

  @Override
  public long serverTickQ8(long nowNs) {
    return room.serverTickQ8(nowNs);
  }

  @Override
  public void chat(String text) {
    room.command(new RoomCommand.Chat(this, text));
  }

  @Override
  public void watchPlayer(int player) {
    if (watcher) {
      room.command(new RoomCommand.WatchPlayer(this, player));
    }
  }

  @Override
  public void watchPoint(int x, int y) {
    if (watcher) {
      room.command(new RoomCommand.WatchPoint(this, x, y));
    }
  }

  @Override
  public void detach(Outlet outlet) {
    Link was = link.get();
    if (was.outlet() == outlet && link.compareAndSet(was, new Link(null, was.inbox()))) {
      changed();
    }
  }

  @Override
  public InputInbox attach(Outlet outlet) {
    Link wanted = new Link(outlet, newInbox());
    Link was = link.get();
    while (was != closed && !link.compareAndSet(was, wanted)) {
      was = link.get();
    }
    if (was == closed) {
      Endings.refuse(outlet, room.goneReason());
    } else {
      changed();
    }
    return wanted.inbox();
  }

  @Override
  public void leave() {
    leaving = true;
    changed();
  }

  @Override
  public void latency(int smoothedRttMs, int minRttMs, int jitterMs) {
    latency = new Latency(smoothedRttMs, minRttMs, jitterMs);
  }

  @Override
  public int inputLeadQ8() {
    return buffer == null ? 0 : buffer.leadQ8(); // Racy: a figure for people.
  }

  @Override
  public int lateInputs() {
    return buffer == null ? 0 : buffer.lateInputs();
  }

  /** An operator wants the seat to be given up; the first reason counts. */
  void kick(CloseReason reason) {
    if (kicked == null) {
      kicked = reason;
    }
    changed();
  }

  /** What the outside may know. */
  PlayerInfo info() {
    boolean connected = link.get().outlet() != null;
    return new PlayerInfo(session, number, name, request.playerId(), watcher, connected);
  }

  private void changed() {
    if (open() && changed.compareAndSet(false, true)) {
      room.seatChanged(this);
    }
  }

  private InputInbox newInbox() {
    InputSchema input = room.spec().schema().input();
    int capacity = watcher ? 2 : Math.max(64, INBOX_SECONDS * room.options().tickHz());
    return new InputInbox(input.axes().size(), input.actions().size(), capacity);
  }

  // ---- The room's thread

  /** Before its wishes are read: what changes from now on puts it into the queue again. */
  void seen() {
    changed.set(false);
  }

  /** Marks a new seat as being in the queue. */
  void announced() {
    changed.set(true);
  }

  Link wanted() {
    return link.get();
  }

  /** Ends the seat; a connection that the room has not seen yet is returned, else null. */
  Outlet close() {
    Link last = link.getAndSet(closed);
    return last == current ? null : last.outlet();
  }

  boolean leaving() {
    return leaving;
  }

  CloseReason kicked() {
    return kicked;
  }

  boolean away() {
    return entered && current.outlet() == null;
  }

  Latency latency() {
    return latency;
  }
}
