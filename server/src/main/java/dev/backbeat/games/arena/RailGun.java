package dev.backbeat.games.arena;

import dev.backbeat.rule.WallRay;
import dev.backbeat.rule.arena.RailRule;

/** The rail gun: hits at once whatever stands first in the line of aim; needs a charge per shot. */
final class RailGun {
  private final ArenaState state;
  private final Combat combat;
  private final Targeting targeting;

  RailGun(ArenaState state, Combat combat, Targeting targeting) {
    this.state = state;
    this.combat = combat;
    this.targeting = targeting;
  }

  /** The shooter fires, if he has a charge and the gun is ready. */
  void fire(Combatant shooter) {
    if (shooter.railCooldown() > 0 || shooter.railCharges() == 0) {
      return;
    }
    shooter.railCooldown(state.tuning.railCooldownTicks());
    shooter.railCharges(shooter.railCharges() - 1);
    shooter.protectedTicks = 0;
    int x = state.x(shooter);
    int y = state.y(shooter);
    int dx = RailRule.dx(shooter.aim());
    int dy = RailRule.dy(shooter.aim());
    int limit = RailRule.free(x, y, shooter.aim(), state.map.walls());
    Combatant victim =
        targeting.first(x, y, dx, dy, shooter.number, ArenaTuning.PLAYER_RADIUS, false, limit);
    int end = targeting.hitFraction();
    state.emit(
        ArenaSchema.EVENT_RAIL,
        shooter,
        shooter.entity,
        WallRay.along(x, dx, end),
        WallRay.along(y, dy, end),
        victim == null ? 0 : victim.entity + 1);
    if (victim != null) {
      combat.hit(shooter, victim, ArenaTuning.RAIL_DAMAGE, Combat.WEAPON_RAIL);
    }
  }
}
