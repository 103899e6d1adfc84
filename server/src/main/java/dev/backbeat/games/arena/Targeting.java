package dev.backbeat.games.arena;

import dev.backbeat.rule.arena.RailRule;

/** Finds the first body that something flying along a segment meets. Exact integers. */
final class Targeting {
  private final ArenaState state;

  Targeting(ArenaState state) {
    this.state = state;
  }

  /**
   * The first living combatant met between (x, y) and (x + dx, y + dy) before {@code limit}, or
   * null.
   *
   * @param shooter number of the player who is not met
   * @param radius of what flies plus that of the body
   * @param moving whether bodies count as moving along with the flight from where they were at the
   *     start of the tick, or as standing where they are now
   * @param limit fraction of the segment that is free of walls
   */
  Combatant first(
      int x, int y, int dx, int dy, int shooter, int radius, boolean moving, int limit) {
    int reach = radius + (moving ? state.tuning.maxSpeed() + 1 : 0);
    BodyGrid grid = state.bodies;
    int c0 = grid.col(Math.min(x, x + dx) - reach);
    int c1 = grid.col(Math.max(x, x + dx) + reach);
    int r1 = grid.row(Math.max(y, y + dy) + reach);
    int[] xs = state.players.column(ArenaSchema.X);
    int[] ys = state.players.column(ArenaSchema.Y);
    int[] vxs = state.players.column(ArenaSchema.VX);
    int[] vys = state.players.column(ArenaSchema.VY);
    int[] hps = state.players.column(ArenaSchema.PLAYER_HP);
    int best = limit;
    int bestIndex = -1;
    for (int r = grid.row(Math.min(y, y + dy) - reach); r <= r1; r++) {
      for (int c = c0; c <= c1; c++) {
        for (int i = grid.first(c, r); i >= 0; i = grid.next(i)) {
          Combatant target = state.combatant(i);
          int row = target.row;
          if (target.number == shooter || hps[row] <= 0) {
            continue;
          }
          int vx = moving ? vxs[row] : 0;
          int vy = moving ? vys[row] : 0;
          // In the body's own frame: the body stands, what flies comes with the relative velocity.
          int t =
              RailRule.contact(x - (xs[row] - vx), y - (ys[row] - vy), dx - vx, dy - vy, radius);
          if (t <= limit && (t < best || t == best && (bestIndex < 0 || i < bestIndex))) {
            best = t;
            bestIndex = i;
          }
        }
      }
    }
    return bestIndex < 0 ? null : state.combatant(bestIndex);
  }
}
