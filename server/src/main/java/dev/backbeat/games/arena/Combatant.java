package dev.backbeat.games.arena;

import dev.backbeat.rule.arena.ArenaRule;
import dev.backbeat.server.game.Player;

/** A player's state that is not in the world: timers and the inputs of this tick. */
final class Combatant {
  final Player player;
  final int number;
  final int entity;

  /** This tick's input: the rule's axes, then presses. */
  final int[] input = new int[ArenaSchema.INPUT_LENGTH];

  /** The render tick at which he pressed, if he pressed; in 1/256 tick. */
  long viewTickQ8;

  /** Row of {@link #entity} in this tick. */
  int row;

  int protectedTicks;
  private int fireCooldown;
  private int railCooldown;
  private int railCharges;
  private int respawnTicks;

  Combatant(Player player, int entity) {
    this.player = player;
    this.number = player.number();
    this.entity = entity;
  }

  int aim() {
    return input[ArenaRule.AIM_INPUT];
  }

  boolean pressed(int action) {
    return input[ArenaSchema.AXES + action] > 0;
  }

  /** Fresh weapons, no timers. */
  void rearm(int protection) {
    protectedTicks = protection;
    fireCooldown(0);
    railCooldown(0);
    railCharges(ArenaTuning.SPAWN_RAIL_CHARGES);
    respawnTicks(0);
  }

  /** A tick passes: what counts down, counts. */
  void countDown() {
    if (protectedTicks > 0) {
      protectedTicks--;
    }
    if (fireCooldown > 0) {
      fireCooldown(fireCooldown - 1);
    }
    if (railCooldown > 0) {
      railCooldown(railCooldown - 1);
    }
    if (respawnTicks > 0) {
      respawnTicks(respawnTicks - 1);
    }
  }

  int fireCooldown() {
    return fireCooldown;
  }

  void fireCooldown(int ticks) {
    fireCooldown = ticks;
    player.setPrivate(ArenaSchema.PRIVATE_FIRE_COOLDOWN, ticks);
  }

  int railCooldown() {
    return railCooldown;
  }

  void railCooldown(int ticks) {
    railCooldown = ticks;
    player.setPrivate(ArenaSchema.PRIVATE_RAIL_COOLDOWN, ticks);
  }

  int railCharges() {
    return railCharges;
  }

  void railCharges(int charges) {
    railCharges = charges;
    player.setPrivate(ArenaSchema.PRIVATE_RAIL_CHARGES, charges);
  }

  int respawnTicks() {
    return respawnTicks;
  }

  void respawnTicks(int ticks) {
    respawnTicks = ticks;
    player.setPrivate(ArenaSchema.PRIVATE_RESPAWN, ticks);
  }
}
