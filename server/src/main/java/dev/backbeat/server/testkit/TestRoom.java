package dev.backbeat.server.testkit;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.game.MatchResult;
import dev.backbeat.server.game.RoomDefaults;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.input.InputObserver;
import dev.backbeat.server.input.RewindLimit;
import dev.backbeat.server.overload.OverloadStep;
import dev.backbeat.server.replication.Replicator;
import dev.backbeat.server.room.JoinRequest;
import dev.backbeat.server.room.RoomConfig;
import dev.backbeat.server.room.RoomDrain;
import dev.backbeat.server.room.RoomInfo;
import dev.backbeat.server.room.RoomLog;
import dev.backbeat.server.room.RoomReplay;
import dev.backbeat.server.room.Seat;
import dev.backbeat.server.room.SteppedRoom;
import dev.backbeat.server.tick.TickSchedule;
import dev.backbeat.server.tick.TickThread;
import dev.backbeat.server.world.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A whole room in a test: the real game, inputs, replication and broadcast; no socket, no thread,
 * no clock. Nothing happens until {@link #step()}.
 *
 * <pre>{@code
 * TestRoom room = TestRoom.of(new CoinGame.Factory()).seed(7).tickHz(20).start();
 * TestPlayer bob = room.join("bob");
 * bob.axis("move_x", 127).press("fire");
 * room.step(20);
 * assertEquals(127, room.world().table("player").get(0, 2));
 * }</pre>
 *
 * <p>Everything, the clients' side included, runs on the calling thread.
 */
public final class TestRoom {
  private static final int MAX_LOOP_TASKS_PER_STEP = 1_000_000;

  private final GameFactory factory;
  private final SteppedRoom room;
  private final boolean decodes;
  private final List<TestPlayer> players = new ArrayList<>();
  private final List<MatchResult> matches = new ArrayList<>();
  private final Queue<Runnable> loopTasks = new ArrayDeque<>();
  private final Executor loop = loopTasks::add;

  private TestRoom(Builder b) {
    this.factory = b.factory;
    this.decodes = b.decodes;
    RoomConfig config =
        new RoomConfig(
            b.resumeGraceMs,
            b.worker,
            List.of((info, result) -> matches.add(result)),
            b.observer,
            b.replicators,
            b.maxLogInts,
            b.overload,
            b.rewindCapMs,
            b.inputObserver,
            b.maxEntities,
            TickThread.CLOCK_NS);
    this.room = new SteppedRoom("test-1", b.factory, b.options(), config);
  }

  /** A room of this game, with the game's defaults. */
  public static Builder of(GameFactory factory) {
    return new Builder(factory);
  }

  /**
   * A player takes a seat; he is in the game after the next step. From then on he sends one input
   * for each tick: what {@link TestPlayer#axis} and {@link TestPlayer#press} have set.
   *
   * @throws IllegalStateException if the room is full or has ended
   */
  public TestPlayer join(String name) {
    return join(name, false);
  }

  /** A watcher takes a seat: he sees, and the game doesn't know of him. */
  public TestPlayer watch(String name) {
    return join(name, true);
  }

  /** A player takes a seat with a ticket that names him and his roles. */
  public TestPlayer join(String name, String playerId, String... roles) {
    return join(name, false, playerId, List.of(roles));
  }

  private TestPlayer join(String name, boolean watcher) {
    return join(name, watcher, "", List.of());
  }

  private TestPlayer join(String name, boolean watcher, String playerId, List<String> roles) {
    TestPlayer player = new TestPlayer(this, decodes);
    JoinRequest request =
        new JoinRequest("session-" + (players.size() + 1), "", "", name, watcher, playerId, roles);
    Seat seat = room.join(request, player.connect());
    if (seat == null) {
      throw new IllegalStateException("the room has no seat left");
    }
    player.seated(seat);
    players.add(player);
    return player;
  }

  /**
   * Runs one tick and delivers its frames.
   *
   * @throws IllegalStateException if the game throws; the cause is what it threw
   */
  public void step() {
    for (int i = 0; i < players.size(); i++) {
      players.get(i).beforeTick(tick() + 1);
    }
    room.step();
    runLoop();
    if (room.failure() != null) {
      throw new IllegalStateException(
          "the game failed in tick " + (tick() + 1) + ": " + room.failure(), room.failure());
    }
  }

  /** Runs so many ticks. */
  public void step(int ticks) {
    for (int i = 0; i < ticks; i++) {
      step();
    }
  }

  /** The tick that was run last; 0 = none. */
  public int tick() {
    return room.info().tick();
  }

  /** The server's world. */
  public World world() {
    return room.world();
  }

  /** The world's hash. */
  public long hash() {
    return room.world().hash();
  }

  /** What an operator would see of the room. */
  public RoomInfo info() {
    return room.info();
  }

  /** What was consumed so far. */
  public RoomLog log() {
    return room.log();
  }

  /** A replay of what was consumed so far, before its first tick. */
  public RoomReplay replay() {
    return new RoomReplay(factory, room.log());
  }

  /** Matches that have ended, oldest first. */
  public List<MatchResult> matches() {
    return List.copyOf(matches);
  }

  /** Whether the room has ended. */
  public boolean over() {
    return room.over();
  }

  /** An operator's line of text to everybody, at the next step. */
  public void announce(String text) {
    room.announce(text);
  }

  /**
   * The server is about to stop: the room is to end at the latest so many ticks after the next one,
   * which is the first to know.
   *
   * @return counts what comes of it
   */
  public RoomDrain.Tally drain(int ticks) {
    RoomDrain.Tally tally = new RoomDrain.Tally();
    long deadlineNs = nextDueNs() + TickSchedule.offsetNs(ticks, info().options().tickHz());
    room.drain(new RoomDrain(deadlineNs, "the server is about to stop", 500, 1_000, tally));
    return tally;
  }

  /** While it drains: who may still come in; everybody at first. */
  public void door(RoomDrain.Door door) {
    room.door(door);
  }

  /** Ends the room, as an operator would: at the next send tick. */
  public void close(String reason) {
    room.close(CloseReason.error(CloseCode.ROOM_CLOSED, "ERROR_ROOM_CLOSED", reason));
  }

  Executor loop() {
    return loop;
  }

  long nextDueNs() {
    return room.nextDueNs();
  }

  private void runLoop() {
    int left = MAX_LOOP_TASKS_PER_STEP;
    for (Runnable task = loopTasks.poll(); task != null; task = loopTasks.poll()) {
      task.run();
      if (--left == 0) {
        throw new IllegalStateException("the gateway loop does not come to rest");
      }
    }
  }

  /** What a room is to be like. */
  public static final class Builder {
    private static final int DEFAULT_LOG_INTS = 16_000_000;

    private final GameFactory factory;
    private final Map<String, String> gameOptions = new HashMap<>();
    private long seed = 1;
    private int tickHz;
    private int spanTicks = 1;
    private int maxPlayers;
    private int maxWatchers;
    private int emptyExpirySeconds;
    private int resumeGraceMs = 30_000;
    private int maxLogInts = DEFAULT_LOG_INTS;
    private int maxEntities = Integer.MAX_VALUE;
    private int rewindCapMs = RewindLimit.DEFAULT_CAP_MS;
    private InputObserver inputObserver = InputObserver.NONE;
    private boolean decodes = true;
    private Executor worker = Runnable::run;
    private BroadcastObserver observer = BroadcastObserver.NONE;
    private Supplier<OverloadStep> overload = () -> OverloadStep.NORMAL;
    private RoomConfig.ReplicatorFactory replicators = Replicator::create;

    private Builder(GameFactory factory) {
      RoomDefaults defaults = factory.defaults();
      this.factory = factory;
      this.tickHz = defaults.tickHz();
      this.maxPlayers = defaults.maxPlayers();
      this.maxWatchers = defaults.maxWatchers();
      this.emptyExpirySeconds = defaults.emptyExpirySeconds();
    }

    /** Seed of the room's randomness; 1 if not set. */
    public Builder seed(long newSeed) {
      seed = newSeed;
      return this;
    }

    /** Simulation rate. */
    public Builder tickHz(int hz) {
      tickHz = hz;
      return this;
    }

    /** Ticks from one send to the next; 1 if not set. */
    public Builder spanTicks(int ticks) {
      spanTicks = ticks;
      return this;
    }

    /** Seats for players. */
    public Builder maxPlayers(int seats) {
      maxPlayers = seats;
      return this;
    }

    /** Seats for watchers. */
    public Builder maxWatchers(int seats) {
      maxWatchers = seats;
      return this;
    }

    /** For how long the room lives on without anybody in it. */
    public Builder emptyExpirySeconds(int seconds) {
      emptyExpirySeconds = seconds;
      return this;
    }

    /** One of the game's own options. */
    public Builder option(String name, String value) {
      gameOptions.put(name, value);
      return this;
    }

    /** For how long a seat is kept for somebody who lost his connection; 30,000 if not set. */
    public Builder resumeGraceMs(int ms) {
      resumeGraceMs = ms;
      return this;
    }

    /** Where asynchronous calls run; at once, within the step, if not set. */
    public Builder worker(Executor executor) {
      worker = executor;
      return this;
    }

    /** Learns what is sent. */
    public Builder observer(BroadcastObserver newObserver) {
      observer = newObserver;
      return this;
    }

    /** How far the world is rewound at most, in ms; 250 if not set. */
    public Builder rewindCapMs(int ms) {
      rewindCapMs = ms;
      return this;
    }

    /** Learns how inputs went. */
    public Builder inputObserver(InputObserver newObserver) {
      inputObserver = newObserver;
      return this;
    }

    /** The server's step on the overload ladder, asked at the start of every tick. */
    public Builder overload(Supplier<OverloadStep> step) {
      overload = step;
      return this;
    }

    /** The operator's limit, below which the game's own counts. */
    public Builder maxEntities(int count) {
      maxEntities = count;
      return this;
    }

    /** How much to record for replays, in integers; 0 = nothing, and no hash per tick. */
    public Builder maxLogInts(int ints) {
      maxLogInts = ints;
      return this;
    }

    /** Whether clients decode what they get (they do if not set) or only count it. */
    public Builder decode(boolean clientsDecode) {
      decodes = clientsDecode;
      return this;
    }

    /** No frames at all: the simulation alone, for long and fast runs. */
    public Builder simulationOnly() {
      replicators = RoomConfig.NO_REPLICATION;
      return this;
    }

    /** A room whose game is put up. */
    public TestRoom start() {
      return new TestRoom(this);
    }

    private RoomOptions options() {
      return new RoomOptions(
          tickHz, spanTicks, maxPlayers, maxWatchers, emptyExpirySeconds, seed, gameOptions);
    }
  }
}
