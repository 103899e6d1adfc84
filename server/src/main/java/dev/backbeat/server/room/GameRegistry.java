package dev.backbeat.server.room;

import dev.backbeat.server.game.GameFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The games that this server knows, by name. Immutable. */
public final class GameRegistry {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

  private final Map<String, GameFactory> byName = new TreeMap<>();

  private GameRegistry(Iterable<GameFactory> factories) {
    for (GameFactory factory : factories) {
      String name = factory.name();
      if (name == null || !NAME.matcher(name).matches()) {
        throw new IllegalStateException(
            factory.getClass().getName() + ": a game's name is [a-z0-9-]{1,32}, not " + name);
      }
      GameFactory other = byName.put(name, factory);
      if (other != null) {
        throw new IllegalStateException(
            "two games are named "
                + name
                + ": "
                + other.getClass().getName()
                + " and "
                + factory.getClass().getName());
      }
    }
  }

  /**
   * All games on the class path, found through {@link ServiceLoader}.
   *
   * @throws IllegalStateException with a sentence, if one cannot be loaded, two have one name, or a
   *     name is bad
   */
  public static GameRegistry load() {
    try {
      return new GameRegistry(ServiceLoader.load(GameFactory.class));
    } catch (ServiceConfigurationError e) {
      throw new IllegalStateException("a game could not be loaded: " + e.getMessage(), e);
    }
  }

  /** These games. */
  public static GameRegistry of(GameFactory... factories) {
    return new GameRegistry(List.of(factories));
  }

  /** The names, in order. */
  public Collection<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** The named game; fails with UNKNOWN_GAME and the names that there are. */
  public GameFactory get(String name) throws JoinException {
    GameFactory factory = byName.get(name);
    if (factory == null) {
      String known = byName.isEmpty() ? "none" : String.join(", ", byName.keySet());
      throw new JoinException(
          JoinException.Code.UNKNOWN_GAME, "there is no game " + name + "; known games: " + known);
    }
    return factory;
  }
}
