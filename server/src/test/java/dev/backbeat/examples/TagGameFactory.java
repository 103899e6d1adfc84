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

/** The game "tag". */
public final class TagGameFactory implements GameFactory {
  @Override
  public String name() {
    return "tag";
  }

  @Override
  public RoomDefaults defaults() {
    return new RoomDefaults(30, 16, 0, 60);
  }

  @Override
  public GameSpec spec(RoomOptions options) {
    KindSchema runner =
        KindSchema.of(
            "runner",
            FieldSchema.of("x", "px", 0.125).linear().predictedBy("vx").as(FieldRole.X),
            FieldSchema.of("vx", "px/s", 0.125 * options.tickHz()),
            FieldSchema.of("y", "px", 0.125).as(FieldRole.Y),
            FieldSchema.integer("owner").as(FieldRole.OWNER));
    InputSchema input =
        new InputSchema(
            List.of(
                new AxisSchema("move", -100, 100),
                new AxisSchema("click_x", 0, TagGame.SIZE - 1),
                new AxisSchema("click_y", 0, TagGame.SIZE - 1)),
            List.of("tag"));
    return new GameSpec(
        new WorldSchema(
            List.of(runner), input, List.of(EventSchema.of("tagged", "by", "who")), List.of()),
        new StaticMap(0, 0, TagGame.SIZE, TagGame.SIZE, new int[0]),
        Map.of(),
        Interest.WHOLE_ROOM,
        100);
  }

  @Override
  public Game create(GameSpec spec, RoomOptions options) {
    return new TagGame();
  }
}
