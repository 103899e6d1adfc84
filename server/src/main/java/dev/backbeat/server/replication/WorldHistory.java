package dev.backbeat.server.replication;

import dev.backbeat.schema.KindSchema;
import dev.backbeat.server.world.World;
import java.util.List;

/** The world at the newest send tick and at the one before it, kind by kind. */
final class WorldHistory {
  private final World world;
  private final Grid grid;
  private final KindSnapshot[] base;
  private final KindSnapshot[] now;

  WorldHistory(World world, Grid grid) {
    this.world = world;
    this.grid = grid;
    List<KindSchema> kinds = world.schema().kinds();
    base = new KindSnapshot[kinds.size()];
    now = new KindSnapshot[kinds.size()];
    for (int k = 0; k < base.length; k++) {
      base[k] = new KindSnapshot(kinds.get(k), grid.cells());
      now[k] = new KindSnapshot(kinds.get(k), grid.cells());
    }
  }

  /** What was now becomes the base; the world as it is becomes now. */
  void advance() {
    for (int k = 0; k < base.length; k++) {
      KindSnapshot swap = base[k];
      base[k] = now[k];
      now[k] = swap;
      now[k].take(world.table(k), grid, base[k]);
    }
  }

  int kinds() {
    return base.length;
  }

  KindSnapshot base(int kind) {
    return base[kind];
  }

  KindSnapshot now(int kind) {
    return now[kind];
  }

  /** Centres the view on the entity, if it exists and has a position. */
  boolean centre(View view, int entityId) {
    for (KindSnapshot kind : now) {
      int row = kind.placed() ? kind.rowOf(entityId) : KindSnapshot.NONE;
      if (row != KindSnapshot.NONE) {
        view.centre(kind.x(row), kind.y(row));
        return true;
      }
    }
    return false;
  }
}
