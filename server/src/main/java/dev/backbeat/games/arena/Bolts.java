package dev.backbeat.games.arena;

import dev.backbeat.rule.WallRay;
import dev.backbeat.rule.arena.Trig;
import dev.backbeat.server.world.EntityTable;
import java.util.Arrays;

/**
 * Blaster bolts: they fly straight at constant velocity, so that they cost bytes only when they
 * come and go. Their flight is swept, against walls and against bodies that move at the same time.
 */
final class Bolts {
  private static final int RADIUS = ArenaTuning.PLAYER_RADIUS + ArenaTuning.BOLT_RADIUS;

  private final ArenaState state;
  private final Combat combat;
  private final Targeting targeting;
  private final int maxBolts;

  /** Bolts in flight in the order of their ids, and the ticks in which they end. */
  private int[] ids = new int[64];

  private int[] endTicks = new int[64];
  private int count;

  Bolts(ArenaState state, Combat combat, Targeting targeting, int maxBolts) {
    this.state = state;
    this.combat = combat;
    this.targeting = targeting;
    this.maxBolts = maxBolts;
  }

  /** Moves all bolts by one tick; what they meet is hit, and they are gone. */
  void fly(int tick) {
    EntityTable bolts = state.bolts;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int row = bolts.rowOf(ids[i]);
      if (row < 0) {
        continue;
      }
      if (tick >= endTicks[i] || !flyOne(row)) {
        bolts.despawn(row);
      } else {
        ids[kept] = ids[i];
        endTicks[kept++] = endTicks[i];
      }
    }
    count = kept;
  }

  private boolean flyOne(int row) {
    EntityTable bolts = state.bolts;
    int x = bolts.get(row, ArenaSchema.X);
    int y = bolts.get(row, ArenaSchema.Y);
    int vx = bolts.get(row, ArenaSchema.VX);
    int vy = bolts.get(row, ArenaSchema.VY);
    int owner = bolts.get(row, ArenaSchema.BOLT_OWNER);
    int free = WallRay.firstHit(state.map.walls(), x, y, vx, vy);
    int limit = Math.min(free, WallRay.ONE);
    Combatant victim = targeting.first(x, y, vx, vy, owner, RADIUS, true, limit);
    if (victim != null) {
      combat.hit(state.byNumber(owner), victim, ArenaTuning.BOLT_DAMAGE, Combat.WEAPON_BOLT);
      return false;
    }
    if (free != WallRay.NONE) {
      return false;
    }
    bolts.set(row, ArenaSchema.X, x + vx);
    bolts.set(row, ArenaSchema.Y, y + vy);
    return true;
  }

  /** The shooter fires, if his blaster is ready. */
  void fire(Combatant shooter, int tick) {
    if (shooter.fireCooldown() > 0 || count >= maxBolts) {
      return;
    }
    shooter.fireCooldown(state.tuning.fireCooldownTicks());
    shooter.protectedTicks = 0;
    state.emit(ArenaSchema.EVENT_SHOT, shooter, shooter.entity);
    int x = state.x(shooter);
    int y = state.y(shooter);
    int dx = Trig.cos(shooter.aim(), ArenaTuning.MUZZLE);
    int dy = Trig.sin(shooter.aim(), ArenaTuning.MUZZLE);
    int free = WallRay.firstHit(state.map.walls(), x, y, dx, dy);
    int limit = Math.min(free, WallRay.ONE);
    Combatant victim = targeting.first(x, y, dx, dy, shooter.number, RADIUS, false, limit);
    if (victim != null) {
      combat.hit(shooter, victim, ArenaTuning.BOLT_DAMAGE, Combat.WEAPON_BOLT);
    } else if (free == WallRay.NONE) {
      launch(shooter, x + dx, y + dy, tick);
    }
  }

  private void launch(Combatant shooter, int x, int y, int tick) {
    EntityTable bolts = state.bolts;
    int row = bolts.spawn();
    int speed = state.tuning.boltSpeed();
    bolts.set(row, ArenaSchema.X, x);
    bolts.set(row, ArenaSchema.Y, y);
    bolts.set(row, ArenaSchema.VX, Trig.cos(shooter.aim(), speed));
    bolts.set(row, ArenaSchema.VY, Trig.sin(shooter.aim(), speed));
    bolts.set(row, ArenaSchema.BOLT_OWNER, shooter.number);
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, count * 2);
      endTicks = Arrays.copyOf(endTicks, count * 2);
    }
    ids[count] = bolts.id(row);
    endTicks[count++] = tick + state.tuning.boltLifeTicks();
  }

  /** Takes away the bolts of a player who leaves ({@code number}), or all (0). */
  void clear(int number) {
    EntityTable bolts = state.bolts;
    for (int row = 0; row < bolts.rows(); row++) {
      if (number == 0 || bolts.get(row, ArenaSchema.BOLT_OWNER) == number) {
        bolts.despawn(row);
      }
    }
  }
}
