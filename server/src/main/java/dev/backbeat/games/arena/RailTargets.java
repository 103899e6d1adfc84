package dev.backbeat.games.arena;

import dev.backbeat.rule.WallRay;
import dev.backbeat.rule.arena.RailRule;
import dev.backbeat.server.world.EntityTable;
import dev.backbeat.server.world.Past;

/**
 * Finds whom a rail shot meets in the world that its shooter saw. Bodies are where he saw them;
 * walls do not move. Who is met must have lived then and must live now, and must not have been put
 * elsewhere in between. {@link RailRule#firstHit} is the same for a client.
 */
final class RailTargets {
  private final ArenaState state;

  /** Results of the last {@link #first}: where on the ray it ends, and where the victim stood. */
  private int fraction;

  private int victimX;
  private int victimY;

  RailTargets(ArenaState state) {
    this.state = state;
  }

  /** Where on the ray the shot ends: at the victim, a wall, or its range. */
  int fraction() {
    return fraction;
  }

  /** Where the shooter saw the victim. */
  int victimX() {
    return victimX;
  }

  /** Second coordinate. */
  int victimY() {
    return victimY;
  }

  /** The first one whom the shot meets, or null. */
  Combatant first(Combatant shooter, int tick) {
    int x = state.x(shooter);
    int y = state.y(shooter);
    int dx = RailRule.dx(shooter.aim());
    int dy = RailRule.dy(shooter.aim());
    Past past = state.playerHistory.at(shooter.viewTickQ8);
    // The grid has bodies as they stand now: nobody has come farther since than full speed takes.
    int ticksAgo = (int) ((256L * tick - shooter.viewTickQ8 + 255) / 256);
    int reach = RailRule.BODY_RADIUS + ticksAgo * (state.tuning.maxSpeed() + 1);
    fraction = RailRule.free(x, y, shooter.aim(), state.map.walls());
    BodyGrid grid = state.bodies;
    int c0 = grid.col(Math.min(x, x + dx) - reach);
    int c1 = grid.col(Math.max(x, x + dx) + reach);
    int r1 = grid.row(Math.max(y, y + dy) + reach);
    int bestIndex = -1;
    for (int r = grid.row(Math.min(y, y + dy) - reach); r <= r1; r++) {
      for (int c = c0; c <= c1; c++) {
        for (int i = grid.first(c, r); i >= 0; i = grid.next(i)) {
          Combatant target = state.combatant(i);
          if (target == shooter || !couldBeMet(target, past)) {
            continue;
          }
          int tx = past.value(ArenaSchema.X);
          int ty = past.value(ArenaSchema.Y);
          int t = RailRule.contact(x - tx, y - ty, dx, dy, RailRule.BODY_RADIUS);
          if (t != WallRay.NONE
              && (t < fraction || t == fraction && (bestIndex < 0 || i < bestIndex))) {
            fraction = t;
            bestIndex = i;
            victimX = tx;
            victimY = ty;
          }
        }
      }
    }
    return bestIndex < 0 ? null : state.combatant(bestIndex);
  }

  /**
   * Whether the target was there, lives now, and came from there to here on his own feet. Then he
   * lived all the time: who comes back to life is put elsewhere.
   */
  private boolean couldBeMet(Combatant target, Past past) {
    EntityTable players = state.players;
    return players.get(target.row, ArenaSchema.PLAYER_HP) > 0
        && past.find(target.entity)
        && past.value(ArenaSchema.PLAYER_TELEPORT)
            == players.get(target.row, ArenaSchema.PLAYER_TELEPORT);
  }
}
