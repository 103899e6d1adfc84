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
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.Interest;
import dev.backbeat.server.game.RoomDefaults;
import dev.backbeat.server.game.RoomOptions;
import java.util.List;
import java.util.Map;

/** Tells the server what the game is called and what it consists of. */
public final class CoinGameFactory implements GameFactory {
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
        new StaticMap(0, 0, CoinGame.SIZE, CoinGame.SIZE, new int[0]),
        Map.of("speed", 2400 / options.tickHz()), // 300 px/s, in quanta per tick.
        Interest.WHOLE_ROOM,
        1_000);
  }

  @Override
  public Game create(GameSpec spec, RoomOptions options) {
    return new CoinGame();
  }
}
