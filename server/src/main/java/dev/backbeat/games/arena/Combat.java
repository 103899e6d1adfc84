package dev.backbeat.games.arena;

import dev.backbeat.server.world.EntityTable;

/** Damage and death. */
final class Combat {
  static final int WEAPON_BOLT = 0;
  static final int WEAPON_RAIL = 1;

  private final ArenaState state;
  private final Match match;
  private final boolean harmless;
  private final int[] killArgs = new int[3];

  Combat(ArenaState state, Match match, boolean harmless) {
    this.state = state;
    this.match = match;
    this.harmless = harmless;
  }

  /**
   * A weapon of {@code shooter} met {@code victim}: damage unless he is protected. In a room for
   * practice the hit is told, and does nothing.
   */
  void hit(Combatant shooter, Combatant victim, int damage, int weapon) {
    if (harmless) {
      state.emit(ArenaSchema.EVENT_HIT, victim, victim.entity, damage, shooter.number);
      return;
    }
    if (victim.protectedTicks > 0 || !match.running()) {
      return;
    }
    EntityTable players = state.players;
    int before = players.get(victim.row, ArenaSchema.PLAYER_HP);
    if (before <= 0) {
      return;
    }
    int dealt = Math.min(damage, before);
    players.set(victim.row, ArenaSchema.PLAYER_HP, before - dealt);
    state.emit(ArenaSchema.EVENT_HIT, victim, victim.entity, dealt, shooter.number);
    if (dealt == before) {
      die(shooter, victim, weapon);
    }
  }

  private void die(Combatant killer, Combatant victim, int weapon) {
    // He stands still from here on: the rule moves nobody without health. His velocity stays what
    // his displacement in this tick was, so that position = previous + velocity holds.
    victim.respawnTicks(state.tuning.respawnDelayTicks());
    killArgs[0] = killer.number;
    killArgs[1] = victim.number;
    killArgs[2] = weapon;
    state.ctx.emitToAll(
        ArenaSchema.EVENT_KILL, killArgs, killer.player.name(), victim.player.name());
    killer.player.score(killer.player.score() + 1);
    match.scored(killer);
  }
}
