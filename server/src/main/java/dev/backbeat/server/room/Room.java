package dev.backbeat.server.room;

import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.flight.Flight;
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.MatchResult;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.input.RewindLimit;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.replication.Replicator;
import dev.backbeat.server.room.AsyncCalls.Outcome;
import dev.backbeat.server.tick.TickPhases;
import dev.backbeat.server.tick.TickPhases.Phase;
import dev.backbeat.server.tick.TickSchedule;
import dev.backbeat.server.tick.TickTask;
import dev.backbeat.server.world.World;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One room: a simulation, its seats and its replication, stepped by a tick loop.
 *
 * <p>Three ways lead in from other threads: the ledger (seats), a queue of seats whose wishes
 * changed (bounded by the number of seats, since a seat is in it at most once), and a bounded queue
 * of commands. All are emptied at the start of a tick.
 */
final class Room implements TickTask, SimulationHost {
  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  // Fixed.
  private final String id;
  private final String game;
  private final GameSpec spec;
  private final RoomOptions options;
  private final RoomConfig config;
  private final World world;
  private final Replicator replicator;
  private final Simulation simulation;
  private final RoomMembers members;
  private final AsyncCalls asyncCalls;
  private final RoomRelief relief;
  private final RoomLog log;
  private final RoomViews views;
  private final OverrunLog overruns;
  private final TickPhases phases;
  private final RoomTraffic traffic;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  // Any thread.
  private final SeatLedger ledger;
  private final ArrayBlockingQueue<RoomSeat> changedSeats;
  private final RoomCommands commands;
  private final RoomDraining draining;
  private final AtomicReference<CloseReason> closing = new AtomicReference<>();
  private volatile CloseReason goneReason;
  private volatile int tick;
  private volatile int entities;
  private volatile long originNs;

  // The room's thread.
  private boolean started;
  private boolean closeNoticed;
  private CloseReason closeAfterTick;
  private boolean logFull;
  private int emptyTicks;
  private long worstLatenessNs;

  Room(String id, GameFactory factory, GameSpec spec, RoomOptions options, RoomConfig config) {
    int seats = options.maxPlayers() + options.maxWatchers();
    this.id = id;
    this.game = factory.name();
    this.spec = spec;
    this.options = options;
    this.config = config;
    this.world = Simulation.newWorld(spec, config.maxEntities());
    this.phases = new TickPhases(config.clockNs());
    this.traffic = new RoomTraffic(config.broadcastObserver());
    world.atLimit(() -> traffic.onLimit(Limit.ROOM_ENTITIES));
    this.replicator = config.replicators().create(world, spec, options.spanTicks(), seats, traffic);
    replicator.phases(phases);
    if (factory.clientBytesPerSecond(options) >= 0) {
      replicator.byteBudget(factory.clientBytesPerSecond(options));
    }
    replicator.tickPeriodNs(TickSchedule.offsetNs(1, options.tickHz()));
    this.relief = new RoomRelief(config.overload(), replicator, options.spanTicks());
    this.simulation =
        new Simulation(factory, spec, options, world, replicator, config.rewindCapMs(), this);
    this.asyncCalls = new AsyncCalls(config.worker());
    this.log = new RoomLog(game, options, config.rewindCapMs(), config.maxLogInts());
    this.ledger = new SeatLedger(options.maxPlayers(), options.maxWatchers());
    // A seat that was given up may still stand in the queue when its place is taken again.
    this.changedSeats = new ArrayBlockingQueue<>(4 * seats);
    this.overruns = new OverrunLog(id, options.tickHz());
    this.views =
        new RoomViews(
            new RewindLimit(config.rewindCapMs(), options.tickHz()),
            options.spanTicks(),
            config.inputObserver());
    int graceTicks = (int) Math.min(Integer.MAX_VALUE / 2, graceTicks(config, options));
    this.commands = new RoomCommands(id, replicator, traffic, options.tickHz());
    this.draining = new RoomDraining(options.tickHz(), replicator);
    this.members =
        new RoomMembers(id, simulation, replicator, ledger, log, views, draining, graceTicks);
  }

  private static long graceTicks(RoomConfig config, RoomOptions options) {
    return ((long) config.resumeGraceMs() * options.tickHz() + 999) / 1000;
  }

