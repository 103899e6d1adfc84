package dev.backbeat.server.game;

import dev.backbeat.server.world.History;
import dev.backbeat.server.world.World;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** What a room offers its game. Used on the room's thread only. */
public interface GameContext {
  /** The room's entities. */
  World world();

  /**
   * The named kind's history: what players drew of it at any time within the server's cap of
   * rewinds ({@code --rewind-cap-ms}). It is kept from the first call on; ask for it in {@link
   * Game#onStart}.
   *
   * <pre>{@code
   * Past past = history.at(inputs.viewTickQ8(shooter));
   * if (past.find(target.entity())) { int x = past.value(X); ... }
   * }</pre>
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  History history(String kind);

  /** What the room consists of. */
  GameSpec spec();

  /** What the room is like. */
  RoomOptions options();

  /** The tick being simulated; 0 in {@link Game#onStart}. */
  int tick();

  /** The players, in the order of their numbers. Not to be changed; valid within the tick. */
  List<Player> players();

  /** The room's randomness: seeded, the only one a game may use. */
  RandomGenerator random();

  /**
   * Runs {@code task} at the start of the game phase of a later tick, in the order of scheduling.
   *
   * @param delayTicks 1 or more
   * @return a handle for {@link #cancel}
   */
  long schedule(int delayTicks, Runnable task);

  /** Takes a scheduled task back; no effect if it ran. */
  void cancel(long handle);

  /**
   * Something happened at a place: goes to all who see it.
   *
   * @param type {@code Schema.events} index
   * @param x in position quanta
   * @param y in position quanta
   * @param args as many as the event's schema names; copied
   * @param texts names and other text
   */
  void emit(int type, int x, int y, int[] args, String... texts);

  /** Something happened that everybody in the room learns of. */
  void emitToAll(int type, int[] args, String... texts);

  /** Something happened that one player alone learns of. */
  void emitTo(Player player, int type, int[] args, String... texts);

  /** A line of text to everybody in the room. */
  void announce(String text);

  /**
   * Runs {@code work} on a worker thread, outside the simulation; its result comes back at the
   * start of a later tick, through the log of inputs (a replay takes it from there and does not run
   * the work). At most 64 are under way per room; one more is answered with an error at once.
   */
  void async(Callable<byte[]> work, AsyncResult then);

  /** The match is over: tells the players, the operator's log and whoever listens on the server. */
  void endMatch(MatchResult result);

  /** Ends the room after this tick, with a sentence for the players. */
  void closeRoom(String reason);
}
