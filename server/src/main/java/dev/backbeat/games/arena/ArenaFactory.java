package dev.backbeat.games.arena;

import dev.backbeat.server.game.Game;
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.RoomDefaults;
import dev.backbeat.server.game.RoomOptions;

/** The arena: a top-down shooter. Room options: see {@code docs/arena.md}. */
public final class ArenaFactory implements GameFactory {
  private static final RoomDefaults DEFAULTS = new RoomDefaults(30, 32, 8, 60);

  /** For {@link java.util.ServiceLoader}. */
  public ArenaFactory() {}

  @Override
  public String name() {
    return "arena";
  }

  @Override
  public RoomDefaults defaults() {
    return DEFAULTS;
  }

  @Override
  public GameSpec spec(RoomOptions options) {
    ArenaTuning tuning = ArenaTuning.at(options.tickHz());
    ArenaMap map = ArenaMap.of(ArenaOptions.parse(options.game()), options.seed());
    int maxEntities = options.maxPlayers() + maxBolts(tuning, options) + map.pickupCount();
    return new GameSpec(
        ArenaSchema.of(options.tickHz()),
        map.walls(),
        tuning.constants(),
        map.interest(),
        maxEntities);
  }

  @Override
  public Game create(GameSpec spec, RoomOptions options) {
    ArenaTuning tuning = ArenaTuning.at(options.tickHz());
    ArenaOptions arena = ArenaOptions.parse(options.game());
    return new ArenaGame(
        ArenaMap.of(arena, options.seed()), tuning, arena, maxBolts(tuning, options));
  }

  /** All that can be in flight if everybody shoots as fast as he can. */
  private static int maxBolts(ArenaTuning tuning, RoomOptions options) {
    return options.maxPlayers() * (tuning.boltLifeTicks() / tuning.fireCooldownTicks() + 2);
  }
}
