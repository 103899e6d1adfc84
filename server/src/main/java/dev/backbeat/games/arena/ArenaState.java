package dev.backbeat.games.arena;

import dev.backbeat.server.game.GameContext;
import dev.backbeat.server.game.Player;
import dev.backbeat.server.world.EntityTable;
import dev.backbeat.server.world.History;
import java.util.Arrays;

/** What the arena's parts share: the world's tables, the combatants, constants, events. */
final class ArenaState {
  static final String[] NO_TEXTS = {};

  final GameContext ctx;
  final ArenaMap map;
  final ArenaTuning tuning;
  final EntityTable players;

  /** Players as their opponents saw them. */
  final History playerHistory;

  final EntityTable bolts;
  final EntityTable pickups;

  /** Living combatants by place, as they stand after this tick's movement; indices of the list. */
  final BodyGrid bodies;

  private Combatant[] combatants = new Combatant[16];
  private int count;
  private final int[][] args = {{}, new int[1], new int[2], new int[3]};

  ArenaState(GameContext ctx, ArenaMap map, ArenaTuning tuning) {
    this.ctx = ctx;
    this.map = map;
    this.tuning = tuning;
    players = ctx.world().table(ArenaSchema.PLAYER);
    playerHistory = ctx.history("player");
    bolts = ctx.world().table(ArenaSchema.BOLT);
    pickups = ctx.world().table(ArenaSchema.PICKUP);
    bodies = new BodyGrid(map.walls());
  }

  /** Number of combatants. */
  int count() {
    return count;
  }

  /** A combatant by index, in the order of the players' numbers. */
  Combatant combatant(int index) {
    return combatants[index];
  }

  /** The combatant of a player's number, or null. */
  Combatant byNumber(int number) {
    int index = indexOf(number);
    return index >= 0 ? combatants[index] : null;
  }

  void add(Combatant c) {
    int at = -indexOf(c.number) - 1;
    if (at < 0) {
      throw new IllegalStateException("player " + c.number + " joined twice");
    }
    if (count == combatants.length) {
      combatants = Arrays.copyOf(combatants, count * 2);
    }
    System.arraycopy(combatants, at, combatants, at + 1, count - at);
    combatants[at] = c;
    count++;
  }

  /** Takes a combatant out and returns him; null if there is none. */
  Combatant remove(Player player) {
    int at = indexOf(player.number());
    if (at < 0) {
      return null;
    }
    Combatant c = combatants[at];
    System.arraycopy(combatants, at + 1, combatants, at, count - at - 1);
    combatants[--count] = null;
    return c;
  }

  boolean alive(Combatant c) {
    return players.get(c.row, ArenaSchema.PLAYER_HP) > 0;
  }

  int x(Combatant c) {
    return players.get(c.row, ArenaSchema.X);
  }

  int y(Combatant c) {
    return players.get(c.row, ArenaSchema.Y);
  }

  /** An event where a combatant is. */
  void emit(int type, Combatant at, int a) {
    int[] values = args[1];
    values[0] = a;
    ctx.emit(type, x(at), y(at), values, NO_TEXTS);
  }

  /** An event where a combatant is. */
  void emit(int type, Combatant at, int a, int b) {
    int[] values = args[2];
    values[0] = a;
    values[1] = b;
    ctx.emit(type, x(at), y(at), values, NO_TEXTS);
  }

  /** An event where a combatant is. */
  void emit(int type, Combatant at, int a, int b, int c) {
    int[] values = args[3];
    values[0] = a;
    values[1] = b;
    values[2] = c;
    ctx.emit(type, x(at), y(at), values, NO_TEXTS);
  }

  private int indexOf(int number) {
    int lo = 0;
    int hi = count - 1;
    while (lo <= hi) {
      int mid = lo + hi >>> 1;
      int n = combatants[mid].number;
      if (n == number) {
        return mid;
      }
      if (n < number) {
        lo = mid + 1;
      } else {
        hi = mid - 1;
      }
    }
    return -lo - 1;
  }
}
