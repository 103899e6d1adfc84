package dev.backbeat.client;

import dev.backbeat.client.predict.InputHistory;
import io.vertx.core.buffer.Buffer;

/**
 * Asks for one input for every tick and sends it a little before the server simulates it, unless it
 * is what the server holds already (see {@link InputRuns}); while the lead has not settled, every
 * one is sent. Where the timer was late, several go in one message; ticks that the server has
 * passed by then get none (the server holds the newest input for them, and press counters lose
 * nothing).
 */
final class InputPump {
  private final GameClient client;
  private final ClientStats stats;
  private final InputSource source;
  private final ServerClock clock;
  private final InputLead lead;
  private final PlayerInput input;
  private final InputRuns runs;
  private final int tickHz;
  private final ShotView view;
  private final InputHistory history;
  private long newestTick;

  InputPump(
      GameClient client,
      ClientStats stats,
      InputSource source,
      SessionInfo session,
      ServerClock clock,
      ShotView view,
      boolean keepInputs) {
    this.client = client;
    this.stats = stats;
    this.source = source;
    this.clock = clock;
    this.view = view;
    this.tickHz = session.tickHz();
    this.lead = new InputLead(tickHz, Math.max(0, clock.minRttNs() / 2));
    this.input = new PlayerInput(session.schema().input());
    this.history = keepInputs ? new InputHistory(tickHz, input.axes, input.presses) : null;
    this.runs = new InputRuns(tickHz, input.axes.length, input.presses.length);
  }

  /** The input as it stands. */
  PlayerInput input() {
    return input;
  }

  /** The own inputs of the last seconds; null if they are not kept. */
  InputHistory history() {
    return history;
  }

  /** Where the input clock is, in 1/256 tick: the input of tick t is taken when it reaches t. */
  long tickQ8(long nowNs) {
    return clock.tickQ8(nowNs) + lead.aheadQ8();
  }

  InputLead lead() {
    return lead;
  }

  /** A new connection of the same session: the server has forgotten what it held. */
  void onResumed() {
    input.startCounting();
    runs.restart();
    if (history != null) {
      history.onResumed();
    }
  }

  /** The server wants so many inputs in one message. */
  void batchTicks(int wanted) {
    runs.batchTicks(wanted);
    lead.batchTicks(runs.batchTicks(), (int) newestTick);
  }

  void report(FrameHeader header) {
    lead.report(header.inputTick(), header.inputLeadQ8(), (int) newestTick);
  }

  /** What is due now, or null. */
  Buffer poll(long nowNs) {
    long positionQ8 = clock.tickQ8(nowNs);
    long newest = positionQ8 + lead.aheadQ8() >> 8;
    if (newest > Integer.MAX_VALUE) {
      throw new ProtocolViolationException("the server's tick is out of range: " + newest);
    }
    if (newestTick > newest + tickHz) {
      // The estimate was set anew, far back: what was sent is for ticks that are far off.
      newestTick = newest - 1;
      runs.restart();
    }
    if (newest <= newestTick || newest < 1) {
      return null;
    }
    long passed = positionQ8 >> 8;
    long most = InputEncoder.MAX_INPUTS - runs.waiting();
    long first = Math.max(newestTick + 1, newest - most + 1);
    first = Math.max(first, Math.min(passed + 1, newest));
    for (long tick = first; tick <= newest; tick++) {
      take((int) tick, nowNs);
    }
    newestTick = newest;
    int count = runs.waiting();
    Buffer message = runs.take(!lead.settled());
    stats.inputs += message == null ? 0 : count;
    return message;
  }

  private void take(int tick, long nowNs) {
    source.prepare(client, tick, input);
    int viewLagQ8 = runs.pressed(input) ? view.lagQ8(tick, nowNs) : 0;
    view.onInput();
    runs.add(tick, input, viewLagQ8);
    if (history != null) {
      history.take(tick);
    }
  }

  /** When the next input is due. */
  long dueNs(long nowNs) {
    return nowNs + clock.nsUntil((newestTick + 1 << 8) - lead.aheadQ8(), nowNs);
  }
}
