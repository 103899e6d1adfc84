package dev.backbeat.server.replication;

import dev.backbeat.schema.KindSchema;
import dev.backbeat.server.world.World;
import java.util.Arrays;
import java.util.List;

/**
 * The world at the newest send and at the sends that streams build on, kind by kind.
 *
 * <p>The stream of level n has a slice at every send whose number is divisible by 2^n, relative to
 * the one before. A room starts with level 0 alone; {@link #keepBases} brings the others.
 */
final class WorldHistory {
  /** Streams of one cell: every send, every second, fourth and eighth. */
  static final int LEVELS = 4;

  /** At sends divisible by this, every stream has a slice. */
  static final int CYCLE_SENDS = 1 << LEVELS - 1;

  private final World world;
  private final CellSpace space;
  private final int kinds;
  private final KindSnapshot[][] pool;
  private final KindLink[][] links;
  private final boolean[] linked = new boolean[LEVELS];

  /** Index into the pool: the newest snapshot, and the base of each level. */
  private int now;

  private final int[] base = new int[LEVELS];
  private int levels = 1;

  /** Per cell: the tick of the last send at which an entity came in from another cell. */
  private int[] arrivals = {};

  WorldHistory(World world, CellSpace space) {
    this.world = world;
    this.space = space;
    this.kinds = world.schema().kinds().size();
    this.pool = new KindSnapshot[LEVELS + 1][];
    this.links = new KindLink[LEVELS][];
    pool[0] = snapshot();
    pool[1] = snapshot();
    links[0] = newLinks();
    base[0] = 1;
  }

  private KindSnapshot[] snapshot() {
    List<KindSchema> schemas = world.schema().kinds();
    KindSnapshot[] result = new KindSnapshot[kinds];
    for (int k = 0; k < kinds; k++) {
      result[k] = new KindSnapshot(schemas.get(k));
    }
    return result;
  }

  private KindLink[] newLinks() {
    KindLink[] result = new KindLink[kinds];
    for (int k = 0; k < kinds; k++) {
      result[k] = new KindLink();
    }
    return result;
  }

  /** What was now becomes the base of level 0; the world as it is at a tick becomes now. */
  void advance(int tick) {
    base[0] = now;
    now = unused();
    for (int level = 1; level < LEVELS; level++) {
      linked[level] = false;
    }
    for (int k = 0; k < kinds; k++) {
      pool[now][k].take(world.table(k), tick, space, pool[base[0]][k], links[0][k]);
    }
    if (levels > 1) {
      noteArrivals(tick);
    }
  }

  private void noteArrivals(int tick) {
    if (arrivals.length < space.limit()) {
      arrivals = Arrays.copyOf(arrivals, space.limit() * 2);
    }
    for (int k = 0; k < kinds; k++) {
      KindSnapshot kind = pool[now][k];
      for (int row = 0; row < kind.count(); row++) {
        if (kind.since(row) == tick) {
          arrivals[kind.cell(row)] = tick;
        }
      }
    }
  }

  /** Whether an entity came into the cell after a tick, as far as bases are kept. */
  boolean arrivedSince(int cell, int tick) {
    return cell < arrivals.length && arrivals[cell] > tick;
  }

  /** The send of this number is done: levels that have a slice in it build on it from now on. */
  void sent(int send) {
    for (int level = 1; level < levels; level++) {
      if (send % (1 << level) == 0) {
        base[level] = now;
      }
    }
  }

  /** Whether all levels are kept. */
  boolean keepsBases() {
    return levels == LEVELS;
  }

  /** Keeps all levels from now on. The send that is done has a slice of every stream. */
  void keepBases() {
    levels = LEVELS;
    for (int level = 1; level < LEVELS; level++) {
      base[level] = now;
      if (links[level] == null) {
        links[level] = newLinks();
      }
    }
  }

  private int unused() {
    for (int i = 0; i < pool.length; i++) {
      boolean used = i == base[0];
      for (int level = 1; level < levels; level++) {
        used |= i == base[level];
      }
      if (!used) {
        if (pool[i] == null) {
          pool[i] = snapshot();
        }
        return i;
      }
    }
    throw new IllegalStateException("no snapshot is free");
  }

  int kinds() {
    return kinds;
  }

  /** What the slice of a level is relative to. */
  KindSnapshot base(int level, int kind) {
    return pool[base[level]][kind];
  }

  KindSnapshot now(int kind) {
    return pool[now][kind];
  }

  /** Which rows of a level's base are which now; joined when first asked for in a send. */
  KindLink link(int level, int kind) {
    if (level > 0 && !linked[level]) {
      linked[level] = true;
      for (int k = 0; k < kinds; k++) {
        links[level][k].join(base(level, k), now(k));
      }
    }
    return links[level][kind];
  }

  /** How many entities with a position are in a cell. */
  int placedIn(int cell) {
    int sum = 0;
    for (KindSnapshot kind : pool[now]) {
      sum += kind.placed() ? kind.sizeOf(cell) : 0;
    }
    return sum;
  }

  /** Centres the view on the entity, if it exists and has a position. */
  boolean centre(View view, int entityId) {
    for (KindSnapshot kind : pool[now]) {
      int row = kind.placed() ? kind.rowOf(entityId) : KindSnapshot.NONE;
      if (row != KindSnapshot.NONE) {
        view.centre(kind.x(row), kind.y(row));
        view.home(kind.cell(row));
        return true;
      }
    }
    return false;
  }

  /** The cell of an entity, or {@link KindSnapshot#NONE}. */
  int cellOf(int entityId) {
    for (KindSnapshot kind : pool[now]) {
      int row = kind.rowOf(entityId);
      if (row != KindSnapshot.NONE) {
        return kind.cell(row);
      }
    }
    return KindSnapshot.NONE;
  }
}
