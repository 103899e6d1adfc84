package dev.backbeat.server.game;

/**
 * One room's game. All methods run on the room's thread and are deterministic: they read the world,
 * the inputs, {@link GameContext#random()} and the tick number, never a clock, a thread, a file or
 * a socket, never {@code Math.sin} and the like (use {@code StrictMath}), never the iteration order
 * of a hash map.
 *
 * <p>An exception from any of them closes the room (players get ERROR_ROOM_CLOSED); it is logged
 * once.
 */
public interface Game {
  /** Before the first tick. The place to keep {@code ctx} and to put up the world. */
  void onStart(GameContext ctx);

  /** A player took a seat, before the inputs of this tick. The place to spawn his entity. */
  void onJoin(Player player);

  /** Decides the state at the end of this tick. */
  void onTick(int tick, Inputs inputs);

  /** A player gave up the seat or did not come back in time. The place to despawn his entity. */
  void onLeave(Player player);

  /**
   * The server is about to stop: the room ends {@code ticksLeft} ticks after this one at the
   * latest, 0 = at its end. Called before the inputs of the tick, again with fewer ticks left if
   * the end is moved forward, and recorded with the room's inputs, so that a replay gets it too. A
   * game may bring a match to its end and call {@link GameContext#closeRoom}; a room that does not
   * is ended as it is.
   */
  default void onDrain(int ticksLeft) {}

  /** After the last tick. */
  default void onStop() {}
}
