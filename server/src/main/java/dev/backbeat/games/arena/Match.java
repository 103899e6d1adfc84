package dev.backbeat.games.arena;

import dev.backbeat.server.game.MatchResult;
import dev.backbeat.server.game.MatchResult.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Matches, one after the other: a match runs until somebody has enough kills or its time is over,
 * then weapons do no harm for a few seconds, then scores are reset and everybody starts anew. When
 * the server is about to stop, the room ends with the match.
 */
final class Match {
  private final ArenaState state;
  private final int scoreLimit;
  private final int timeLimitTicks;
  private final boolean endless;

  private boolean running = true;
  private boolean decided;
  private int ticksLeft;
  private boolean last;
  private int lastBreakTicks;

  Match(ArenaState state, int scoreLimit, int timeLimitTicks, boolean endless) {
    this.state = state;
    this.endless = endless;
    this.scoreLimit = scoreLimit;
    this.timeLimitTicks = timeLimitTicks;
    this.ticksLeft = timeLimitTicks;
  }

  /** Whether kills count; false in the break between two matches. */
  boolean running() {
    return running;
  }

  /**
   * The room ends after so many ticks: this match is the last one, and ends early enough for its
   * result to be read.
   */
  void drain(int roomTicksLeft) {
    last = true;
    lastBreakTicks = Math.min(state.tuning.breakTicks(), roomTicksLeft / 2);
    ticksLeft = Math.min(ticksLeft, roomTicksLeft - (running ? lastBreakTicks : 0));
  }

  /** Somebody's score went up. */
  void scored(Combatant who) {
    if (who.player.score() >= scoreLimit) {
      decided = true;
    }
  }

  /** A tick passes. Returns true if a new match begins: the caller starts everybody anew. */
  boolean tick() {
    if (endless) {
      return false;
    }
    if (state.count() == 0 && running && !last) {
      // Nobody plays: the match waits for its first player.
      decided = false;
      ticksLeft = timeLimitTicks;
      return false;
    }
    ticksLeft--;
    if (running) {
      if (decided || ticksLeft <= 0) {
        end();
      }
      return false;
    }
    if (ticksLeft > 0) {
      return false;
    }
    if (last) {
      state.ctx.closeRoom("The match is over, and the server is about to stop.");
      return false;
    }
    running = true;
    ticksLeft = timeLimitTicks;
    return true;
  }

  private void end() {
    running = false;
    decided = false;
    ticksLeft = last ? lastBreakTicks : state.tuning.breakTicks();
    List<Standing> standings = new ArrayList<>(state.count());
    for (int i = 0; i < state.count(); i++) {
      Combatant c = state.combatant(i);
      standings.add(new Standing(c.number, c.player.name(), c.player.score()));
    }
    standings.sort(
        Comparator.comparingInt(Standing::score).reversed().thenComparingInt(Standing::player));
    state.ctx.endMatch(new MatchResult(summary(standings), standings));
  }

  private static String summary(List<Standing> standings) {
    if (standings.isEmpty()) {
      return "The match ends without players.";
    }
    Standing first = standings.get(0);
    if (first.score() == 0) {
      return "The match ends without a kill.";
    }
    String kills = first.score() == 1 ? "1 kill" : first.score() + " kills";
    if (standings.size() > 1 && standings.get(1).score() == first.score()) {
      return "The match ends in a draw at " + kills + ".";
    }
    return first.name() + " wins the match with " + kills + ".";
  }
}
