package dev.backbeat.server.room;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.schema.AxisSchema;
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
import dev.backbeat.server.world.History;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A world in which everything happens at random, and of whose bodies a history is kept. */
final class HistoryGame implements Game {
  static final int X = 0;
  static final int Y = 1;
  static final int VX = 2;
  static final int VY = 3;
  static final int AIM = 4;
  static final int HP = 5;
  static final int TELEPORT = 6;
  static final int HALF = 1 << 20;

  final History[] histories = new History[2];
  private EntityTable[] tables;
  private GameContext ctx;

  @Override
  public void onStart(GameContext context) {
    ctx = context;
    tables = new EntityTable[] {ctx.world().table("body"), ctx.world().table("ghost")};
    histories[0] = ctx.history("body");
    histories[1] = ctx.history("ghost");
  }

  @Override
  public void onJoin(Player player) {}

  @Override
  public void onLeave(Player player) {}

  @Override
  public void onTick(int tick, Inputs inputs) {
    RandomGenerator random = ctx.random();
    boolean quiet = tick / 20 % 3 == 1; // At times nothing happens that was not predicted.
    for (EntityTable table : tables) {
      if (!quiet && random.nextInt(4) == 0 && table.count() < 40) {
        int row = table.spawn();
        for (int field : new int[] {X, Y}) {
          table.set(row, field, random.nextInt(-HALF, HALF));
        }
      }
      for (int row = 0; row < table.rows(); row++) {
        if (!quiet) {
          change(table, row, random);
        }
        table.set(row, X, within(table.get(row, X) + table.get(row, VX)));
        table.set(row, Y, within(table.get(row, Y) + table.get(row, VY)));
      }
    }
  }

  private static void change(EntityTable table, int row, RandomGenerator random) {
    switch (random.nextInt(40)) {
      case 0, 1, 2, 3 -> table.set(row, VX, random.nextInt(-5_000, 5_000));
      case 4, 5, 6, 7 -> table.set(row, VY, random.nextInt(-5_000, 5_000));
      case 8, 9, 10, 11 -> table.set(row, AIM, random.nextInt(256));
      case 12, 13 -> table.set(row, HP, random.nextInt());
      case 14 -> table.set(row, X, random.nextInt(-HALF, HALF));
      case 15 -> {
        table.set(row, X, random.nextInt(-HALF, HALF));
        if (table.kind().fieldInRole(FieldRole.TELEPORT) >= 0) {
          table.set(row, TELEPORT, table.get(row, TELEPORT) + 1 & 3);
        }
      }
      case 16 -> table.despawn(row);
      default -> {}
    }
  }

  private static int within(int at) {
    return Math.max(-HALF, Math.min(HALF - 1, at));
  }

  /** Remembers the newest game that it made. */
  static final class Factory implements GameFactory {
    private final Interest interest;
    HistoryGame game;

    Factory(Interest interest) {
      this.interest = interest;
    }

    @Override
    public String name() {
      return "history";
    }

    @Override
    public RoomDefaults defaults() {
      return new RoomDefaults(30, 4, 2, 60);
    }

    @Override
    public GameSpec spec(RoomOptions options) {
      FieldSchema x = FieldSchema.of("x", "px", 1).linear().predictedBy("vx").as(FieldRole.X);
      FieldSchema y = FieldSchema.of("y", "px", 1).linear().predictedBy("vy").as(FieldRole.Y);
      FieldSchema vx = FieldSchema.of("vx", "px/s", 1);
      FieldSchema vy = FieldSchema.of("vy", "px/s", 1);
      FieldSchema aim = FieldSchema.of("aim", "turn", 1 / 256.0).wrapping(8).linear();
      FieldSchema hp = FieldSchema.integer("hp");
      FieldSchema teleport = FieldSchema.integer("teleport").wrapping(2).as(FieldRole.TELEPORT);
      return new GameSpec(
          new WorldSchema(
              List.of(
                  KindSchema.of("body", x, y, vx, vy, aim, hp, teleport),
                  KindSchema.of("ghost", x, y, vx, vy, aim, hp)),
              new InputSchema(List.of(new AxisSchema("move", -1, 1)), List.of("fire")),
              List.of(),
              List.of()),
          new StaticMap(-HALF, -HALF, HALF, HALF, new int[0]),
          Map.of(),
          interest,
          1_000);
    }

    @Override
    public Game create(GameSpec spec, RoomOptions options) {
      game = new HistoryGame();
      return game;
    }
  }
}
