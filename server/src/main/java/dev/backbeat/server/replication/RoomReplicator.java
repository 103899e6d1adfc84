package dev.backbeat.server.replication;

import dev.backbeat.schema.FieldSchema;
import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.CommittedTick;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.broadcast.ResetRequests;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.Interest;
import dev.backbeat.server.tick.TickPhases;
import dev.backbeat.server.tick.TickPhases.Phase;
import dev.backbeat.server.world.World;

/** The replication of one room; {@link #send} is the table of contents. */
final class RoomReplicator implements Replicator {
  private final Grid grid;
  private final Interest interest;
  private final FieldSchema[] privateFields;
  private final BroadcastObserver observer;
  private final SeatState[] seats;
  private final ResetRequests resets;
  private final Lanes lanes;
  private final TickPool pool = new TickPool();
  private final SendSchedule schedule;
  private final ViewScale viewScale = new ViewScale();
  private final WorldHistory history;
  private final CellSpace space;
  private final CellMarks marks = new CellMarks();
  private final CellEncoder cells;
  private final StreamPlanner planner;
  private final CrowdSplitter splitter;
  private final EventLog events;
  private final LineLog lines;
  private final RosterLog roster = new RosterLog();
  private final ScoreboardWriter scoreboard = new ScoreboardWriter();
  private int bytesPerSecond;
  private int sends;
  private int overBudget;
  private int overBudgetSend = Integer.MIN_VALUE / 2;
  private boolean scoreboardWanted;
  private int tickLatenessUs;
  private int inputBatchTicks = 1;
  private int overloadStep;
  private long tickPeriodNs = 1_000_000_000L;
  private TickPhases phases;
  private int lastTick;
  private boolean closed;

  RoomReplicator(
      World world, GameSpec spec, int spanTicks, int maxSeats, BroadcastObserver observer) {
    this.interest = spec.interest();
    this.grid = new Grid(spec.map(), interest);
    if (world.audiences() > grid.layers()) {
      throw new IllegalArgumentException(
          "the world has " + world.audiences() + " audiences, the grid " + grid.layers());
    }
    this.privateFields = spec.schema().privateFields().toArray(FieldSchema[]::new);
    this.observer = observer;
    this.seats = new SeatState[maxSeats];
    this.resets = new ResetRequests(maxSeats);
    this.lanes = new Lanes(resets, observer);
    this.schedule = new SendSchedule(spanTicks);
    this.space = new CellSpace(grid, interest);
    this.history = new WorldHistory(world, space);
    this.cells = new CellEncoder(spec.schema(), history);
    this.planner = new StreamPlanner(space, history, cells.sizes());
    this.splitter = new CrowdSplitter(space, history, cells.sizes());
    this.events = new EventLog(spec.schema().events(), grid, maxSeats, observer);
    this.lines = new LineLog(maxSeats);
  }

  @Override
  public void addSeat(int seat, int player, String name, boolean watcher) {
    if (seats[seat] != null) {
      throw new IllegalStateException("seat " + seat + " is taken");
    }
    View view = new View(space, interest, marks);
    seats[seat] = new SeatState(seat, player, watcher, view, privateFields);
    roster.join(player, name, watcher);
  }

  @Override
  public void removeSeat(int seat, CloseReason reason) {
    SeatState gone = seat(seat);
    lanes.close(gone, reason);
    events.forget(seat);
    lines.forget(seat);
    roster.leave(gone.player);
    seats[seat] = null;
  }

  @Override
  public void outlet(int seat, Outlet outlet) {
    lanes.connect(seat(seat), outlet);
  }

  @Override
  public void ownEntity(int seat, int entityId) {
    seat(seat).ownEntity(entityId);
  }

  @Override
  public void viewEntity(int seat, int entityId) {
    seat(seat).viewEntity(entityId);
  }

  @Override
  public void viewPoint(int seat, int x, int y) {
    seat(seat).viewPoint(x, y);
  }

