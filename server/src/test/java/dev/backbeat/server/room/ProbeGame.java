package dev.backbeat.server.room;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A tiny game for tests: each player has a dot that moves by its axis and adds up its shots; random
 * noise stands in a third field. Tests hook into its callbacks and read what was called.
 */
final class ProbeGame implements Game {
  static final int X = 0;
  static final int SHOTS = 1;
  static final int NOISE = 2;

  final List<String> calls = new ArrayList<>();
  GameContext ctx;

  /** Of the newest press, by anybody: what it looked at. */
  long viewTickQ8 = -1;

  private final Factory factory;
  private EntityTable dots;

  private ProbeGame(Factory factory) {
    this.factory = factory;
  }

  @Override
  public void onStart(GameContext context) {
    ctx = context;
    dots = ctx.world().table("dot");
    factory.onStart.accept(this);
  }

  @Override
  public void onJoin(Player player) {
    calls.add("join " + player.number() + " " + player.name());
    int row = dots.spawn();
    player.control(dots.id(row));
  }

  @Override
  public void onTick(int tick, Inputs inputs) {
    for (Player player : ctx.players()) {
      int row = dots.rowOf(player.entity());
      dots.set(row, X, dots.get(row, X) + inputs.axis(player, 0));
      dots.set(row, SHOTS, dots.get(row, SHOTS) + inputs.presses(player, 0));
      dots.set(row, NOISE, ctx.random().nextInt(1000));
      player.score(dots.get(row, SHOTS));
      if (inputs.presses(player, 0) > 0) {
        viewTickQ8 = inputs.viewTickQ8(player);
        ctx.emit(0, dots.get(row, X), 0, new int[] {player.number()});
      }
    }
    factory.onTick.accept(this, tick);
  }

  @Override
  public void onLeave(Player player) {
    calls.add("leave " + player.number());
    dots.despawn(dots.rowOf(player.entity()));
  }

  @Override
  public void onDrain(int ticksLeft) {
    calls.add("drain " + ticksLeft);
    factory.onDrain.accept(this, ticksLeft);
  }

  @Override
  public void onStop() {
    calls.add("stop");
    factory.onStop.accept(this);
  }

  Player player(int number) {
    return ctx.players().stream().filter(p -> p.number() == number).findFirst().orElseThrow();
  }

  int field(Player player, int field) {
    return dots.get(dots.rowOf(player.entity()), field);
  }

  /** Remembers the newest game that it made. */
  static class Factory implements GameFactory {
    final String name;
    Consumer<ProbeGame> onStart = g -> {};
    BiConsumer<ProbeGame, Integer> onTick = (g, tick) -> {};
    BiConsumer<ProbeGame, Integer> onDrain = (g, ticksLeft) -> {};
    Consumer<ProbeGame> onStop = g -> {};
    volatile ProbeGame game;

    Factory() {
      this("probe");
    }

    Factory(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public RoomDefaults defaults() {
      return new RoomDefaults(20, 4, 2, 60);
    }

    @Override
    public GameSpec spec(RoomOptions options) {
      if (options.game().containsKey("bad")) {
        throw new IllegalArgumentException("bad is no option");
      }
      KindSchema dot =
          KindSchema.of(
              "dot",
              FieldSchema.of("x", "px", 1).as(FieldRole.X),
              FieldSchema.integer("shots"),
              FieldSchema.integer("noise"));
      return new GameSpec(
          new WorldSchema(
              List.of(dot),
              new InputSchema(List.of(new AxisSchema("move", -100, 100)), List.of("fire")),
              List.of(EventSchema.of("bang", "player")),
              List.of(FieldSchema.integer("ammo"))),
          new StaticMap(-100_000, -100_000, 100_000, 100_000, new int[0]),
          Map.of(),
          Interest.WHOLE_ROOM,
          100);
    }

    @Override
    public Game create(GameSpec spec, RoomOptions options) {
      game = new ProbeGame(this);
      return game;
    }
  }
}
