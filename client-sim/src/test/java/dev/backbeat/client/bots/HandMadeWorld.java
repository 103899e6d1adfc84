package dev.backbeat.client.bots;

import dev.backbeat.client.GameClient;
import dev.backbeat.client.PlayerInput;
import dev.backbeat.client.SessionInfo;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.games.arena.ArenaFactory;
import dev.backbeat.rule.StaticMap;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.KindSlice;
import dev.backbeat.v1.ServerFrame;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A world that a test puts up entity by entity, in the arena's own schema or in another one. */
final class HandMadeWorld implements BotContext {
  private final SessionInfo session;
  private final ClientWorld world;
  private final SplittableRandom random;
  private final Map<Integer, Map<Integer, int[]>> entities = new TreeMap<>();
  private int own = -1;
  private int tick = 100;
  private int[] privates;

  HandMadeWorld(WorldSchema schema, StaticMap map, Map<String, Integer> constants, long seed) {
    this.session =
        new SessionInfo("s", "r", "g", 1, false, 30, 1, 30_000, schema, map, constants, "test", 0);
    this.world = new ClientWorld(schema);
    this.random = new SplittableRandom(seed);
    this.privates = new int[schema.privateFields().size()];
  }

  /** The arena without its walls. */
  static HandMadeWorld arena(long seed, int... walls) {
    GameSpec spec = new ArenaFactory().spec(new RoomOptions(30, 1, 32, 8, 60, 1, Map.of()));
    StaticMap map = new StaticMap(-100_000, -100_000, 100_000, 100_000, walls);
    return new HandMadeWorld(spec.schema(), map, spec.constants(), seed);
  }

  HandMadeWorld own(int id) {
    own = id;
    return this;
  }

  HandMadeWorld privateField(String name, int value) {
    privates[session.schema().privateField(name)] = value;
    return this;
  }

  /** Puts an entity; fields as name, value, name, value; the others are 0. */
  HandMadeWorld put(int id, String kind, Object... fields) {
    int k = session.schema().kind(kind);
    KindSchema schema = session.schema().kinds().get(k);
    int[] values = new int[schema.fields().size()];
    for (int i = 0; i < fields.length; i += 2) {
      values[schema.field((String) fields[i])] = (Integer) fields[i + 1];
    }
    entities.computeIfAbsent(k, n -> new TreeMap<>()).put(id, values);
    return this;
  }

  /** Lets the world take all that was put. */
  HandMadeWorld show() {
    world.apply(frame(++tick).build());
    return this;
  }

  ServerFrame.Builder frame(int atTick) {
    CellSlice.Builder cell = CellSlice.newBuilder().setCell(1).setKeyframe(true);
    entities.forEach(
        (kind, ofKind) -> {
          KindSlice.Builder slice = KindSlice.newBuilder().setKind(kind);
          int last = -1;
          for (Map.Entry<Integer, int[]> e : ofKind.entrySet()) {
            slice.addEntered(e.getKey() - last - 1);
            last = e.getKey();
            for (int v : e.getValue()) {
              slice.addValues(v);
            }
          }
          cell.addKinds(slice);
        });
    ServerFrame.Builder frame =
        ServerFrame.newBuilder().setTick(atTick).setReset(true).setOwnEntity(own).addCells(cell);
    frame.setPrivateMask((1 << privates.length) - 1);
    for (int p : privates) {
      frame.addPrivateValues(p);
    }
    return frame;
  }

  /** Lets a behaviour act for some ticks on the world as it is; returns its input. */
  PlayerInput act(Behavior behavior, int ticks) {
    PlayerInput input = new PlayerInput(session.schema().input());
    behavior.onWelcome(this);
    for (int i = 1; i <= ticks; i++) {
      behavior.act(this, world.tick() + i, input);
    }
    return input;
  }

  @Override
  public int index() {
    return 0;
  }

  @Override
  public SplittableRandom random() {
    return random;
  }

  @Override
  public ClientWorld world() {
    return world;
  }

  @Override
  public SessionInfo session() {
    return session;
  }

  @Override
  public GameClient client() {
    throw new UnsupportedOperationException("a hand-made world has no client");
  }
}
