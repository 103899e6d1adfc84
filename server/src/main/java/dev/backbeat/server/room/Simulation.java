package dev.backbeat.server.room;

import dev.backbeat.schema.EventSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.server.game.AsyncResult;
import dev.backbeat.server.game.Game;
import dev.backbeat.server.game.GameContext;
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.Inputs;
import dev.backbeat.server.game.MatchResult;
import dev.backbeat.server.game.Player;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.input.ConsumedInput;
import dev.backbeat.server.input.RewindLimit;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.replication.Replicator;
import dev.backbeat.server.world.History;
import dev.backbeat.server.world.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/**
 * The deterministic part of a room: a game, its world, its players, timers, randomness and pending
 * calls. What comes from outside comes through the methods of this class alone ({@link #join},
 * {@link #leave}, {@link #away}, {@link #drain}, {@link #asyncResult} and the players' consumed
 * inputs), so that a log of those is all that a replay needs. Room's thread.
 */
final class Simulation implements GameContext, Inputs {
  static final int MAX_ASYNC_CALLS = 64;
  static final int MAX_ASYNC_RESULT_BYTES = 64 * 1024;
  private static final int MAX_EVENT_TEXTS = 8;

  private final GameSpec spec;
  private final RoomOptions options;
  private final Replicator out;
  private final SimulationHost host;
  private final Game game;
  private final World world;
  private final int historySends;
  private final SeededRandom random;
  private final Timers timers = new Timers();
  private final List<RoomPlayer> players = new ArrayList<>();
  private final List<Player> playersView = Collections.unmodifiableList(players);
  private final List<RoomPlayer> kicked = new ArrayList<>();
  private final Map<Long, AsyncResult> calls = new HashMap<>();
  private long lastCall;
  private boolean started;
  private int tick;

  Simulation(
      GameFactory factory,
      GameSpec spec,
      RoomOptions options,
      World world,
      Replicator out,
      int rewindCapMs,
      SimulationHost host) {
    this.spec = spec;
    this.options = options;
    this.out = out;
    this.host = host;
    this.game = factory.create(spec, options);
    this.world = world;
    // A view lies at most the cap behind a tick, and needs the send at or before it.
    this.historySends = RewindLimit.ticks(rewindCapMs, options.tickHz()) + 2;
    this.random = new SeededRandom(options.seed());
  }

  static World newWorld(GameSpec spec, int maxEntities) {
    return new World(
        spec.schema(), spec.interest().audiences(), Math.min(spec.maxEntities(), maxEntities));
  }

  // ---- What the room tells it, in the order of a tick.

  /** Puts the game up, once; the world belongs to this thread from now on. */
  void start() {
    if (!started) {
      started = true;
      world.own();
      game.onStart(this);
    }
  }

  void begin(int newTick) {
    tick = newTick;
  }

  RoomPlayer join(int seat, int number, String name, String playerId, List<String> roles) {
    InputSchema input = spec.schema().input();
    RoomPlayer player =
        new RoomPlayer(
            this,
            out,
            seat,
            number,
            name,
            playerId,
            roles,
            spec.schema().privateFields().size(),
            new ConsumedInput(input.axes().size(), input.actions().size()));
    players.add(player);
    game.onJoin(player);
    return player;
  }

  void leave(RoomPlayer player) {
    if (players.remove(player)) {
      game.onLeave(player);
      player.setGone();
    }
  }

  void away(RoomPlayer player, boolean away) {
    player.setAway(away);
  }

  void drain(int ticksLeft) {
    game.onDrain(ticksLeft);
  }

  void asyncResult(long call, byte[] result, String error) {
    AsyncResult then = calls.remove(call);
    if (then != null) {
      then.onResult(result, error);
    }
  }

  void simulate() {
    timers.runDue(tick);
    game.onTick(tick, this);
    for (int i = 0; i < kicked.size(); i++) {
      RoomPlayer player = kicked.get(i);
      if (!player.gone()) {
        leave(player);
        host.kicked(player, player.kickReason());
      }
    }
    kicked.clear();
  }

  /** The tick is over; {@code sent} = clients are told of it. */
  void end(boolean sent) {
    world.compact();
    if (sent) {
      world.record(tick);
    }
  }

  void stop() {
    if (started) {
      game.onStop();
    }
  }

  void kickAfterTick(RoomPlayer player) {
    kicked.add(player);
  }

  RoomPlayer player(int index) {
    return players.get(index);
  }

  int playerCount() {
    return players.size();
  }

  // ---- GameContext

  @Override
  public World world() {
    return world;
  }

  @Override
  public History history(String kind) {
    return world.history(spec.schema().kind(kind), historySends);
  }

  @Override
  public GameSpec spec() {
    return spec;
  }

  @Override
  public RoomOptions options() {
    return options;
  }

  @Override
  public int tick() {
    return tick;
  }

  @Override
  public List<Player> players() {
    return playersView;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public long schedule(int delayTicks, Runnable task) {
    if (delayTicks < 1) {
      throw new IllegalArgumentException("delayTicks must be 1 or more, is " + delayTicks);
    }
    return timers.schedule(Math.addExact(tick, delayTicks), task);
  }

  @Override
  public void cancel(long handle) {
    timers.cancel(handle);
  }

  @Override
  public void emit(int type, int x, int y, int[] args, String... texts) {
    out.emit(checked(type, args, texts), x, y, args, texts);
  }

  @Override
  public void emitToAll(int type, int[] args, String... texts) {
    out.emitToAll(checked(type, args, texts), args, texts);
  }

  @Override
  public void emitTo(Player player, int type, int[] args, String... texts) {
    RoomPlayer to = (RoomPlayer) player;
    if (!to.gone()) {
      out.emitTo(to.seat, checked(type, args, texts), args, texts);
    }
  }

  @Override
  public void announce(String text) {
    out.notice(false, text);
  }

  @Override
  public void async(Callable<byte[]> work, AsyncResult then) {
    if (calls.size() >= MAX_ASYNC_CALLS) {
      host.limit(Limit.ROOM_CALLS);
      then.onResult(null, "the room has " + MAX_ASYNC_CALLS + " calls under way");
      return;
    }
    long call = ++lastCall;
    calls.put(call, then);
    host.runAsync(call, work);
  }

  @Override
  public void endMatch(MatchResult result) {
    host.matchEnded(result);
  }

  @Override
  public void closeRoom(String reason) {
    host.closeRequested(reason);
  }

  private int checked(int type, int[] args, String[] texts) {
    EventSchema event = spec.schema().events().get(type);
    if (args.length != event.args().size()) {
      throw new IllegalArgumentException(
          event.name() + " has " + event.args().size() + " args, not " + args.length);
    }
    if (texts.length > MAX_EVENT_TEXTS) {
      throw new IllegalArgumentException(event.name() + ": at most 8 texts");
    }
    return type;
  }

  // ---- Inputs

  @Override
  public int axis(Player player, int axis) {
    return ((RoomPlayer) player).input.axis(axis);
  }

  @Override
  public int presses(Player player, int action) {
    return ((RoomPlayer) player).input.presses(action);
  }

  @Override
  public boolean held(Player player) {
    return ((RoomPlayer) player).input.held();
  }

  @Override
  public long viewTickQ8(Player player) {
    return ((RoomPlayer) player).input.viewTickQ8();
  }

  @Override
  public void read(Player player, int[] into) {
    int[] values = ((RoomPlayer) player).input.values();
    System.arraycopy(values, 0, into, 0, values.length);
  }
}
