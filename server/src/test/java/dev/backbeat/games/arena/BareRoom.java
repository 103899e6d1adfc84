package dev.backbeat.games.arena;

import dev.backbeat.server.game.AsyncResult;
import dev.backbeat.server.game.Game;
import dev.backbeat.server.game.GameContext;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.Inputs;
import dev.backbeat.server.game.MatchResult;
import dev.backbeat.server.game.Player;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.world.History;
import dev.backbeat.server.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/**
 * A game and its world with nothing around it: no replication, no input buffers. For measuring what
 * the game's own tick costs; everything else is tested in a whole room.
 */
final class BareRoom implements GameContext, Inputs {
  /** As with the usual cap of rewinds at 30 Hz. */
  private static final int HISTORY_SENDS = 10;

  final World world;
  int events;
  private final GameSpec spec;
  private final RoomOptions options;
  private final Game game;
  private final Random random;
  private final List<Player> players = new ArrayList<>();
  private final List<int[]> inputs = new ArrayList<>();
  private int tick;

  BareRoom(int tickHz, int playerCount, Map<String, String> gameOptions) {
    options = new RoomOptions(tickHz, 1, playerCount, 0, 60, 99, gameOptions);
    ArenaFactory factory = new ArenaFactory();
    spec = factory.spec(options);
    world = new World(spec.schema(), spec.interest().audiences(), spec.maxEntities());
    random = new Random(options.seed());
    game = factory.create(spec, options);
    game.onStart(this);
    for (int i = 1; i <= playerCount; i++) {
      BarePlayer p = new BarePlayer(i, spec.schema().privateFields().size());
      players.add(p);
      inputs.add(new int[ArenaSchema.INPUT_LENGTH]);
      game.onJoin(p);
    }
  }

  /** The input of a player (0-based) for the next tick, to be written to. */
  int[] input(int index) {
    return inputs.get(index);
  }

  void step() {
    tick++;
    game.onTick(tick, this);
    world.compact();
    world.record(tick);
  }

  @Override
  public void read(Player player, int[] into) {
    System.arraycopy(inputs.get(player.number() - 1), 0, into, 0, into.length);
  }

  @Override
  public int axis(Player player, int axis) {
    return inputs.get(player.number() - 1)[axis];
  }

  @Override
  public int presses(Player player, int action) {
    return inputs.get(player.number() - 1)[ArenaSchema.AXES + action];
  }

  @Override
  public boolean held(Player player) {
    return false;
  }

  @Override
  public long viewTickQ8(Player player) {
    return 256L * tick;
  }

  @Override
  public History history(String kind) {
    return world.history(spec.schema().kind(kind), HISTORY_SENDS);
  }

  @Override
  public World world() {
    return world;
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
    return players;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void emit(int type, int x, int y, int[] args, String... texts) {
    events++;
  }

  @Override
  public void emitToAll(int type, int[] args, String... texts) {
    events++;
  }

  @Override
  public void emitTo(Player player, int type, int[] args, String... texts) {
    events++;
  }

  @Override
  public void announce(String text) {
    events++;
  }

  @Override
  public void endMatch(MatchResult result) {
    events++;
  }

  @Override
  public long schedule(int delayTicks, Runnable task) {
    throw new UnsupportedOperationException("the arena has no timers");
  }

  @Override
  public void cancel(long handle) {
    throw new UnsupportedOperationException("the arena has no timers");
  }

  @Override
  public void async(Callable<byte[]> work, AsyncResult then) {
    throw new UnsupportedOperationException("the arena makes no asynchronous calls");
  }

  @Override
  public void closeRoom(String reason) {
    throw new UnsupportedOperationException("the arena closes no room");
  }

  private static final class BarePlayer implements Player {
    private final int number;
    private final int[] privates;
    private int entity = -1;
    private int score;

    BarePlayer(int number, int privateFields) {
      this.number = number;
      this.privates = new int[privateFields];
    }

    @Override
    public int number() {
      return number;
    }

    @Override
    public String name() {
      return "p" + number;
    }

    @Override
    public String id() {
      return "";
    }

    @Override
    public List<String> roles() {
      return List.of();
    }

    @Override
    public boolean away() {
      return false;
    }

    @Override
    public int entity() {
      return entity;
    }

    @Override
    public void control(int entityId) {
      entity = entityId;
    }

    @Override
    public void viewEntity(int entityId) {}

    @Override
    public void viewPoint(int x, int y) {}

    @Override
    public void audience(int audience) {}

    @Override
    public int score() {
      return score;
    }

    @Override
    public void score(int newScore) {
      score = newScore;
    }

    @Override
    public int getPrivate(int field) {
      return privates[field];
    }

    @Override
    public void setPrivate(int field, int value) {
      privates[field] = value;
    }

    @Override
    public void kick(String reason) {}
  }
}
