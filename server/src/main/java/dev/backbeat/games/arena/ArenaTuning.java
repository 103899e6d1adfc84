package dev.backbeat.games.arena;

import dev.backbeat.rule.arena.RailRule;
import java.util.Map;

/**
 * The arena's constants at one tick rate: lengths in position quanta, speeds in quanta per tick,
 * times in ticks. Derived from one set of constants in pixels and milliseconds, so that the game
 * feels the same at every rate.
 *
 * @param maxSpeed of a player
 * @param accelStep greatest change of a coordinate of a player's velocity in a tick
 * @param boltSpeed of a blaster bolt
 * @param boltLifeTicks after which a bolt that met nothing is gone
 * @param fireCooldownTicks from one bolt to the next
 * @param railCooldownTicks from one rail shot to the next
 * @param respawnDelayTicks from death to respawn
 * @param protectionTicks during which a respawned player takes no damage unless he shoots
 * @param healthReturnTicks from taking a health pick-up to the next one at its place
 * @param railReturnTicks from taking a rail charge to the next one at its place
 * @param breakTicks between two matches
 */
record ArenaTuning(
    int maxSpeed,
    int accelStep,
    int boltSpeed,
    int boltLifeTicks,
    int fireCooldownTicks,
    int railCooldownTicks,
    int respawnDelayTicks,
    int protectionTicks,
    int healthReturnTicks,
    int railReturnTicks,
    int breakTicks) {

  static final int MIN_TICK_HZ = 5;

  private static final int Q = ArenaSchema.QUANTA_PER_PX;
  private static final int MAX_SPEED_PX_S = 280;
  private static final int BOLT_SPEED_PX_S = 900;

  /** From full speed one way to full speed the other way: what is aimed at, and the bound. */
  private static final int REVERSAL_MS = 250;

  private static final int REVERSAL_LIMIT_MS = 300;

  static final int PLAYER_RADIUS = RailRule.BODY_RADIUS;

  /** Bolts are points against walls, and this thick against players. */
  static final int BOLT_RADIUS = 4 * Q;

  /** A bolt appears this far from its shooter's centre. */
  static final int MUZZLE = 18 * Q;

  static final int PICKUP_REACH = 30 * Q;

  static final int MAX_HP = 100;
  static final int BOLT_DAMAGE = 15;
  static final int RAIL_DAMAGE = 75;
  static final int HEALTH_GAIN = 40;
  static final int SPAWN_RAIL_CHARGES = 1;
  static final int PICKUP_RAIL_CHARGES = 2;
  static final int MAX_RAIL_CHARGES = 5;

  static ArenaTuning at(int tickHz) {
    if (tickHz < MIN_TICK_HZ) {
      throw new IllegalArgumentException(
          "the arena runs at " + MIN_TICK_HZ + " Hz or more, not at " + tickHz);
    }
    int maxSpeed = perTick(MAX_SPEED_PX_S, tickHz);
    int limitTicks = REVERSAL_LIMIT_MS * tickHz / 1_000;
    int reversal = 2 * maxSpeed;
    int step =
        Math.max(
            (reversal * 1_000 + REVERSAL_MS * tickHz / 2) / (REVERSAL_MS * tickHz),
            (reversal + limitTicks - 1) / limitTicks);
    return new ArenaTuning(
        maxSpeed,
        step,
        perTick(BOLT_SPEED_PX_S, tickHz),
        ticks(1_000, tickHz),
        ticks(250, tickHz),
        ticks(1_200, tickHz),
        ticks(2_000, tickHz),
        ticks(1_500, tickHz),
        ticks(12_000, tickHz),
        ticks(18_000, tickHz),
        ticks(6_000, tickHz));
  }

  /** What clients are told by name. */
  Map<String, Integer> constants() {
    return Map.of(
        "max_speed", maxSpeed,
        "accel_step", accelStep,
        "player_radius", PLAYER_RADIUS,
        "bolt_speed", boltSpeed,
        "fire_cooldown_ticks", fireCooldownTicks,
        "rail_cooldown_ticks", railCooldownTicks,
        "respawn_delay_ticks", respawnDelayTicks);
  }

  private static int perTick(int pxPerSecond, int tickHz) {
    return (pxPerSecond * Q + tickHz / 2) / tickHz;
  }

  private static int ticks(int ms, int tickHz) {
    return Math.max(1, (ms * tickHz + 500) / 1_000);
  }
}
