package dev.backbeat.server.replication;

import dev.backbeat.schema.FieldSchema;
import dev.backbeat.server.broadcast.CommittedTick;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.broadcast.SeatFrame;

/** What the room's thread knows of one seat: its view, its own values, its connection. */
final class SeatState {
  final int seat;
  final int player;
  final boolean watcher;
  final View view;
  Outlet outlet;
  Lane lane;
  boolean needsReset;
  int score;
  int rttMs;

  private final FieldSchema[] privateFields;
  private final int[] privateValues;
  private int changedPrivate;
  private int ownEntity = -1;
  private int viewEntity = -1;
  private int inputTick;
  private int inputLeadQ8;
  private int rttMinMs;
  private int jitterMs;
  private int eventsLost;

  SeatState(int seat, int player, boolean watcher, View view, FieldSchema[] privateFields) {
    this.seat = seat;
    this.player = player;
    this.watcher = watcher;
    this.view = view;
    this.privateFields = privateFields;
    this.privateValues = new int[privateFields.length];
  }

  void ownEntity(int entityId) {
    ownEntity = entityId;
  }

  void viewEntity(int entityId) {
    viewEntity = entityId;
  }

  void viewPoint(int x, int y) {
    viewEntity = -1;
    view.centre(x, y);
  }

  void input(int newestTick, int leadQ8) {
    inputTick = newestTick;
    inputLeadQ8 = leadQ8;
  }

  void privateField(int field, int value) {
    FieldSchema schema = privateFields[field];
    if (schema.normalize(value) != value) {
      throw new IllegalArgumentException(
          schema.name() + " wraps at 2^" + schema.wrapBits() + "; out of range: " + value);
    }
    if (privateValues[field] != value) {
      privateValues[field] = value;
      changedPrivate |= 1 << field;
    }
  }

  void latency(int smoothedRttMs, int minRttMs, int ownJitterMs) {
    rttMs = smoothedRttMs;
    rttMinMs = minRttMs;
    jitterMs = ownJitterMs;
  }

  /** A connection, or null. What an earlier one held is of no use to this one. */
  void connect(Outlet newOutlet, Lane newLane) {
    outlet = newOutlet;
    lane = newLane;
    needsReset = newOutlet != null;
    inputTick = 0;
    inputLeadQ8 = 0;
    eventsLost = 0;
  }

  /** Takes the view to where its entity is now. */
  void look(WorldHistory history) {
    if (viewEntity >= 0) {
      history.centre(view, viewEntity);
    }
    if (needsReset) {
      view.forget();
    }
    view.move();
  }

  /** The client will not get what this send holds: counts its events, and wants a reset. */
  void miss(EventLog events) {
    eventsLost += events.countFor(this);
    needsReset = true;
    changedPrivate = 0;
  }

  /** Writes what the client gets of this send. */
  void fill(CommittedTick tick, CellEncoder cells, EventLog events, LineLog lines) {
    SeatFrame frame = tick.addSeat(seat, needsReset);
    frame.input(inputTick, inputLeadQ8);
    frame.ownEntity(ownEntity);
    frame.privateFields(changedPrivate, privateValues);
    frame.latency(rttMs, rttMinMs, jitterMs);
    frame.addEventsLost(eventsLost);
    for (int i = 0; i < view.cells().size(); i++) {
      int cell = view.cells().get(i);
      int part = i < view.kept() ? cells.delta(cell) : cells.keyframe(cell);
      if (part != CommittedTick.NONE) {
        frame.addCells(part);
      }
    }
    if (view.dropped().size() > 0) {
      frame.addCells(DroppedCells.part(tick, view.dropped()));
    }
    events.fill(this, tick, frame);
    lines.fill(seat, tick, frame);
    needsReset = false;
    changedPrivate = 0;
    eventsLost = 0;
  }
}
