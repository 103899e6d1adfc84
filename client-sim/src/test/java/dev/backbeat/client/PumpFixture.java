package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;
import dev.backbeat.v1.ServerFrame;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An {@link InputPump} beside a model of the server: one axis, one action, time in steps of a
 * millisecond. The server reports each message one tick after it arrived.
 */
final class PumpFixture {
  private static final long MS = 1_000_000;
  private static final int START_TICK = 1000;

  private final int hz;
  private final ServerClock clock;
  private final InputPump pump;
  private final List<InputBatch> sent = new ArrayList<>();
  private final Map<Long, InputBatch> arriving = new TreeMap<>();
  private final Map<Long, ServerFrame> reports = new TreeMap<>();
  private final Map<Integer, int[]> meant = new TreeMap<>();
  private final TreeMap<Integer, int[]> received = new TreeMap<>();
  private final Map<Integer, Double> leadsMs = new TreeMap<>();
  private final Map<Integer, Integer> script = new TreeMap<>();
  private final TreeSet<Integer> presses = new TreeSet<>();
  private boolean axisEveryTick;
  private long nowNs;
  private int wayMs = 10;
  private int newestTick = START_TICK;
  private double leadMs;

  PumpFixture(int hz) {
    this.hz = hz;
    clock = new ServerClock(hz);
    clock.sample(0, START_TICK * 256L, 0);
    SessionInfo session =
        new SessionInfo(
            "s", "r", "g", 1, false, hz, 1, 1000, ScriptedServer.SCHEMA, null, Map.of(), "test", 0);
    pump =
        new InputPump(
            null,
            new ClientStats(),
            this::prepare,
            session,
            clock,
            new ShotView(nowNs -> clock.tickQ8(nowNs) - 128),
            false,
            0);
  }

  private void prepare(GameClient client, int tick, PlayerInput input) {
    newestTick = tick;
    if (axisEveryTick) {
      input.axis(0, tick % 100);
    } else if (script.containsKey(tick)) {
      input.axis(0, script.get(tick));
    }
    if (presses.contains(tick)) {
      input.press(0);
    }
    meant.put(tick, new int[] {input.axis(0), input.presses(0)});
  }

  InputPump pump() {
    return pump;
  }

  InputLead lead() {
    return pump.lead();
  }

  /** How early the newest input came. */
  double leadMs() {
    return leadMs;
  }

  /** How early the input of that tick came. */
  double leadMsOf(int tick) {
    return leadsMs.get(tick);
  }

  /** The newest tick whose input was asked for. */
  int newestTick() {
    return newestTick;
  }

  /** The axis has this value from that tick on. */
  void axisFrom(int tick, int value) {
    script.put(tick, value);
  }

  /** The axis has another value in each tick. */
  void axisEveryTick(boolean on) {
    axisEveryTick = on;
  }

  /** The action is pressed in that tick. */
  void pressAt(int tick) {
    presses.add(tick);
  }

  /** Messages are so long on their way from now on. */
  void wayMs(int ms) {
    wayMs = ms;
  }

  /** The server wants so many inputs in one message. */
  void ask(int batchTicks) {
    pump.batchTicks(batchTicks);
  }

  /** The messages since the last call. */
  List<InputBatch> takeSent() {
    List<InputBatch> result = List.copyOf(sent);
    sent.clear();
    return result;
  }

  void runTicks(int ticks) {
    for (long endNs = nowNs + ticks * 1_000_000_000L / hz; nowNs < endNs; nowNs += MS) {
      arrive();
      report();
      Buffer message = pump.poll(nowNs);
      if (message != null) {
        InputBatch batch = parsed(message);
        sent.add(batch);
        arriving.put(nowNs + wayMs * MS, batch);
      }
      assertTrue(pump.dueNs(nowNs) > nowNs, "nothing is due that was just polled");
    }
  }

  /** So long nobody asks the pump. */
  void pauseTicks(int ticks) {
    nowNs += ticks * 1_000_000_000L / hz;
  }

  private void arrive() {
    InputBatch batch = arriving.remove(nowNs);
    if (batch == null) {
      return;
    }
    int count = batch.getValuesCount();
    for (int i = 0; i < count; i++) {
      int tick = batch.getFirstTick() + i;
      received.put(tick, new int[] {batch.getValues(i), batch.getPresses(i)});
      leadMs = (tick - START_TICK) * 1000.0 / hz - nowNs / 1e6;
      leadsMs.put(tick, leadMs);
    }
    ServerFrame report =
        ServerFrame.newBuilder()
            .setTick(START_TICK + 1 + (int) (nowNs * hz / 1_000_000_000L))
            .setInputTick(batch.getFirstTick() + count - 1)
            .setInputLeadQ8((int) Math.round(leadMs * hz * 256 / 1000))
            .build();
    reports.put(nowNs + (1000 / hz + wayMs) * MS, report);
  }

  private void report() {
    ServerFrame report = reports.remove(nowNs);
    if (report != null) {
      FrameHeader header = new FrameHeader();
      assertTrue(header.parse(Buffer.buffer(report.toByteArray())));
      pump.report(header);
    }
  }

  private static InputBatch parsed(Buffer message) {
    try {
      return ClientFrame.parseFrom(message.getBytes()).getInputs();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  void assertServerUsedWhatWasMeant() {
    assertServerUsedWhatWasMeant("");
  }

  /**
   * The server holds the newest input for ticks without one, for a second: with that, each tick
   * gets what the source meant for it.
   */
  void assertServerUsedWhatWasMeant(String hint) {
    int newestReceived = received.lastKey();
    for (Map.Entry<Integer, int[]> entry : meant.entrySet()) {
      int tick = entry.getKey();
      if (tick > newestReceived || tick < received.firstKey()) {
        continue;
      }
      Map.Entry<Integer, int[]> held = received.floorEntry(tick);
      assertTrue(tick - held.getKey() <= hz, hint + ": held for more than a second");
      assertEquals(entry.getValue()[0], held.getValue()[0], hint + ": axis of tick " + tick);
      assertEquals(entry.getValue()[1], held.getValue()[1], hint + ": presses of tick " + tick);
    }
  }
}
