package dev.backbeat.client.bots;

import dev.backbeat.client.PlayerInput;
import dev.backbeat.v1.Event;

/**
 * What one bot does. An object serves one bot, on the bot's event loop; all that it draws at random
 * it draws from {@link BotContext#random}, so that a run can be repeated.
 */
public interface Behavior {
  /**
   * The bot is in a room: as a newcomer, or in another one than before. Not called after a resume.
   */
  default void onWelcome(BotContext bot) {}

  /**
   * Sets the bot's input for one tick.
   *
   * @param tick for which the input is
   * @param input holds what was set for the tick before
   */
  void act(BotContext bot, int tick, PlayerInput input);

  /** Something happened in the room. */
  default void onEvent(BotContext bot, Event event) {}
}
