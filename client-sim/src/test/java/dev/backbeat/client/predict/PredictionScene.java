package dev.backbeat.client.predict;

import dev.backbeat.codec.ClientWorld;
import dev.backbeat.rule.Rule;
import dev.backbeat.rule.StaticMap;
import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.FieldRole;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.KindSlice;
import dev.backbeat.v1.ServerFrame;
import java.util.List;
import java.util.Map;

/**
 * A prediction beside a model of the server, tick by tick: inputs are taken {@link #AHEAD} ticks
 * before they are simulated, frames come at once. The rule uses all there is: fields, a private
 * field, a constant, the tick, presses and the map.
 */
final class PredictionScene {
  static final int HZ = 20;
  static final int AHEAD = 4;
  static final StaticMap MAP = new StaticMap(-20_000, 0, 20_000, 1, new int[0]);
  static final Map<String, Integer> CONSTANTS = Map.of("accel", 7);
  static final WorldSchema SCHEMA =
      new WorldSchema(
          List.of(
              KindSchema.of(
                  "body",
                  FieldSchema.of("x", "px", 1).predictedBy("vx").linear().as(FieldRole.X),
                  FieldSchema.of("vx", "px", 1),
                  FieldSchema.of("aim", "", 1).wrapping(8).linear(),
                  FieldSchema.integer("teleport").wrapping(8).as(FieldRole.TELEPORT))),
          new InputSchema(List.of(new AxisSchema("move", -50, 50)), List.of("fire")),
          List.of(),
          List.of(FieldSchema.integer("ammo")));

  private static final long PERIOD_NS = 1_000_000_000L / HZ;

  static Rule rule(String... names) {
    return new Rule() {
      @Override
      public String[] stateNames() {
        return names;
      }

      @Override
      public void step(int[] s, int[] input, StaticMap map) {
        s[1] += Math.max(-s[4], Math.min(s[4], input[0] - s[1]));
        if (s[0] + s[1] >= map.maxX || s[0] + s[1] < map.minX) {
          s[1] = 0;
        }
        s[0] += s[1];
        s[2] = s[5] * 3 & 255;
        s[3] -= input[1];
      }
    };
  }

  static final Rule RULE = rule("x", "vx", "aim", "ammo", "accel", Rule.TICK);

  final Prediction prediction = new Prediction("body", RULE);
  final int[] live = {0};
  private final int[] livePresses = {0};
  private final InputHistory inputs = new InputHistory(SCHEMA.input(), HZ, live, livePresses);
  private final ClientWorld world = new ClientWorld(SCHEMA);
  private final int span;
  private int[] state = {0, 0, 0, 1_000_000, 7, 0};
  private int teleport;
  private int entity = 3;
  private int tick;
  private boolean held;
  private boolean resetNext;
  int move;
  int presses;

  PredictionScene(int span) {
    this.span = span;
    prediction.onWelcome(SCHEMA, MAP, CONSTANTS, HZ);
    prediction.onInputs(inputs, nowNs -> nowNs * 256 / PERIOD_NS + ((long) AHEAD << 8));
    for (int t = 1; t <= AHEAD; t++) {
      inputs.take(t);
    }
  }

  int serverTick() {
    return tick;
  }

  private long nowNs() {
    return tick * PERIOD_NS;
  }

  /** One tick; {@code silent} = the server leaves its frame out. */
  void tick(boolean silent) {
    live[0] = move;
    livePresses[0] = presses;
    inputs.take(++tick + AHEAD);
    int[] input = new int[2];
    inputs.read(tick, input);
    state[5] = tick;
    RULE.step(state, input, MAP);
    prediction.onInput();
    if (tick % span == 0 && !silent && !held) {
      frame();
    }
  }

  void ticks(int n) {
    for (int i = 0; i < n; i++) {
      tick(false);
    }
  }

  private void frame() {
    KindSlice.Builder slice = KindSlice.newBuilder();
    if (entity >= 0) {
      slice.addEntered(entity).addValues(state[0]).addValues(state[1]);
      slice.addValues(state[2]).addValues(teleport);
    }
    // A keyframe each time: what is tested is what becomes of the values.
    boolean first = world.tick() == 0 || resetNext;
    ServerFrame frame =
        ServerFrame.newBuilder()
            .setTick(tick)
            .setReset(first)
            .setOwnEntity(entity)
            .setPrivateMask(1)
            .addPrivateValues(state[3])
            .addCells(CellSlice.newBuilder().setCell(1).setKeyframe(true).addKinds(slice))
            .build();
    world.apply(frame);
    prediction.onFrame(world, resetNext, AHEAD, nowNs());
    resetNext = false;
  }

  /** Something else moves the body, before the next tick. */
  void push(int by) {
    state[0] += by;
  }

  void teleport(int to) {
    state[0] = to;
    teleport++;
  }

  void entity(int id) {
    entity = id;
  }

  void holdFrames(boolean on) {
    held = on;
  }

  void resetNext() {
    resetNext = true;
  }

  double drawnX() {
    return drawnXIn(0);
  }

  double drawnXIn(long ns) {
    prediction.draw(nowNs() + ns);
    return prediction.x();
  }

  /** What the server will have in so many ticks, with the inputs that were taken. */
  int[] truthIn(int ticks) {
    int[] s = state.clone();
    int[] input = new int[2];
    for (int t = tick + 1; t <= tick + ticks; t++) {
      inputs.read(t, input);
      s[5] = t;
      RULE.step(s, input, MAP);
    }
    return s;
  }
}
