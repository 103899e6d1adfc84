package dev.backbeat.games.arena;

import dev.backbeat.server.game.Player;
import dev.backbeat.server.world.EntityTable;

/** Where and how players appear. */
final class Spawns {
  /** Places looked at per spawn; the one farthest from any enemy wins. */
  private static final int CANDIDATES = 12;

  private static final int LOOKS = 12;

  private final ArenaState state;

  Spawns(ArenaState state) {
    this.state = state;
  }

  /** A player who joined gets a body. */
  Combatant join(Player player) {
    EntityTable players = state.players;
    int at = choose(null);
    int row = players.spawn();
    Combatant c = new Combatant(player, players.id(row));
    c.row = row;
    players.set(row, ArenaSchema.PLAYER_OWNER, player.number());
    players.set(row, ArenaSchema.PLAYER_LOOK, player.number() % LOOKS);
    place(c, at);
    player.control(c.entity);
    return c;
  }

  /** A body is moved to a good place, whole again. */
  void respawn(Combatant c) {
    int row = c.row;
    int at = choose(c);
    int teleport = state.players.get(row, ArenaSchema.PLAYER_TELEPORT) + 1;
    state.players.set(
        row, ArenaSchema.PLAYER_TELEPORT, teleport & (1 << ArenaSchema.TELEPORT_WRAP_BITS) - 1);
    place(c, at);
  }

  private void place(Combatant c, int at) {
    EntityTable players = state.players;
    players.set(c.row, ArenaSchema.X, state.map.spawns()[at]);
    players.set(c.row, ArenaSchema.Y, state.map.spawns()[at + 1]);
    players.set(c.row, ArenaSchema.VX, 0);
    players.set(c.row, ArenaSchema.VY, 0);
    players.set(c.row, ArenaSchema.PLAYER_HP, ArenaTuning.MAX_HP);
    c.rearm(state.tuning.protectionTicks());
    state.emit(ArenaSchema.EVENT_SPAWN, c, c.number);
  }

  /** Index of a spawn's x: of some random places the one farthest from its nearest enemy. */
  private int choose(Combatant self) {
    int[] spawns = state.map.spawns();
    int best = 0;
    long bestDistance = -1;
    for (int i = 0; i < CANDIDATES; i++) {
      int at = 2 * state.ctx.random().nextInt(spawns.length / 2);
      long distance = nearestEnemy(spawns[at], spawns[at + 1], self);
      if (distance > bestDistance) {
        best = at;
        bestDistance = distance;
      }
    }
    return best;
  }

  private long nearestEnemy(int x, int y, Combatant self) {
    long nearest = Long.MAX_VALUE;
    for (int i = 0; i < state.count(); i++) {
      Combatant c = state.combatant(i);
      if (c != self && state.alive(c)) {
        long dx = state.x(c) - x;
        long dy = state.y(c) - y;
        nearest = Math.min(nearest, dx * dx + dy * dy);
      }
    }
    return nearest;
  }
}
