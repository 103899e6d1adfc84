package dev.backbeat.examples;

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
import dev.backbeat.server.game.MatchResult;
import dev.backbeat.server.game.Player;
import dev.backbeat.server.game.RoomDefaults;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.world.EntityTable;
import java.util.List;
import java.util.Map;

/** Run over coins; who has {@link #GOAL} of them first wins. */
public final class CoinGame implements Game {
  static final int GOAL = 5;
  static final int SIZE = 8_000; // Edge of the field: 1,000 px in steps of 1/8 px.
  static final int REACH = 160;
  static final int X = 0, Y = 1, VX = 2, VY = 3, OWNER = 4; // Fields of a runner; a coin has X, Y.

  private GameContext ctx;
  private EntityTable runners;
  private EntityTable coins;

  @Override
  public void onStart(GameContext context) {
    ctx = context;
    runners = ctx.world().table("runner");
    coins = ctx.world().table("coin");
    for (int i = 0; i < 3; i++) {
      spawnCoin();
    }
  }

  @Override
  public void onJoin(Player player) {
    int row = runners.spawn();
    runners.set(row, X, SIZE / 2);
    runners.set(row, Y, SIZE / 2);
    runners.set(row, OWNER, player.number());
    player.control(runners.id(row));
  }

  @Override
  public void onLeave(Player player) {
    runners.despawn(runners.rowOf(player.entity()));
  }

  @Override
  public void onTick(int tick, Inputs inputs) {
    List<Player> players = ctx.players();
    for (int i = 0; i < players.size(); i++) {
      Player player = players.get(i);
      int row = runners.rowOf(player.entity());
      move(row, X, VX, inputs.axis(player, 0));
      move(row, Y, VY, inputs.axis(player, 1));
      collect(player, row);
    }
  }

  private void move(int row, int at, int by, int axis) {
    int from = runners.get(row, at);
    int to =
        Math.max(0, Math.min(SIZE - 1, from + axis * ctx.spec().constants().get("speed") / 100));
    runners.set(row, at, to);
    runners.set(
        row, by, to - from); // Velocity is what really happened: straight runs cost no bytes.
  }

  private void collect(Player player, int row) {
    for (int c = 0; c < coins.rows(); c++) {
      int dx = coins.get(c, X) - runners.get(row, X);
      int dy = coins.get(c, Y) - runners.get(row, Y);
      if (coins.alive(c) && dx * dx + dy * dy <= REACH * REACH) {
        coins.despawn(c);
        player.score(player.score() + 1);
        ctx.emitToAll(0, new int[] {player.number(), player.score()}, player.name());
        ctx.schedule(ctx.options().tickHz(), this::spawnCoin); // Another one, a second later.
        if (player.score() == GOAL) {
          win(player);
        }
      }
    }
  }

  private void win(Player winner) {
    var first = new MatchResult.Standing(winner.number(), winner.name(), winner.score());
    ctx.endMatch(new MatchResult(winner.name() + " wins", List.of(first)));
    ctx.players().forEach(p -> p.score(0));
  }

  private void spawnCoin() {
    int row = coins.spawn();
    coins.set(row, X, ctx.random().nextInt(SIZE));
    coins.set(row, Y, ctx.random().nextInt(SIZE));
  }

  /** Tells the server what the game is called and what it consists of. */
  public static final class Factory implements GameFactory {
    @Override
    public String name() {
      return "coins";
    }

    @Override
    public RoomDefaults defaults() {
      return new RoomDefaults(20, 16, 4, 60);
    }

    @Override
    public GameSpec spec(RoomOptions options) {
      double perTick = 0.125 * options.tickHz(); // px/s that one quantum per tick makes.
      KindSchema runner =
          KindSchema.of(
              "runner",
              FieldSchema.of("x", "px", 0.125).predictedBy("vx").linear().as(FieldRole.X),
              FieldSchema.of("y", "px", 0.125).predictedBy("vy").linear().as(FieldRole.Y),
              FieldSchema.of("vx", "px/s", perTick),
              FieldSchema.of("vy", "px/s", perTick),
              FieldSchema.integer("owner").as(FieldRole.OWNER));
      KindSchema coin =
          KindSchema.of(
              "coin",
              FieldSchema.of("x", "px", 0.125).as(FieldRole.X),
              FieldSchema.of("y", "px", 0.125).as(FieldRole.Y));
      InputSchema input =
          new InputSchema(
              List.of(new AxisSchema("move_x", -100, 100), new AxisSchema("move_y", -100, 100)),
              List.of());
      EventSchema collected = EventSchema.of("collected", "player", "score");
      return new GameSpec(
          new WorldSchema(List.of(runner, coin), input, List.of(collected), List.of()),
          new StaticMap(0, 0, SIZE, SIZE, new int[0]),
          Map.of("speed", 2400 / options.tickHz()), // 300 px/s, in quanta per tick.
          Interest.WHOLE_ROOM,
          1_000);
    }

    @Override
    public Game create(GameSpec spec, RoomOptions options) {
      return new CoinGame();
    }
  }
}