  @Override
  public void audience(int seat, int audience) {
    if (audience < 0 || audience >= grid.layers()) {
      throw new IllegalArgumentException("audience 0.." + (grid.layers() - 1) + ", is " + audience);
    }
    seat(seat).view.audience(audience);
  }

  @Override
  public void input(int seat, int newestTick, int leadQ8, int lateInputs) {
    seat(seat).input(newestTick, leadQ8, lateInputs);
  }

  @Override
  public void privateField(int seat, int field, int value) {
    seat(seat).privateField(field, value);
  }

  @Override
  public void emit(int type, int x, int y, int[] args, String... texts) {
    events.emit(lastTick + 1, type, x, y, args, texts);
  }

  @Override
  public void emitToAll(int type, int[] args, String... texts) {
    events.emitToAll(lastTick + 1, type, args, texts);
  }

  @Override
  public void emitTo(int seat, int type, int[] args, String... texts) {
    events.emitTo(seat(seat).seat, lastTick + 1, type, args, texts);
  }

  @Override
  public void away(int seat, boolean away) {
    roster.away(seat(seat).player, away);
  }

  @Override
  public void chat(int player, String name, String text) {
    lines.chat(player, name, text);
  }

  @Override
  public void notice(boolean warning, String text) {
    lines.notice(warning, text);
  }

  @Override
  public void noticeTo(int seat, boolean warning, String text) {
    lines.noticeTo(seat(seat).seat, warning, text);
  }

  @Override
  public void drainTo(int seat, int remainingMs, int endTick, String message) {
    lines.drainTo(seat(seat).seat, remainingMs, endTick, message);
  }

  @Override
  public void score(int seat, int score, int smoothedRttMs, int minRttMs, int jitterMs) {
    SeatState state = seat(seat);
    state.score = score;
    state.latency(smoothedRttMs, minRttMs, jitterMs);
  }

  @Override
  public void scoreboard(int latenessUs) {
    scoreboardWanted = true;
    tickLatenessUs = latenessUs;
  }

  @Override
  public void span(int ticks) {
    schedule.want(ticks);
  }

  @Override
  public void inputBatchTicks(int ticks) {
    if (ticks != 1 && ticks != 2 && ticks != 4) {
      throw new IllegalArgumentException("1, 2 or 4 inputs in a message, is " + ticks);
    }
    inputBatchTicks = ticks;
  }

  @Override
  public void viewPercent(int percent) {
    viewScale.want(percent);
  }

  @Override
  public void overloadStep(int step) {
    overloadStep = step;
    scoreboardWanted = true;
  }

  @Override
  public void phases(TickPhases newPhases) {
    phases = newPhases;
  }

  @Override
  public void tickPeriodNs(long ns) {
    tickPeriodNs = ns;
  }

  @Override
  public void byteBudget(int bytes) {
    bytesPerSecond = bytes;
  }

  @Override
  public boolean commit(int tick, long nowNs) {
    if (closed) {
      return false;
    }
    if (tick != lastTick + 1) {
      throw new IllegalStateException("tick " + tick + " after tick " + lastTick);
    }
    lastTick = tick;
    boolean due = schedule.due(tick);
    if (due) {
      send(tick, nowNs);
    }
    return due;
  }

  private void send(int tick, long nowNs) {
    sends++;
    if (history.keepsBases() && sends % CrowdSplitter.LOOK_SENDS == 0) {
      splitter.look(sends, budgetPerSend(), sends - overBudgetSend);
    }
    history.advance(tick);
    ended(Phase.COMMIT);
    viewScale.begin();
    lanes.prune();
    if (lanes.size() > 0) {
      CommittedTick committed = pool.acquire(lanes.size());
      committed.begin(tick, schedule.spanTicks());
      committed.clock(nowNs, tickPeriodNs);
      cells.begin(committed, tick, schedule, space.limit());
      addControl(committed);
      for (int i = 0; i < lanes.size(); i++) {
        fill(committed, tick / schedule.spanTicks(), lanes.lane(i));
      }
      ended(Phase.ENCODE);
      lanes.publish(committed);
      ended(Phase.BROADCAST);
      reportStreams();
    }
    events.clear();
    lines.clear();
    roster.sent();
    scoreboardWanted = false;
    history.sent(tick / schedule.spanTicks());
    schedule.sent(tick, history.keepsBases() ? WorldHistory.CYCLE_SENDS : 1);
    keepBases(tick);
    overBudget = 0;
  }

