package dev.backbeat.client.predict;

import dev.backbeat.codec.ClientEntity;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.rule.Rule;
import dev.backbeat.rule.StaticMap;
import dev.backbeat.schema.WorldSchema;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * The own body where it will be once the server has simulated the inputs that were taken: computed
 * with the server's own rule, so that it is right to the bit unless something else had a hand in.
 *
 * <p>With every frame the state predicted for the frame's tick is compared with the authoritative
 * one, bit for bit. If they differ, the authoritative one is taken and the own inputs from the next
 * tick on are applied again (a <em>correction</em>). What this moves is not seen at once: the
 * difference is added to what is drawn and decays exponentially with a time constant of {@value
 * #SMOOTHING_MS} ms. Where the entity is another one, was teleported, or everything was reset,
 * nothing is smoothed.
 *
 * <p>Used on the client's event loop; made by {@code GameClient.predict}.
 */
public final class Prediction {
  /** Time constant with which a correction vanishes from what is drawn. */
  public static final int SMOOTHING_MS = 100;

  /** So far beyond the newest frame, and no farther: the body then stands. */
  public static final int AHEAD_S = 3;

  /** How much of a tick is drawn of an input that came after the newest one was taken. */
  private static final int LIVE_PART_Q8 = 16;

  private final String kindName;
  private final Rule rule;

  private StateLayout layout;
  private StaticMap map;
  private int tickHz;
  private StateRing states;
  private InputHistory inputs;
  private LongUnaryOperator inputClock = nowNs -> 0;
  private int[] input = {};
  private int[] server = {};
  private int[] next = {};

  private boolean active;
  private int entityId = -1;
  private int teleport;
  private int serverTick;
  private int limitTick;

  private double[] drawn = {};
  private double[] before = {};
  private double[] offset = {};
  private long offsetAtNs;

  private long corrections;
  private double correctionSize;
  private double largestCorrection;
  private long replayedTicks;

  /** A prediction of entities of that kind; nothing happens before the client is in a room. */
  public Prediction(String kindName, Rule rule) {
    this.kindName = kindName;
    this.rule = rule;
  }

  /**
   * A new room. Called by the client.
   *
   * @throws IllegalArgumentException if the room has no such kind, or nothing by one of the names
   *     in the rule's state
   */
  public void onWelcome(
      WorldSchema schema, StaticMap newMap, Map<String, Integer> constants, int newTickHz) {
    layout = new StateLayout(kindName, rule, schema, constants);
    map = newMap;
    tickHz = newTickHz;
    states = new StateRing(layout.length, tickHz);
    server = new int[layout.length];
    next = new int[layout.length];
    drawn = new double[layout.length];
    before = new double[layout.length];
    offset = new double[layout.length];
    inputs = null;
    active = false;
    serverTick = 0;
  }

  /**
   * Where inputs come from. Called by the client when the first one is about to be taken.
   *
   * @param clock from a time in ns to the position of the input clock, in 1/256 tick
   */
  public void onInputs(InputHistory history, LongUnaryOperator clock) {
    inputs = history;
    inputClock = clock;
    input = new int[history.width()];
  }

  /** An input was taken. Called by the client. */
  public void onInput() {
    if (active) {
      advance();
    }
  }

  /**
   * A frame was applied to the world. Called by the client.
   *
   * @param leadTicks how far inputs are ahead of the newest frame, ordinarily
   */
  public void onFrame(ClientWorld world, boolean reset, int leadTicks, long nowNs) {
    ClientEntity own = world.own();
    if (own == null || own.kind() != layout.kind || inputs == null) {
      active = false;
      return;
    }
    layout.read(world, own, server);
    serverTick = world.tick();
    limitTick = serverTick + Math.min(AHEAD_S * tickHz + leadTicks, (AHEAD_S + 1) * tickHz);
    boolean another = !active || own.id() != entityId || own.teleport() != teleport;
    entityId = own.id();
    teleport = own.teleport();
    if (another) {
      active = true;
      offsetAtNs = nowNs;
      Arrays.fill(offset, 0);
      states.restart(serverTick, server);
      advance();
    } else if (!states.has(serverTick) || !states.same(layout, serverTick, server)) {
      correct(reset, nowNs);
    } else {
      advance();
    }
  }

  private void correct(boolean reset, long nowNs) {
    boolean predicted = states.has(serverTick);
    int ahead = states.newestTick() - serverTick;
    evaluate(nowNs, before);
    decay(nowNs);
    states.restart(serverTick, server);
    advance();
    evaluate(nowNs, drawn);
    double dx = 0;
    double dy = 0;
    for (int i = 0; i < layout.length; i++) {
      if (layout.linear[i]) {
        double d = layout.difference(i, drawn[i], before[i]);
        dx = i == layout.slotX ? d : dx;
        dy = i == layout.slotY ? d : dy;
        offset[i] = reset ? 0 : offset[i] + d;
      }
    }
    if (predicted) {
      corrections++;
      replayedTicks += ahead;
      correctionSize = Math.sqrt(dx * dx + dy * dy);
      largestCorrection = Math.max(largestCorrection, correctionSize);
    }
  }

  /** Computes on to the newest input, and no farther than is bearable without a frame. */
  private void advance() {
    if (inputs == null) {
      return;
    }
    int to = Math.min(inputs.newestTick(), limitTick);
    for (int tick = states.newestTick() + 1; tick <= to; tick++) {
      states.copyNewest(next);
      layout.tick(next, tick);
      inputs.read(tick, input);
      rule.step(next, input, map);
      states.add(tick, next);
    }
  }

  /** What is to be drawn at a time, without smoothing. */
  private void evaluate(long nowNs, double[] into) {
    long q8 = inputClock.applyAsLong(nowNs);
    int newest = states.newestTick();
    int tick = (int) Math.max(states.oldestTick(), Math.min(newest, q8 >> 8));
    long part = Math.max(0, Math.min(256, q8 - ((long) tick << 8)));
    if (newest < limitTick && inputs.liveDiffers()) {
      // The picture's time may lie before the newest input's; what has changed since shows all the
      // same.
      part = Math.max(LIVE_PART_Q8, tick < newest ? 0 : part);
      tick = newest;
    }
    if (tick < newest) {
      states.copy(tick + 1, next);
    } else if (newest >= limitTick) {
      part = 0; // As far as it goes without a frame: the body stands.
    } else {
      states.copyNewest(next);
      layout.tick(next, tick + 1);
      inputs.readLive(input);
      rule.step(next, input, map);
    }
    for (int i = 0; i < layout.length; i++) {
      int from = states.value(tick, i);
      into[i] =
          layout.linear[i]
              ? layout.normalize(i, from + layout.difference(i, from, next[i]) * part / 256.0)
              : from;
    }
  }

  private void decay(long nowNs) {
    double share = Math.exp(-Math.max(0, nowNs - offsetAtNs) / (SMOOTHING_MS * 1e6));
    offsetAtNs = nowNs;
    for (int i = 0; i < offset.length; i++) {
      offset[i] *= share;
    }
  }

  /**
   * Computes what is to be drawn now: between the newest tick and the one that comes next if the
   * input stays as it is, so that a key shows in the picture after it was pressed. Read it with
   * {@link #x}, {@link #y} and {@link #value}.
   *
   * @return false if there is nothing to draw: no own entity of the kind
   */
  public boolean draw(long nowNs) {
    if (!active) {
      return false;
    }
    evaluate(nowNs, drawn);
    decay(nowNs);
    for (int i = 0; i < layout.length; i++) {
      if (layout.linear[i]) {
        drawn[i] = layout.normalize(i, drawn[i] + offset[i]);
      }
    }
    return true;
  }

  /** The drawn position's first coordinate, in its integers with a fraction. */
  public double x() {
    return layout.slotX < 0 ? 0 : drawn[layout.slotX];
  }

  /** The drawn position's second coordinate, in its integers with a fraction. */
  public double y() {
    return layout.slotY < 0 ? 0 : drawn[layout.slotY];
  }

  /**
   * A drawn value of the rule's state, in its integers.
   *
   * @param name one of the rule's {@code stateNames}
   */
  public double value(String name) {
    return drawn[layout.slot(name)];
  }

  /** Whether there is an own entity of the kind, and inputs to predict with. */
  public boolean active() {
    return active;
  }

  /** The newest tick that was computed; 0 = not active. */
  public int tick() {
    return active ? states.newestTick() : 0;
  }

  /**
   * The state at the end of {@link #tick}: a new array in the order of the rule's names; null if
   * not active.
   */
  public int[] state() {
    return stateAt(tick());
  }

  /** The state at the end of a tick, a new array; null if it is not kept. */
  public int[] stateAt(int atTick) {
    if (!active || !states.has(atTick)) {
      return null;
    }
    int[] result = new int[layout.length];
    states.copy(atTick, result);
    return result;
  }

  /** The tick of the newest authoritative state; 0 = none yet. */
  public int serverTick() {
    return serverTick;
  }

  /** The newest authoritative state: a new array. */
  public int[] serverState() {
    return server.clone();
  }

  /** How often a frame differed from what was predicted for its tick. */
  public long corrections() {
    return corrections;
  }

  /** By how much the newest correction moved the drawn position, in position quanta. */
  public double correctionSize() {
    return correctionSize;
  }

  /** The largest of them. */
  public double largestCorrection() {
    return largestCorrection;
  }

  /** Ticks that were computed again in corrections. */
  public long replayedTicks() {
    return replayedTicks;
  }
}
