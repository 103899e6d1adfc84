package dev.backbeat.server.game;

/**
 * Names a game and makes rooms of it. Found through {@link java.util.ServiceLoader}: a jar on the
 * class path whose {@code META-INF/services/dev.backbeat.server.game.GameFactory} names one adds a
 * game. Methods may be called from any thread.
 */
public interface GameFactory {
  /** The game's name on the wire and in URLs: {@code [a-z0-9-]{1,32}}. */
  String name();

  /** What a room of this game is like unless somebody says otherwise. */
  RoomDefaults defaults();

  /**
   * What a room with these options consists of.
   *
   * @throws IllegalArgumentException with a sentence for people, if an option makes no sense
   */
  GameSpec spec(RoomOptions options);

  /**
   * How many bytes per second a client of such a room is to get at most: beyond that, cells that
   * are far from it come less often (every second, fourth or eighth send; its own cell always comes
   * with every send). 0 = no budget; -1 = the server's, {@code --client-bytes-per-second}.
   */
  default int clientBytesPerSecond(RoomOptions options) {
    return -1;
  }

  /** A new game for a new room, of the spec that {@link #spec} returned for the same options. */
  Game create(GameSpec spec, RoomOptions options);
}
