package dev.backbeat.client.bots;

import dev.backbeat.client.PlayerInput;
import dev.backbeat.codec.ClientEntity;
import dev.backbeat.codec.ClientWorld;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Goes to the nearest enemy, aims where he will be when the shot gets there, and shoots when no
 * wall is in the way; fetches health when it has little. It aims a little wrong on purpose: people
 * want to win sometimes.
 */
final class Hunt implements Behavior {
  private static final int THINK_EVERY_TICKS = 4;
  private static final int LOW_HP = 40;
  private static final double AIM_ERROR_RADIANS = 0.06;
  // In position quanta of a game whose quantum is 1/8 px: 160 px and 640 px.
  private static final int KEEP_DISTANCE = 1280;
  private static final int SHOOT_DISTANCE = 5120;
  private static final int STUCK_RADIUS = 40;

  private final GenericDrive generic = new GenericDrive();
  private final StuckDetector spot = new StuckDetector();
  private GameNames names;
  private int targetId = -1;
  private int fetchId = -1;
  private boolean clear;
  private double aimError;
  private int strafe = 1;
  private int detourUntilTick;
  private double detourAngle;
  private int roamUntilTick;
  private double roamAngle;

  @Override
  public void onWelcome(BotContext bot) {
    names = GameNames.of(bot.session());
    targetId = -1;
    fetchId = -1;
    detourUntilTick = 0;
    roamUntilTick = 0;
  }

  @Override
  public void act(BotContext bot, int tick, PlayerInput input) {
    if (!names.canHunt()) {
      generic.drive(input, bot.random());
      return;
    }
    ClientEntity own = bot.world().own();
    if (own == null || own.kind() != names.player() || dead(own)) {
      input.neutral();
      return;
    }
    if ((tick + bot.index()) % THINK_EVERY_TICKS == 0) {
      think(bot, own);
    }
    ClientEntity target = known(bot.world(), targetId);
    ClientEntity fetch = known(bot.world(), fetchId);
    steer(bot.random(), tick, input, own, target, fetch);
    if (target != null) {
      fight(bot.world(), tick, input, own, target);
    }
  }

  private void think(BotContext bot, ClientEntity own) {
    targetId = -1;
    fetchId = -1;
    long nearest = Long.MAX_VALUE;
    long nearestHealth = Long.MAX_VALUE;
    boolean hurt = names.hp() >= 0 && own.field(names.hp()) < LOW_HP;
    List<ClientEntity> entities = bot.world().entities();
    for (int i = 0; i < entities.size(); i++) {
      ClientEntity e = entities.get(i);
      if (e.kind() == names.player() && e != own && !dead(e)) {
        long d = squaredDistance(own, e);
        if (d < nearest) {
          nearest = d;
          targetId = e.id();
        }
      } else if (hurt && e.kind() == names.pickup() && isHealth(e)) {
        long d = squaredDistance(own, e);
        if (d < nearestHealth) {
          nearestHealth = d;
          fetchId = e.id();
        }
      }
    }
    ClientEntity target = known(bot.world(), targetId);
    clear =
        target != null
            && nearest < (long) SHOOT_DISTANCE * SHOOT_DISTANCE
            && Steering.clear(bot.session().map(), own.x(), own.y(), target.x(), target.y());
    aimError = (bot.random().nextDouble() - 0.5) * 2 * AIM_ERROR_RADIANS;
    if (bot.random().nextInt(12) == 0) {
      strafe = -strafe;
    }
  }

  private void steer(
      SplittableRandom random,
      int tick,
      PlayerInput input,
      ClientEntity own,
      ClientEntity target,
      ClientEntity fetch) {
    if (spot.stuck(tick, own.x(), own.y(), STUCK_RADIUS)) {
      detourAngle = random.nextDouble(2 * Math.PI);
      detourUntilTick = tick + 8 + random.nextInt(16);
    }
    if (tick - detourUntilTick < 0) {
      Steering.move(input, names, detourAngle);
    } else if (fetch != null) {
      Steering.move(input, names, angle(own, fetch));
    } else if (target == null) {
      if (tick - roamUntilTick >= 0) {
        roamAngle = random.nextDouble(2 * Math.PI);
        roamUntilTick = tick + 20 + random.nextInt(30);
      }
      Steering.move(input, names, roamAngle);
    } else {
      double towards = angle(own, target);
      boolean near = squaredDistance(own, target) < (long) KEEP_DISTANCE * KEEP_DISTANCE;
      // Near an enemy that it can shoot, it circles; otherwise it closes in.
      Steering.move(input, names, near && clear ? towards + strafe * Math.PI / 2 : towards);
    }
  }

  private void fight(
      ClientWorld world, int tick, PlayerInput input, ClientEntity own, ClientEntity target) {
    // The input counts some ticks after the newest frame: both will have moved on by then.
    int ahead = Math.max(0, Math.min(30, tick - world.tick()));
    double dx = target.x() - own.x() - (double) ahead * vx(own);
    double dy = target.y() - own.y() - (double) ahead * vy(own);
    boolean railReady =
        names.rail() >= 0
            && names.railCharges() >= 0
            && world.privateField(names.railCharges()) > 0
            && clear;
    // A rail's target is where the bot sees it: the server rewinds to the newest frame that the bot
    // had. A bolt has to be led by its flight.
    double leadTicks = railReady ? 0 : ahead + flightTicks(target, dx, dy, ahead);
    double angle = Math.atan2(dy + leadTicks * vy(target), dx + leadTicks * vx(target));
    Steering.aim(input, names, angle + aimError);
    if (railReady) {
      input.press(names.rail());
    } else if (clear) {
      input.press(names.fire());
    }
  }

  private double flightTicks(ClientEntity target, double dx, double dy, int ahead) {
    double x = dx + (double) ahead * vx(target);
    double y = dy + (double) ahead * vy(target);
    double ticks = Math.hypot(x, y) / names.boltSpeed();
    ticks = Math.hypot(x + ticks * vx(target), y + ticks * vy(target)) / names.boltSpeed();
    return Math.min(60, ticks);
  }

  private boolean dead(ClientEntity e) {
    return names.hp() >= 0 && e.field(names.hp()) <= 0;
  }

  private boolean isHealth(ClientEntity e) {
    return names.pickupType() < 0 || e.field(names.pickupType()) == 0;
  }

  private int vx(ClientEntity e) {
    return names.vx() < 0 ? 0 : e.field(names.vx());
  }

  private int vy(ClientEntity e) {
    return names.vy() < 0 ? 0 : e.field(names.vy());
  }

  private static ClientEntity known(ClientWorld world, int id) {
    return id < 0 ? null : world.get(id);
  }

  private static double angle(ClientEntity from, ClientEntity to) {
    return Math.atan2((double) to.y() - from.y(), (double) to.x() - from.x());
  }

  private static long squaredDistance(ClientEntity a, ClientEntity b) {
    long dx = (long) a.x() - b.x();
    long dy = (long) a.y() - b.y();
    return dx * dx + dy * dy;
  }
}