  private void ended(Phase phase) {
    if (phases != null) {
      phases.end(phase);
    }
  }

  private void reportStreams() {
    if (history.keepsBases()) {
      observer.onSlowerCells(cells.slower(1), cells.slower(2), cells.slower(3));
    }
    if (overBudget > 0) {
      overBudgetSend = sends;
      observer.onOverBudget(overBudget);
    }
  }

  /** Once somebody is over the budget, streams of all periods are kept. */
  private void keepBases(int tick) {
    boolean aligned = tick % (WorldHistory.CYCLE_SENDS * schedule.spanTicks()) == 0;
    boolean needed = sends - overBudgetSend <= WorldHistory.CYCLE_SENDS * 8;
    if (needed && aligned && !history.keepsBases()) {
      history.keepBases();
    }
  }

  private int budgetPerSend() {
    double seconds = tickPeriodNs * schedule.spanTicks() / 1e9;
    return (int) Math.min(Integer.MAX_VALUE, bytesPerSecond * seconds * StreamSizes.UNIT);
  }

  private void addControl(CommittedTick committed) {
    committed.inputBatchTicks(inputBatchTicks);
    committed.rosterChange(roster.changePart(committed));
    if (scoreboardWanted) {
      committed.scoreboard(scoreboard.part(seats, tickLatenessUs, overloadStep, committed));
    }
  }

  private void fill(CommittedTick committed, int send, Lane lane) {
    lane.takes = lane.broadcaster.accepts();
    lane.from = committed.seatCount();
    boolean anyReset = false;
    for (int i = 0; i < lane.seats.size(); i++) {
      SeatState seat = seats[lane.seats.get(i)];
      seat.needsReset |= resets.take(seat.seat);
      anyReset |= seat.needsReset;
      viewScale.apply(seat.seat, seat.needsReset, seat.view);
      boolean moved = seat.look(history);
      if (bytesPerSecond > 0 && (moved || (sends + seat.seat) % StreamPlanner.PLAN_SENDS == 0)) {
        plan(seat);
      }
      if (lane.takes) {
        seat.fill(committed, send, cells, events, lines);
      } else {
        seat.miss(events);
      }
    }
    lane.to = committed.seatCount();
    if (!lane.takes && !lane.broadcaster.dead()) {
      observer.onLoopOverrun();
    }
    if (lane.takes && anyReset && committed.needsFullRoster()) {
      committed.rosterFull(roster.fullPart(committed));
    }
  }

  private void plan(SeatState seat) {
    boolean slower = history.keepsBases() && seat.variableSpans;
    if (planner.plan(seat.view, budgetPerSend(), slower)) {
      overBudget++;
    }
  }

  @Override
  public void close(CloseReason reason) {
    if (closed) {
      return;
    }
    closed = true;
    for (SeatState seat : seats) {
      if (seat != null) {
        lanes.close(seat, reason);
      }
    }
    lanes.end();
  }

  /** For tests: slices encoded so far. */
  long encodedSlices() {
    return cells.encodedSlices();
  }

  /** For tests: what the seat sees as of the last send. */
  View view(int seat) {
    return seat(seat).view;
  }

  /** For tests: the span in force for the next send. */
  int spanTicks() {
    return schedule.spanTicks();
  }

  /** For tests: parts of split cells. */
  int partsInUse() {
    return space.partsInUse();
  }

  /** For tests: the world as of the last send. */
  WorldHistory history() {
    return history;
  }

  /** For tests: ticks in the pool. */
  int pooledTicks() {
    return pool.size();
  }

  private SeatState seat(int seat) {
    SeatState state = seats[seat];
    if (state == null) {
      throw new IllegalStateException("seat " + seat + " is free");
    }
    return state;
  }
}
