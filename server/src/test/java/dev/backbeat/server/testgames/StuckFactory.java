package dev.backbeat.server.testgames;

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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The game "stuck", whose ticks can be held up from outside, for tests and rehearsals of what is
 * seen then:
 *
 * <pre>
 * java -Dbackbeat.stuck.file=FILE -cp backbeat-server.jar:server/target/test-classes \
 *     dev.backbeat.server.Main --game stuck
 * </pre>
 *
 * A tick waits while FILE exists. The action "stall" holds the tick up for the room's option
 * "stallMs" (5000); the action "fail" ends the game by an exception. The room's option
 * "stallAtTick" holds one tick up without any client.
 */
public final class StuckFactory implements GameFactory {
  /** System property: a tick waits while this file exists. */
  public static final String FILE_PROPERTY = "backbeat.stuck.file";

  @Override
  public String name() {
    return "stuck";
  }

  @Override
  public RoomDefaults defaults() {
    return new RoomDefaults(20, 64, 8, 3_600);
  }

  @Override
  public GameSpec spec(RoomOptions options) {
    number(options, "stallMs", 5_000);
    number(options, "stallAtTick", 0);
    KindSchema body =
        KindSchema.of(
            "body",
            FieldSchema.of("x", "px", 1).as(FieldRole.X),
            FieldSchema.of("y", "px", 1).as(FieldRole.Y),
            FieldSchema.integer("owner").as(FieldRole.OWNER));
    return new GameSpec(
        new WorldSchema(
            List.of(body),
            new InputSchema(List.of(new AxisSchema("move", -10, 10)), List.of("stall", "fail")),
            List.of(EventSchema.of("stalled", "ms")),
            List.of()),
        new StaticMap(0, 0, StuckGame.SIZE, StuckGame.SIZE, new int[0]),
        Map.of(),
        Interest.WHOLE_ROOM,
        100);
  }

  @Override
  public Game create(GameSpec spec, RoomOptions options) {
    String file = System.getProperty(FILE_PROPERTY);
    return new StuckGame(
        file == null ? null : Path.of(file),
        number(options, "stallMs", 5_000),
        number(options, "stallAtTick", 0));
  }

  private static int number(RoomOptions options, String name, int otherwise) {
    String value = options.game().get(name);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a whole number, is " + value, e);
    }
  }
}
