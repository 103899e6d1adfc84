package dev.backbeat.games.arena;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The arena's own room options.
 *
 * @param large {@code map}: "arena" (default) or "large"
 * @param worldPx {@code world_px}: edge of the large map in pixels
 * @param scoreLimit {@code score_limit}: kills that win a match
 * @param timeLimitSeconds {@code time_limit_seconds}: longest match
 * @param practice {@code practice}: 1 = matches never end, hits do no damage, the rail gun needs no
 *     charges
 */
record ArenaOptions(
    boolean large, int worldPx, int scoreLimit, int timeLimitSeconds, boolean practice) {
  private static final Set<String> NAMES =
      Set.of("map", "world_px", "score_limit", "time_limit_seconds", "practice");

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException with a sentence for people, if one is unknown or out of range
   */
  static ArenaOptions parse(Map<String, String> options) {
    for (String name : new TreeSet<>(options.keySet())) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "the arena has no option "
                + name
                + "; it has "
                + String.join(", ", new TreeSet<>(NAMES)));
      }
    }
    String map = options.getOrDefault("map", "arena");
    if (!map.equals("arena") && !map.equals("large")) {
      throw new IllegalArgumentException("map must be arena or large, is " + map);
    }
    boolean large = map.equals("large");
    return new ArenaOptions(
        large,
        number(options, "world_px", 24_000, 1_500, 32_000),
        number(options, "score_limit", large ? 100 : 30, 1, 100_000),
        number(options, "time_limit_seconds", large ? 1_800 : 600, 10, 86_400),
        number(options, "practice", 0, 0, 1) == 1);
  }

  private static int number(
      Map<String, String> options, String name, int absent, int min, int max) {
    String text = options.get(name);
    if (text == null) {
      return absent;
    }
    int value;
    try {
      value = Integer.parseInt(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a whole number, is " + text, e);
    }
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " must be " + min + ".." + max + ", is " + value);
    }
    return value;
  }
}
