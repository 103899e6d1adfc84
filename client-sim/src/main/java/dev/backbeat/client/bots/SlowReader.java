package dev.backbeat.client.bots;

import dev.backbeat.client.PlayerInput;

/** Plays on, but stops reading for seconds at a time. */
final class SlowReader implements Behavior {
  private final Wander wander = new Wander();
  private final int meanPauseTicks;
  private boolean paused;
  private int untilTick;

  SlowReader(int meanPauseTicks) {
    this.meanPauseTicks = meanPauseTicks;
  }

  @Override
  public void onWelcome(BotContext bot) {
    wander.onWelcome(bot);
    paused = false;
    untilTick = 0;
  }

  @Override
  public void act(BotContext bot, int tick, PlayerInput input) {
    if (untilTick == 0 || tick - untilTick >= 0) {
      paused = untilTick != 0 && !paused;
      untilTick = tick + 1 + bot.random().nextInt(2 * meanPauseTicks);
      if (paused) {
        bot.client().pauseReading();
      } else {
        bot.client().resumeReading();
      }
    }
    wander.act(bot, tick, input);
  }
}