  // ---- Any thread

  String id() {
    return id;
  }

  GameSpec spec() {
    return spec;
  }

  RoomOptions options() {
    return options;
  }

  SeatLedger ledger() {
    return ledger;
  }

  int tick() {
    return tick;
  }

  RoomInfo info() {
    return new RoomInfo(id, game, options, spec, ledger.players(), ledger.watchers(), tick);
  }

  RoomFigures figures() {
    return new RoomFigures(
        info(), phases, entities, traffic.frames(), traffic.bytes(), traffic.skipped());
  }

  long serverTickQ8(long nowNs) {
    if (tick == 0) {
      return 0; // Before the first tick there is nothing to measure from.
    }
    long elapsedNs = Math.max(0, nowNs - originNs);
    return TickSchedule.periodsQ8(elapsedNs, options.tickHz());
  }

  /** Takes a seat, or returns null if none is left. */
  RoomSeat join(String session, String name, boolean watcher, Outlet outlet) {
    return join(new JoinRequest(session, id, "", name, watcher), outlet);
  }

  /** A seat for whoever asks, or null; its room and game are not looked at. */
  RoomSeat join(JoinRequest request, Outlet outlet) {
    return ledger.reserve(this, request, outlet);
  }

  void seatChanged(RoomSeat seat) {
    changedSeats.add(seat);
  }

  void command(RoomCommand command) {
    commands.add(command);
  }

  /** Ends the room: a notice, then the reason, at its next send tick. The first reason counts. */
  CompletableFuture<Void> close(CloseReason reason) {
    closing.compareAndSet(null, reason);
    return ended;
  }

  /** Where the server's drain reaches this room. */
  RoomDraining draining() {
    return draining;
  }

  CompletableFuture<Void> ended() {
    return ended;
  }

  CloseReason goneReason() {
    CloseReason reason = goneReason;
    return reason != null ? reason : Endings.roomClosed("the seat was given up");
  }

  @Override
  public String kind() {
    return game;
  }

  @Override
  public String name() {
    return id;
  }

  @Override
  public int players() {
    return ledger.players();
  }

  @Override
  public TickPhases phases() {
    return phases;
  }

  @Override
  public int tickHz() {
    return options.tickHz();
  }

  @Override
  public long weight() {
    return (long) options.tickHz() * (options.maxPlayers() + options.maxWatchers());
  }

  // ---- The room's thread

  @Override
  public boolean tick(long n, long scheduledNs, long nowNs) {
    begin(n, scheduledNs, nowNs);
    lifecycle(nowNs);
    phases.end(Phase.LIFECYCLE);
    inputs(scheduledNs);
    phases.end(Phase.INPUTS);
    simulation.simulate();
    phases.end(Phase.GAME);
    boolean sent = commit(nowNs);
    phases.end(Phase.COMMIT);
    phases.finish();
    return housekeeping(sent);
  }

  /** Puts the game up; before the first tick. */
  void start() {
    if (!started) {
      started = true;
      world.own();
      simulation.start();
    }
  }

  private void begin(long n, long scheduledNs, long nowNs) {
    phases.begin(nowNs);
    start();
    int now = Math.toIntExact(n);
    worstLatenessNs = Math.max(worstLatenessNs, nowNs - scheduledNs);
    originNs = scheduledNs - TickSchedule.offsetNs(n, options.tickHz());
    simulation.begin(now);
    members.begin(now);
    log.tick(now);
    relief.follow();
  }

  private void lifecycle(long nowNs) {
    for (RoomSeat s = changedSeats.poll(); s != null; s = changedSeats.poll()) {
      members.settle(s);
    }
    members.expireAway();
    commands.carryOut();
    draining.tick(simulation, nowNs, members, log);
    CloseReason reason = closing.get();
    if (reason != null && !closeNoticed) {
      closeNoticed = true;
      replicator.notice(true, reason.message());
    }
  }

  private void inputs(long scheduledNs) {
    members.consumeInputs(scheduledNs);
    for (Outcome o = asyncCalls.poll(); o != null; o = asyncCalls.poll()) {
      log.result(o.call(), o.result(), o.error());
      simulation.asyncResult(o.call(), o.result(), o.error());
    }
  }

