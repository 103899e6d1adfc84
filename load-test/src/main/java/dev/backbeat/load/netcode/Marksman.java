package dev.backbeat.load.netcode;

import dev.backbeat.client.GameClient;
import dev.backbeat.client.PlayerInput;
import dev.backbeat.client.predict.Prediction;
import dev.backbeat.codec.ClientEntity;
import dev.backbeat.rule.StaticMap;
import dev.backbeat.rule.arena.ArenaRule;
import dev.backbeat.rule.arena.RailRule;
import dev.backbeat.v1.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * Shoots the rail gun whenever it is loaded and the shot meets somebody as drawn, by the same
 * integers by which the server resolves it, and compares what the server then says. On the client's
 * event loop.
 */
final class Marksman {
  private static final int MAX_TARGETS = 64;

  /** A little longer than the gun's own cooldown, so that every press is a shot. */
  private static final int SETTLE_TICKS = 6;

  private static final int ANSWER_TICKS = 150;
  private static final int AIM_STEPS = 4_096;

  private final GameClient client;
  private final ArenaNames names;
  private final StaticMap map;
  private final int cooldownTicks;
  private final SplittableRandom random;
  private final int[] ids = new int[MAX_TARGETS];
  private final int[] xs = new int[MAX_TARGETS];
  private final int[] ys = new int[MAX_TARGETS];
  private final int[] exact;
  private final int[] ruleInput;
  private final Deque<Shot> shots = new ArrayDeque<>();
  private int aim;
  private int readyTick;

  Marksman(GameClient client, ArenaNames names, SplittableRandom random) {
    this.client = client;
    this.names = names;
    this.map = client.session().map();
    this.cooldownTicks = names.railCooldownTicks();
    this.random = random;
    this.exact = new int[names.fields()];
    this.ruleInput = new int[names.inputLength()];
  }

  /** An input pressed the trigger, and whom its player saw hit. */
  private record Shot(int tick, int victim) {}

  /** Whether the shot is to be counted is decided later, by {@link #begin}. */
  void begin() {
    shots.clear();
  }

  /** The input of a tick is about to be taken; axes of the movement are set. */
  void decide(int tick, long viewTickQ8, PlayerInput input) {
    Prediction own = client.prediction();
    if (own.active() && own.tick() == tick - 1 && tick >= readyTick) {
      shoot(tick, viewTickQ8, own, input);
    } else {
      // A hand is never still: so every tick has an input of its own.
      aim = (aim + 1 + random.nextInt(16)) % AIM_STEPS;
    }
    input.axis(names.aimAxis(), aim);
  }

  private void shoot(int tick, long viewTickQ8, Prediction own, PlayerInput input) {
    int count = look(viewTickQ8);
    if (count == 0) {
      return;
    }
    // Where the own body stands when the shot goes off: at the end of the tick.
    int[] state = own.state();
    ruleInput[ArenaRule.MOVE_X] = input.axis(names.moveX());
    ruleInput[ArenaRule.MOVE_Y] = input.axis(names.moveY());
    ruleInput[ArenaRule.AIM_INPUT] = aim;
    ArenaRule.RULE.step(state, ruleInput, map);
    int x = state[ArenaRule.X];
    int y = state[ArenaRule.Y];
    int wanted = random.nextInt(count);
    int towards =
        Math.floorMod(
            (int)
                Math.round(Math.atan2(ys[wanted] - y, xs[wanted] - x) / (2 * Math.PI) * AIM_STEPS),
            AIM_STEPS);
    int hit = RailRule.firstHit(x, y, towards, map, xs, ys, count);
    if (hit < 0) {
      return;
    }
    aim = towards;
    readyTick = tick + cooldownTicks + SETTLE_TICKS;
    input.press(names.rail());
    shots.add(new Shot(tick, ids[hit]));
  }

  /** Everybody else as drawn at that time. */
  private int look(long viewTickQ8) {
    int count = 0;
    ClientEntity own = client.world().own();
    for (ClientEntity e : client.world().entities()) {
      if (e != own
          && e.kind() == names.player()
          && count < MAX_TARGETS
          && client.interpolator().sampleExact(e, viewTickQ8, exact)
          && exact[names.hp()] > 0) {
        ids[count] = e.id();
        xs[count] = exact[names.x()];
        ys[count] = exact[names.y()];
        count++;
      }
    }
    return count;
  }

  /** Something happened in the room. */
  void onEvent(Event event, PlayerLog log) {
    ClientEntity own = client.world().own();
    if (own == null
        || event.getType() != names.railEvent()
        || event.getArgs(0) != own.id()
        || shots.isEmpty()) {
      return;
    }
    // A press that came late is a shot of a later tick; one that met the cooldown is none.
    Shot shot = shots.remove();
    while (!shots.isEmpty() && shots.peek().tick <= event.getTick()) {
      log.shotsSeenToHit++;
      shot = shots.remove();
    }
    log.shotsSeenToHit++;
    log.shotsHit += event.getArgs(3) - 1 == shot.victim ? 1 : 0;
  }

  /** A frame came: shots that nobody speaks of any more are given up. */
  void onFrame(int tick, PlayerLog log) {
    while (!shots.isEmpty() && tick - shots.peek().tick > ANSWER_TICKS) {
      shots.remove();
      log.shotsSeenToHit++;
    }
  }
}
