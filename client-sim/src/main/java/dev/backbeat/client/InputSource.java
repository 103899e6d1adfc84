package dev.backbeat.client;

/**
 * Decides what a player does. Called on the client's event loop, once per tick, in order. An input
 * that changes nothing is not sent.
 */
@FunctionalInterface
public interface InputSource {
  /**
   * Sets the input for one tick.
   *
   * @param client whose world and session may be read
   * @param tick for which the input is: a little ahead of the newest frame's tick
   * @param input holds what was set for the tick before
   */
  void prepare(GameClient client, int tick, PlayerInput input);
}
