package dev.backbeat.server.replication;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.rule.StaticMap;
import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.EventSchema;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.Interest;
import dev.backbeat.server.world.EntityTable;
import dev.backbeat.server.world.World;
import java.util.List;
import java.util.Map;

/** A small room without a game: a world of bodies, its replicator, and a loop stepped by hand. */
final class Fixture {
  static final int X = 0;
  static final int Y = 1;
  static final int VX = 2;
  static final int VY = 3;
  static final int AIM = 4;
  static final int HP = 5;
  static final int SIZE = 8000;
  static final CloseReason BYE = CloseReason.goodbye(CloseCode.NORMAL, "bye", 0);

  /** As the arena's players, so that byte counts mean something. */
  static final WorldSchema SCHEMA =
      new WorldSchema(
          List.of(
              KindSchema.of(
                  "player",
                  FieldSchema.of("x", "px", 0.125).predictedBy("vx").linear().as(FieldRole.X),
                  FieldSchema.of("y", "px", 0.125).predictedBy("vy").linear().as(FieldRole.Y),
                  FieldSchema.of("vx", "px/s", 0.125),
                  FieldSchema.of("vy", "px/s", 0.125),
                  FieldSchema.of("aim", "turn", 1.0 / 256).linear().wrapping(8),
                  FieldSchema.integer("hp"),
                  FieldSchema.integer("owner").as(FieldRole.OWNER),
                  FieldSchema.integer("look"),
                  FieldSchema.integer("teleport").wrapping(8).as(FieldRole.TELEPORT))),
          new InputSchema(List.of(new AxisSchema("move", -1, 1)), List.of()),
          List.of(EventSchema.of("bang", "number")),
          List.of(FieldSchema.integer("cooldown"), FieldSchema.integer("charges")));

  /** Counts what the broadcast reports. */
  static final class Counts implements BroadcastObserver {
    int tasks;
    int frames;
    long bytes;
    int skipped;
    int repairs;
    int overruns;

    @Override
    public void onBroadcast(int frameCount, long payloadBytes, int skippedClients) {
      tasks++;
      frames += frameCount;
      bytes += payloadBytes;
      skipped += skippedClients;
    }

    @Override
    public void onRepair() {
      repairs++;
    }

    @Override
    public void onLoopOverrun() {
      overruns++;
    }
  }

  final World world;
  final EntityTable bodies;
  final RoomReplicator replicator;
  final SteppedLoop loop = new SteppedLoop();
  final Counts counts = new Counts();
  int tick;

  Fixture(int spanTicks, int maxSeats, Interest interest) {
    StaticMap map = new StaticMap(0, 0, SIZE, SIZE, new int[0]);
    GameSpec spec = new GameSpec(SCHEMA, map, Map.of(), interest, 10_000);
    world = new World(SCHEMA, interest.audiences(), spec.maxEntities());
    bodies = world.table(0);
    replicator = new RoomReplicator(world, spec, spanTicks, maxSeats, counts);
  }

  Fixture() {
    this(1, 64, Interest.WHOLE_ROOM);
  }

  /** A seat with a connection on the fixture's loop. */
  FakeOutlet join(int seat) {
    return join(seat, new FakeOutlet(loop));
  }

  FakeOutlet join(int seat, FakeOutlet outlet) {
    replicator.addSeat(seat, seat + 1, "p" + (seat + 1), false);
    replicator.outlet(seat, outlet);
    return outlet;
  }

  /** A body; returns its row, which is its place in the order of spawning. */
  int spawn(int x, int y, int vx, int vy) {
    int row = bodies.spawn();
    bodies.set(row, X, x);
    bodies.set(row, Y, y);
    bodies.set(row, VX, vx);
    bodies.set(row, VY, vy);
    return row;
  }

  /** Moves all bodies by their velocities. */
  void move() {
    for (int row = 0; row < bodies.rows(); row++) {
      bodies.set(row, X, bodies.get(row, X) + bodies.get(row, VX));
      bodies.set(row, Y, bodies.get(row, Y) + bodies.get(row, VY));
    }
  }

  /** One tick without running the loop. */
  void commit() {
    tick++;
    replicator.commit(tick, tick * 50_000_000L);
    world.compact();
  }

  /** One tick, and everything that the loop has to do. */
  void step() {
    commit();
    loop.drain();
  }

  void steps(int ticks) {
    for (int i = 0; i < ticks; i++) {
      step();
    }
  }
}
