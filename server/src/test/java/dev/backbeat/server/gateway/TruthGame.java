package dev.backbeat.server.gateway;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.EventSchema;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.server.game.Game;
import dev.backbeat.server.game.GameContext;
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.Inputs;
import dev.backbeat.server.game.Interest;
import dev.backbeat.server.game.Player;
import dev.backbeat.server.game.RoomDefaults;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.world.EntityTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bodies that turn, come and go at random, with events, and what was true after every tick: for
 * tests that compare a client's world with the server's.
 */
final class TruthGame implements Game {
  private static final int BODIES = 100;
  private static final int SIZE = 100_000;
  private static final int MAX_SPEED = 60;

  private final Factory factory;
  private GameContext ctx;
  private EntityTable bodies;

  private TruthGame(Factory factory) {
    this.factory = factory;
  }

  @Override
  public void onStart(GameContext context) {
    ctx = context;
    bodies = ctx.world().table("body");
    while (bodies.count() < BODIES) {
      spawn();
    }
  }

  private void spawn() {
    int row = bodies.spawn();
    bodies.set(row, 0, ctx.random().nextInt(SIZE));
    bodies.set(row, 1, ctx.random().nextInt(SIZE));
    turn(row);
  }

  private void turn(int row) {
    bodies.set(row, 2, ctx.random().nextInt(2 * MAX_SPEED + 1) - MAX_SPEED);
    bodies.set(row, 3, ctx.random().nextInt(2 * MAX_SPEED + 1) - MAX_SPEED);
  }

  @Override
  public void onJoin(Player player) {}

  @Override
  public void onTick(int tick, Inputs inputs) {
    for (int row = bodies.rows() - 1; row >= 0; row--) {
      if (!bodies.alive(row)) {
        continue;
      }
      if (ctx.random().nextInt(200) == 0) {
        bodies.despawn(row);
      } else {
        if (ctx.random().nextInt(2) == 0) {
          turn(row);
        }
        bodies.set(row, 0, Math.floorMod(bodies.get(row, 0) + bodies.get(row, 2), SIZE));
        bodies.set(row, 1, Math.floorMod(bodies.get(row, 1) + bodies.get(row, 3), SIZE));
      }
    }
    while (bodies.count() < BODIES) {
      spawn();
    }
    if (ctx.random().nextInt(3) == 0) {
      ctx.emitToAll(0, new int[] {tick});
    }
    factory.record(tick, bodies);
  }

  @Override
  public void onLeave(Player player) {}

  @Override
  public void onStop() {}

  /** Makes the game and keeps the truth. */
  static final class Factory implements GameFactory {
    /** Of the schema's only kind. */
    static final int FIELDS = 4;

    private final Map<Integer, Map<Integer, String>> truths = new ConcurrentHashMap<>();
    private volatile int newestTick;

    /** What each body's fields were after a tick, by id. */
    Map<Integer, String> truth(int tick) {
      return truths.get(tick);
    }

    /** The newest tick that was simulated. */
    int newestTick() {
      return newestTick;
    }

    static String describe(int[] fields) {
      return Arrays.toString(fields);
    }

    private void record(int tick, EntityTable bodies) {
      Map<Integer, String> truth = new TreeMap<>();
      for (int row = 0; row < bodies.rows(); row++) {
        if (bodies.alive(row)) {
          int[] fields = new int[FIELDS];
          for (int f = 0; f < FIELDS; f++) {
            fields[f] = bodies.get(row, f);
          }
          truth.put(bodies.id(row), describe(fields));
        }
      }
      truths.put(tick, truth);
      newestTick = tick;
    }

    @Override
    public String name() {
      return "truth";
    }

    @Override
    public RoomDefaults defaults() {
      return new RoomDefaults(120, 16, 16, 60);
    }

    @Override
    public GameSpec spec(RoomOptions options) {
      KindSchema body =
          KindSchema.of(
              "body",
              FieldSchema.of("x", "px", 1).predictedBy("vx").linear().as(FieldRole.X),
              FieldSchema.of("y", "px", 1).predictedBy("vy").linear().as(FieldRole.Y),
              FieldSchema.of("vx", "px/s", options.tickHz()),
              FieldSchema.of("vy", "px/s", options.tickHz()));
      return new GameSpec(
          new WorldSchema(
              List.of(body),
              new InputSchema(List.of(new AxisSchema("move", -100, 100)), List.of()),
              List.of(EventSchema.of("bang", "tick")),
              List.of()),
          new StaticMap(0, 0, SIZE, SIZE, new int[0]),
          Map.of(),
          Interest.WHOLE_ROOM,
          1_000);
    }

    @Override
    public Game create(GameSpec spec, RoomOptions options) {
      return new TruthGame(this);
    }
  }
}
