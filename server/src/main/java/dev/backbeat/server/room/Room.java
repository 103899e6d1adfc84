package dev.backbeat.server.room;

import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * One room: a simulation, its seats and its replication, stepped by a tick loop.
 *
 * <p>Three ways lead in from other threads: the ledger (seats), a queue of seats whose wishes
 * changed (bounded by the number of seats, since a seat is in it at most once), and a bounded queue
 * of commands. All are emptied at the start of a tick.
 */
final class Room implements TickTask, SimulationHost {
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

  // Any thread.
  private final SeatLedger ledger;
  private final RoomCommands commands;
  private final RoomDraining draining;
  private final RoomEnding ending;
  private final RoomTime time;
  private volatile int entities;

  // The room's thread.
  private boolean logFull;

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
    this.time = new RoomTime(options.tickHz());
    this.ending = new RoomEnding(this, simulation, replicator, members);
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
    return time.tick();
  }

  RoomInfo info() {
    return new RoomInfo(id, game, options, spec, ledger.players(), ledger.watchers(), tick());
  }

  RoomFigures figures() {
    return new RoomFigures(
        info(), phases, entities, traffic.frames(), traffic.bytes(), traffic.skipped());
  }

  long serverTickQ8(long nowNs) {
    return time.serverTickQ8(nowNs);
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
    members.changed(seat);
  }

  void command(RoomCommand command) {
    commands.add(command);
  }

  /** Ends the room: a notice, then the reason, at its next send tick. The first reason counts. */
  CompletableFuture<Void> close(CloseReason reason) {
    return ending.ask(reason);
  }

  /** Where the server's drain reaches this room. */
  RoomDraining draining() {
    return draining;
  }

  /** No thread has taken it. */
  void neverRan() {
    ending.neverRan();
  }

  CompletableFuture<Void> ended() {
    return ending.ended();
  }

  CloseReason goneReason() {
    return ending.goneReason();
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
    return !ending.after(simulation.tick(), sent);
  }

  /** Puts the game up; before the first tick. */
  void start() {
    simulation.start();
  }

  private void begin(long n, long scheduledNs, long nowNs) {
    phases.begin(nowNs);
    start();
    int now = Math.toIntExact(n);
    time.begin(n, scheduledNs, nowNs);
    simulation.begin(now);
    members.begin(now);
    log.tick(now);
    relief.follow();
  }

  private void lifecycle(long nowNs) {
    members.settleChanged();
    members.expireAway();
    commands.carryOut();
    draining.tick(simulation, nowNs, members, log);
    ending.announce();
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
      members.publishScores(time.takeWorstLatenessUs());
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
    time.committed(now);
    return sent;
  }

  @Override
  public void onOverrun(long skippedTicks) {
    phases.skipped(skippedTicks);
    overruns.add(skippedTicks, tick());
  }

  @Override
  public void onFailure(Throwable failure) {
    ending.failed(failure);
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
    ending.askedByGame(reason);
  }
}
