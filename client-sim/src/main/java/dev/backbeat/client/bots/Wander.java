package dev.backbeat.client.bots;

import dev.backbeat.client.PlayerInput;
import dev.backbeat.codec.ClientEntity;

/** Walks straight for a while, then elsewhere; looks where it goes. Harms nobody. */
final class Wander implements Behavior {
  private static final int STUCK_RADIUS = 40;

  private final GenericDrive generic = new GenericDrive();
  private final StuckDetector spot = new StuckDetector();
  private GameNames names;
  private int untilTick;
  private double angle;

  @Override
  public void onWelcome(BotContext bot) {
    names = GameNames.of(bot.session());
    untilTick = 0;
  }

  @Override
  public void act(BotContext bot, int tick, PlayerInput input) {
    if (!names.canMove()) {
      generic.drive(input, bot.random());
      return;
    }
    ClientEntity own = bot.world().own();
    boolean stuck = own != null && spot.stuck(tick, own.x(), own.y(), STUCK_RADIUS);
    if (stuck || tick - untilTick >= 0) {
      angle = bot.random().nextDouble(2 * Math.PI);
      untilTick = tick + 20 + bot.random().nextInt(60);
    }
    Steering.move(input, names, angle);
    Steering.aim(input, names, angle);
  }
}
