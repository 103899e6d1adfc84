package dev.backbeat.client;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.schema.WorldSchema;
import java.util.Map;

/**
 * The session that a Welcome opened.
 *
 * @param session its id, for logs
 * @param room the room's id
 * @param game the game's name
 * @param player this client's number in the roster
 * @param watcher looks on only
 * @param tickHz simulation rate
 * @param spanTicks ticks from one send to the next
 * @param resumeGraceMs for how long after a lost connection the session is kept
 * @param schema what the game's state and inputs look like
 * @param map the walls
 * @param constants integers that the game's rule was given
 * @param serverVersion for people
 * @param rewindCapMs how far the server rewinds the world at most for what a player shot at; 0 = it
 *     does not
 */
public record SessionInfo(
    String session,
    String room,
    String game,
    int player,
    boolean watcher,
    int tickHz,
    int spanTicks,
    int resumeGraceMs,
    WorldSchema schema,
    StaticMap map,
    Map<String, Integer> constants,
    String serverVersion,
    int rewindCapMs) {
  /** Copies the constants. */
  public SessionInfo {
    constants = Map.copyOf(constants);
  }
}
