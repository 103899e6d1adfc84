package dev.backbeat.server.world;

import dev.backbeat.schema.WorldSchema;

/**
 * A room's entities, one table per kind. What stands in here is exactly what clients receive.
 *
 * <p>Owned by one thread, the room's; with assertions on, touching it from another one fails.
 */
public final class World {
  /** A room that has no more ids left than these is to end: they suffice for its last ticks. */
  private static final int RESERVED_IDS = 1 << 20;

  private final WorldSchema schema;
  private final int audiences;
  private final int maxEntities;
  private final EntityTable[] tables;
  private final History[] histories;
  private int lastId;
  private Thread owner;
  private Runnable atLimit = () -> {};

  /**
   * An empty world.
   *
   * @param audiences number of audiences: 1 (everybody) plus the teams that see things of their own
   * @param maxEntities spawning more fails
   */
  public World(WorldSchema schema, int audiences, int maxEntities) {
    this(schema, audiences, maxEntities, 0);
  }

  World(WorldSchema schema, int audiences, int maxEntities, int firstId) {
    if (audiences < 1 || maxEntities < 1) {
      throw new IllegalArgumentException("audiences and maxEntities must be at least 1");
    }
    this.schema = schema;
    this.audiences = audiences;
    this.maxEntities = maxEntities;
    this.lastId = firstId - 1;
    this.tables = new EntityTable[schema.kinds().size()];
    this.histories = new History[tables.length];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = new EntityTable(this, schema.kinds().get(i));
    }
  }

  /** What the world consists of. */
  public WorldSchema schema() {
    return schema;
  }

  /** Number of audiences; 0 is everybody. */
  public int audiences() {
    return audiences;
  }

  /** The table of the kind with this index in the schema. */
  public EntityTable table(int kind) {
    return tables[kind];
  }

  /** The table of the named kind. */
  public EntityTable table(String kind) {
    return tables[schema.kind(kind)];
  }

  /** Number of living entities of all kinds. */
  public int count() {
    int sum = 0;
    for (EntityTable t : tables) {
      sum += t.count();
    }
    return sum;
  }

  /** Does this whenever an entity is refused because there are as many as there may be. */
  public void atLimit(Runnable action) {
    atLimit = action;
  }

  /** Makes the calling thread the owner. The previous owner must not touch the world any more. */
  public void own() {
    owner = Thread.currentThread();
  }

  /**
   * Ends the tick: rows of despawned entities go. Called by the room once replication has read
   * them.
   */
  public void compact() {
    assertOwner();
    for (EntityTable t : tables) {
      t.compact();
    }
  }

  /**
   * The history of a kind; from the first call on it is kept.
   *
   * @param sends how many sends back it reaches; counts at the first call
   */
  public History history(int kind, int sends) {
    assertOwner();
    if (histories[kind] == null) {
      histories[kind] = new History(this, tables[kind], sends);
    }
    return histories[kind];
  }

  /** Clients are told of the tick that {@link #compact} has ended: keeps it in all histories. */
  public void record(int tick) {
    assertOwner();
    for (History history : histories) {
      if (history != null) {
        history.record(tick);
      }
    }
  }

  /** A hash over ids, audiences and fields of all living entities, the same on every machine. */
  public long hash() {
    long h = 0x9e3779b97f4a7c15L;
    for (EntityTable t : tables) {
      h = t.hash(mix(h, t.count()));
    }
    return h;
  }

  /**
   * Whether ids, which are never used again, come to their end: after weeks of many short-lived
   * entities. The room then ends.
   */
  public boolean idsRunOut() {
    return lastId >= Integer.MAX_VALUE - RESERVED_IDS;
  }

  void assertOwner() {
    assert owner == null || owner == Thread.currentThread()
        : "the world belongs to " + owner + ", touched by " + Thread.currentThread();
  }

  int nextId() {
    if (count() >= maxEntities) {
      atLimit.run();
      throw new TooManyEntitiesException(maxEntities);
    }
    if (lastId == Integer.MAX_VALUE) {
      throw new IllegalStateException("the room has used up its entity ids");
    }
    return ++lastId;
  }

  /** SplitMix64's finalizer (Steele, Lea, Flood 2014) over a running hash. */
  static long mix(long hash, int value) {
    long z = hash * 31 + value + 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
