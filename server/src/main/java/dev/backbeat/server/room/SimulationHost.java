package dev.backbeat.server.room;

import dev.backbeat.server.game.MatchResult;
import dev.backbeat.server.limit.Limit;
import java.util.concurrent.Callable;

/** What a simulation asks of whoever runs it. Room's thread. */
interface SimulationHost {
  /**
   * Runs {@code work} outside the simulation and hands its result to {@link Simulation#asyncResult}
   * before a later tick.
   */
  void runAsync(long call, Callable<byte[]> work);

  /** The game has removed a player; {@link dev.backbeat.server.game.Game#onLeave} was called. */
  void kicked(RoomPlayer player, String reason);

  /** The game met a limit. */
  void limit(Limit limit);

  /** The game has reported the end of a match. */
  void matchEnded(MatchResult result);

  /** The game wants the room to end after this tick. */
  void closeRequested(String reason);
}
