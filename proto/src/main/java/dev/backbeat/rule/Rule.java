package dev.backbeat.rule;

/**
 * How a predicted body moves in one tick: integers in, integers out. The server simulates with it
 * and clients predict with it, so it reads nothing but its arguments. Implementations are
 * stateless.
 */
public interface Rule {
  /** The name of a state's slot that holds the number of the tick being computed. */
  String TICK = "tick";

  /**
   * What the integers of a state are, in order. A name is that of a field of the predicted entity,
   * else of a private field of the player, else of a constant of the Welcome; {@link #TICK} is the
   * tick.
   */
  String[] stateNames();

  /**
   * Computes the state at the end of a tick from the one before, in place.
   *
   * @param state as {@link #stateNames} names it; constants are only read
   * @param input the axes, then how often each action was pressed since the tick before
   * @param map the room's walls
   */
  void step(int[] state, int[] input, StaticMap map);
}
