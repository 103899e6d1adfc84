package dev.backbeat.server.replication;

import dev.backbeat.schema.FieldSchema;
import dev.backbeat.server.broadcast.CommittedTick;
import dev.backbeat.server.broadcast.IntList;
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
  boolean variableSpans;
  boolean onBoard = true;
  int score;
  int rttMs;

  private final FieldSchema[] privateFields;
  private final int[] privateValues;
  private int changedPrivate;
  private int ownEntity = -1;
  private int viewEntity = -1;
  private int inputTick;
  private int inputLeadQ8;
  private int lateInputs;
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

  void input(int newestTick, int leadQ8, int late) {
    inputTick = newestTick;
    inputLeadQ8 = leadQ8;
    lateInputs = late;
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
    variableSpans = newOutlet != null && newOutlet.variableSpans();
    inputTick = 0;
    inputLeadQ8 = 0;
    lateInputs = 0;
    eventsLost = 0;
  }

  /** Takes the view to where its entity is now; returns whether its cells changed. */
  boolean look(WorldHistory history) {
    view.home(KindSnapshot.NONE);
    if (viewEntity >= 0) {
      history.centre(view, viewEntity);
    }
    if (ownEntity >= 0 && ownEntity != viewEntity) {
      view.home(history.cellOf(ownEntity));
    }
    if (needsReset) {
      view.forget();
    }
    return view.move();
  }

  /** The client will not get what this send holds: counts its events, and wants a reset. */
  void miss(EventLog events) {
    eventsLost += events.countFor(this);
    needsReset = true;
    changedPrivate = 0;
  }

  /**
   * Writes what the client gets of this send.
   *
   * @param send number of the send: streams of level n have a slice if 2^n divides it
   */
  void fill(CommittedTick tick, int send, CellEncoder cells, EventLog events, LineLog lines) {
    SeatFrame frame = tick.addSeat(seat, needsReset);
    frame.input(inputTick, inputLeadQ8, lateInputs);
    frame.ownEntity(ownEntity);
    frame.privateFields(changedPrivate, privateValues);
    frame.latency(rttMs, rttMinMs, jitterMs);
    frame.ownEntry(onBoard || watcher ? 0 : player, score);
    frame.addEventsLost(eventsLost);
    IntList streams = view.streams();
    for (int i = 0; i < view.cells().size(); i++) {
      int part =
          i < view.kept() && streams.get(i) == 0
              ? cells.delta(0, view.cells().get(i))
              : slice(i, send, cells);
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

  /** The slice of a cell that is new, or takes or wants another stream than the fastest. */
  private int slice(int i, int send, CellEncoder cells) {
    int cell = view.cells().get(i);
    IntList streams = view.streams();
    int stream = streams.get(i);
    int level = StreamPlanner.level(stream);
    boolean due = due(send, level);
    cells.countSlower(level);
    int part = CommittedTick.NONE;
    if (i >= view.kept()) {
      part = cells.keyframe(cell);
    } else if (due) {
      part = cells.delta(level, cell);
    } else if (cell == view.home()) {
      // The client's own entity has come into a cell that is behind: it must not be.
      part = cells.keyframe(cell);
      due = true;
      level = 0;
    }
    if (cell == view.home()) {
      streams.set(i, due ? StreamPlanner.fastest() : stream);
    } else if (due && due(send, StreamPlanner.wanted(stream))) {
      streams.set(i, StreamPlanner.changed(stream));
    }
    return part;
  }

  private static boolean due(int send, int level) {
    return (send & (1 << level) - 1) == 0;
  }
}
