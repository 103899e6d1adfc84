package dev.backbeat.load.soak;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.schema.AxisSchema;
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
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A game that never lets go: each join costs memory and an open file for ever. */
public final class LeakyGame implements Game {
  static final String NAME = "leaky";
  private static final int BYTES_PER_JOIN = 300_000;
  private static final ConcurrentLinkedQueue<List<Object>> KEPT = new ConcurrentLinkedQueue<>();

  private LeakyGame() {}

  /** Makes it; found by ServiceLoader. */
  public static final class Factory implements GameFactory {
    /** For ServiceLoader. */
    public Factory() {}

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public RoomDefaults defaults() {
      return new RoomDefaults(10, 50, 10, 5);
    }

    @Override
    public GameSpec spec(RoomOptions options) {
      return new GameSpec(
          new WorldSchema(
              List.of(KindSchema.of("dot", FieldSchema.integer("x"))),
              new InputSchema(List.of(new AxisSchema("move", -1, 1)), List.of()),
              List.of(),
              List.of()),
          new StaticMap(0, 0, 100, 100, new int[0]),
          Map.of(),
          Interest.WHOLE_ROOM,
          100);
    }

    @Override
    public Game create(GameSpec spec, RoomOptions options) {
      return new LeakyGame();
    }
  }

  @Override
  public void onStart(GameContext ctx) {}

  @Override
  public void onJoin(Player player) {
    List<Object> kept = new ArrayList<>();
    kept.add(new byte[BYTES_PER_JOIN]);
    try {
      kept.add(new FileInputStream("/dev/null"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    KEPT.add(kept);
  }

  @Override
  public void onTick(int tick, Inputs inputs) {}

  @Override
  public void onLeave(Player player) {}
}
