package dev.backbeat.server.game;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.schema.WorldSchema;
import java.util.Map;

/**
 * What a room of a game consists of, for one set of options.
 *
 * @param schema entity kinds, inputs, events, private fields
 * @param map the walls; goes to clients in the Welcome
 * @param constants integers that the game's rule is given, by name; go to clients in the Welcome
 * @param interest who sees what
 * @param maxEntities spawning more fails with {@link
 *     dev.backbeat.server.world.TooManyEntitiesException}; the operator may allow fewer
 */
public record GameSpec(
    WorldSchema schema,
    StaticMap map,
    Map<String, Integer> constants,
    Interest interest,
    int maxEntities) {
  /** Copies the map of constants. */
  public GameSpec {
    constants = Map.copyOf(constants);
  }
}