  private boolean commit(long nowNs) {
    int now = simulation.tick();
    if (now % options.tickHz() == 0) {
      members.publishScores((int) Math.min(Integer.MAX_VALUE, worstLatenessNs / 1000));
      worstLatenessNs = 0;
      entities = world.count();
    }
    members.updateViews();
    boolean sent = replicator.commit(now, nowNs);
    if (config.maxLogInts() > 0) {
      log.end(world.hash(), sent);
      if (log.full() && !logFull) {
        logFull = true;
        limit(Limit.JOURNAL);
      }
    }
    simulation.end(sent);
    if (sent) {
      views.sent(now);
    }
    tick = now;
    return sent;
  }

  private boolean housekeeping(boolean sent) {
    CloseReason reason = closeAfterTick == null ? null : draining.farewell(closeAfterTick);
    if (reason == null && expired()) {
      reason = draining.farewell(Endings.roomClosed("the room was empty"));
    }
    boolean byItself = reason != null;
    if (reason == null && sent) {
      reason = closeNoticed ? closing.get() : draining.due(tick);
    }
    if (reason == null && (tick == Integer.MAX_VALUE || world.idsRunOut())) {
      reason = Endings.roomClosed("the room has reached its greatest age");
    }
    if (reason == null) {
      return true;
    }
    draining.ended(byItself);
    end(reason);
    return false;
  }

  private boolean expired() {
    if (draining.nobodyBack()) {
      return members.allAway();
    }
    emptyTicks = members.isEmpty() ? emptyTicks + 1 : 0;
    long limit = draining.nobodyNew() ? 0 : (long) options.emptyExpirySeconds() * options.tickHz();
    return emptyTicks > limit && ledger.closeIfEmpty();
  }

  private void end(CloseReason reason) {
    goneReason = reason;
    ledger.close();
    try {
      endAll(reason);
    } finally {
      ended.complete(null);
    }
    LOG.atInfo()
        .addKeyValue("room", id)
        .addKeyValue("game", game)
        .addKeyValue("tick", tick)
        .addKeyValue("reason", reason.message())
        .log("room ended");
    Flight.room("ended", id, game, tick, reason.message());
  }

  private void endAll(CloseReason reason) {
    stopGame();
    try {
      replicator.close(reason);
    } catch (RuntimeException | Error e) { // A room may end because this very part is broken.
      LOG.atError().addKeyValue("room", id).setCause(e).log("replication failed to close");
      members.refuseAll(reason);
    }
    members.endAll(changedSeats, reason);
  }

  private void stopGame() {
    try {
      if (started) {
        simulation.stop();
      }
    } catch (RuntimeException | Error e) {
      LOG.atError().addKeyValue("room", id).setCause(e).log("the game failed in onStop");
    }
  }

  @Override
  public void onOverrun(long skippedTicks) {
    phases.skipped(skippedTicks);
    overruns.add(skippedTicks, tick);
  }

  @Override
  public void onFailure(Throwable failure) {
    if (ended.isDone()) {
      return; // It failed after its end.
    }
    try {
      Flight.room("failed", id, game, simulation.tick(), failure.toString());
      LOG.atError()
          .addKeyValue("room", id)
          .addKeyValue("game", game)
          .addKeyValue("tick", simulation.tick())
          .setCause(failure)
          .log("room failed");
    } finally { // Whatever the log does, the players are told.
      draining.ended(true);
      end(draining.farewell(Endings.roomClosed("the game failed")));
    }
  }

  World world() {
    return world;
  }

  RoomLog log() {
    return log;
  }

  // ---- SimulationHost

  @Override
  public void runAsync(long call, Callable<byte[]> work) {
    asyncCalls.start(call, work);
  }

  @Override
  public void kicked(RoomPlayer player, String reason) {
    members.kicked(player, reason);
  }

  @Override
  public void limit(Limit limit) {
    traffic.onLimit(limit);
  }

  @Override
  public void matchEnded(MatchResult result) {
    replicator.notice(false, result.summary());
    MatchReports.report(info(), simulation.tick(), result, config);
  }

  @Override
  public void closeRequested(String reason) {
    if (closeAfterTick == null) {
      closeAfterTick = Endings.roomClosed(reason);
    }
  }
}
