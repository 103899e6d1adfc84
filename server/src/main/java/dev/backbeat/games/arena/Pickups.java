package dev.backbeat.games.arena;

import dev.backbeat.server.world.EntityTable;
import java.util.Arrays;

/** Pick-ups lie at their places; one that is taken is gone, and a new one comes later. */
final class Pickups {
  static final int HEALTH = 0;
  static final int RAIL_CHARGE = 1;

  private static final int NOT_THERE = -1;

  private final ArenaState state;
  private final int[] places;

  /** Per place: the entity that lies there, or {@link #NOT_THERE}. */
  private final int[] entities;

  /** Per place where nothing lies: the tick in which something comes. */
  private final int[] returnTicks;

  Pickups(ArenaState state) {
    this.state = state;
    places = state.map.pickups();
    entities = new int[state.map.pickupCount()];
    returnTicks = new int[entities.length];
    Arrays.fill(entities, NOT_THERE);
  }

  /** Puts one at every place that has none. */
  void restock() {
    for (int i = 0; i < entities.length; i++) {
      if (entities[i] == NOT_THERE) {
        put(i);
      }
    }
  }

  /** New ones come, and who stands on one that he can use takes it. */
  void tick(int tick) {
    for (int i = 0; i < entities.length; i++) {
      if (entities[i] == NOT_THERE) {
        if (tick >= returnTicks[i]) {
          put(i);
        }
      } else {
        Combatant taker = taker(places[3 * i], places[3 * i + 1], places[3 * i + 2]);
        if (taker != null) {
          take(i, taker, tick);
        }
      }
    }
  }

  private void put(int place) {
    EntityTable pickups = state.pickups;
    int row = pickups.spawn();
    pickups.set(row, ArenaSchema.X, places[3 * place]);
    pickups.set(row, ArenaSchema.Y, places[3 * place + 1]);
    pickups.set(row, ArenaSchema.PICKUP_TYPE, places[3 * place + 2]);
    entities[place] = pickups.id(row);
  }

  private void take(int place, Combatant taker, int tick) {
    int type = places[3 * place + 2];
    state.pickups.despawn(state.pickups.rowOf(entities[place]));
    entities[place] = NOT_THERE;
    if (type == HEALTH) {
      returnTicks[place] = tick + state.tuning.healthReturnTicks();
      int hp = state.players.get(taker.row, ArenaSchema.PLAYER_HP);
      state.players.set(
          taker.row,
          ArenaSchema.PLAYER_HP,
          Math.min(ArenaTuning.MAX_HP, hp + ArenaTuning.HEALTH_GAIN));
    } else {
      returnTicks[place] = tick + state.tuning.railReturnTicks();
      taker.railCharges(
          Math.min(
              ArenaTuning.MAX_RAIL_CHARGES, taker.railCharges() + ArenaTuning.PICKUP_RAIL_CHARGES));
    }
    state.emit(ArenaSchema.EVENT_PICKUP, taker, taker.number, type);
  }

  /** Of those in reach who can use it, the nearest; of equals, the one who joined first. */
  private Combatant taker(int x, int y, int type) {
    BodyGrid grid = state.bodies;
    int reach = ArenaTuning.PICKUP_REACH;
    long nearest = (long) reach * reach + 1;
    int best = -1;
    int c1 = grid.col(x + reach);
    int r1 = grid.row(y + reach);
    for (int r = grid.row(y - reach); r <= r1; r++) {
      for (int c = grid.col(x - reach); c <= c1; c++) {
        for (int i = grid.first(c, r); i >= 0; i = grid.next(i)) {
          Combatant who = state.combatant(i);
          long dx = state.x(who) - x;
          long dy = state.y(who) - y;
          long distance = dx * dx + dy * dy;
          if ((distance < nearest || distance == nearest && i < best) && canUse(who, type)) {
            nearest = distance;
            best = i;
          }
        }
      }
    }
    return best < 0 ? null : state.combatant(best);
  }

  private boolean canUse(Combatant who, int type) {
    int hp = state.players.get(who.row, ArenaSchema.PLAYER_HP);
    return type == HEALTH
        ? hp > 0 && hp < ArenaTuning.MAX_HP
        : hp > 0 && who.railCharges() < ArenaTuning.MAX_RAIL_CHARGES;
  }
}
