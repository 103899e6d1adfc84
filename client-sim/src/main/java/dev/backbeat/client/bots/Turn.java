package dev.backbeat.client.bots;

import dev.backbeat.client.PlayerInput;
import dev.backbeat.schema.AxisSchema;

/**
 * Sets every axis to a new random value every n ticks: the load that measurements are made with.
 */
final class Turn implements Behavior {
  private final int everyTicks;
  private GameNames names;

  Turn(int everyTicks) {
    this.everyTicks = everyTicks;
  }

  @Override
  public void onWelcome(BotContext bot) {
    names = GameNames.of(bot.session());
  }

  @Override
  public void act(BotContext bot, int tick, PlayerInput input) {
    // Not all bots in the same tick.
    if ((tick + bot.index()) % everyTicks != 0) {
      return;
    }
    double angle = bot.random().nextDouble(2 * Math.PI);
    if (names.canMove()) {
      Steering.move(input, names, angle);
      Steering.aim(input, names, angle);
    } else {
      for (int a = 0; a < input.schema().axes().size(); a++) {
        AxisSchema axis = input.schema().axes().get(a);
        input.axis(a, (int) bot.random().nextLong(axis.min(), axis.max() + 1L));
      }
    }
  }
}
