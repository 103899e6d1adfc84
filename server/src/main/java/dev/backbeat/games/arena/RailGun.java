package dev.backbeat.games.arena;

import dev.backbeat.rule.WallRay;
import dev.backbeat.rule.arena.RailRule;

/**
 * The rail gun: hits at once whatever stands first in the line of aim, as its shooter saw it; needs
 * a charge per shot.
 */
final class RailGun {
  private final ArenaState state;
  private final Combat combat;
  private final RailTargets targets;
  private final boolean needsCharges;
  private final int[] eventArgs = new int[7];

  RailGun(ArenaState state, Combat combat, boolean needsCharges) {
    this.state = state;
    this.combat = combat;
    this.needsCharges = needsCharges;
    this.targets = new RailTargets(state);
  }

  /** The shooter fires, if he has a charge and the gun is ready. */
  void fire(Combatant shooter, int tick) {
    if (shooter.railCooldown() > 0 || shooter.railCharges() == 0) {
      return;
    }
    shooter.railCooldown(state.tuning.railCooldownTicks());
    if (needsCharges) {
      shooter.railCharges(shooter.railCharges() - 1);
    }
    shooter.protectedTicks = 0;
    Combatant victim = targets.first(shooter, tick);
    emit(shooter, victim, tick);
    if (victim != null) {
      combat.hit(shooter, victim, ArenaTuning.RAIL_DAMAGE, Combat.WEAPON_RAIL);
    }
  }

  private void emit(Combatant shooter, Combatant victim, int tick) {
    int end = targets.fraction();
    int[] args = eventArgs;
    args[0] = shooter.entity;
    args[1] = WallRay.along(state.x(shooter), RailRule.dx(shooter.aim()), end);
    args[2] = WallRay.along(state.y(shooter), RailRule.dy(shooter.aim()), end);
    args[3] = victim == null ? 0 : victim.entity + 1;
    args[4] = victim == null ? 0 : targets.victimX();
    args[5] = victim == null ? 0 : targets.victimY();
    args[6] = (int) (256L * tick - shooter.viewTickQ8);
    state.ctx.emit(
        ArenaSchema.EVENT_RAIL, state.x(shooter), state.y(shooter), args, ArenaState.NO_TEXTS);
  }
}
