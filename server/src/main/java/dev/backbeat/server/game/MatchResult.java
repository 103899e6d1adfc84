package dev.backbeat.server.game;

import java.util.List;

/**
 * How a match ended.
 *
 * @param summary one sentence that players are shown
 * @param standings best first
 */
public record MatchResult(String summary, List<Standing> standings) {
  /** Copies the list. */
  public MatchResult {
    standings = List.copyOf(standings);
  }

  /**
   * One player's place.
   *
   * @param player his number
   * @param name his name
   * @param score his score
   */
  public record Standing(int player, String name, int score) {}
}
