package dev.backbeat.client.bots;

import dev.backbeat.client.PlayerInput;

/** Another behaviour on a bad network: resets its own TCP connection at random, and resumes. */
final class Disconnector implements Behavior {
  private final Behavior inner = new Hunt();
  private final int meanTicks;

  Disconnector(int meanTicks) {
    this.meanTicks = meanTicks;
  }

  @Override
  public void onWelcome(BotContext bot) {
    inner.onWelcome(bot);
  }

  @Override
  public void act(BotContext bot, int tick, PlayerInput input) {
    inner.act(bot, tick, input);
    if (bot.random().nextInt(meanTicks) == 0) {
      bot.client().killSocket();
    }
  }
}
