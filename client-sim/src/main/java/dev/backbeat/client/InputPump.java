package dev.backbeat.client;

import dev.backbeat.client.predict.InputHistory;
import io.vertx.core.buffer.Buffer;

/**
 * Asks for one input for every tick and sends it a little before the server simulates it, unless it
 * is what the server holds already (see {@link InputRuns}); while the lead has not settled, every
 * one is sent. No tick is left out and none comes twice: where the timer was late, the inputs of
 * all ticks since are taken at once. Only after a second without a timer, for which the server
 * would not hold an input either, it goes on with the tick that is due.
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
  private long slippedNs;

  InputPump(
      GameClient client,
      ClientStats stats,
      InputSource source,
      SessionInfo session,
      ServerClock clock,
      ShotView view,
      boolean keepInputs,
      long nowNs) {
    this.client = client;
    this.stats = stats;
    this.source = source;
    this.clock = clock;
    this.view = view;
    this.tickHz = session.tickHz();
    this.lead = new InputLead(tickHz);
    this.input = new PlayerInput(session.schema().input());
    this.history =
        keepInputs ? new InputHistory(input.schema(), tickHz, input.axes, input.presses) : null;
    this.runs = new InputRuns(tickHz, input.axes.length, input.presses.length);
    this.slippedNs = clock.slippedNs();
    onPong(nowNs);
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
    return lead.tickQ8(nowNs);
  }

  InputLead lead() {
    return lead;
  }

  /** A new connection of the same session: the server has forgotten what it held. */
  void onResumed() {
    input.startCounting();
    runs.onResumed();
    lead.onResumed();
    newestTick = 0;
    if (history != null) {
      history.onResumed();
    }
  }

  /** The server wants so many inputs in one message. */
  void batchTicks(int wanted) {
    runs.batchTicks(wanted);
    lead.batchTicks(runs.batchTicks());
  }

  /** A Ping was answered. */
  void onPong(long nowNs) {
    followSlip();
    lead.onRoundTrip(
        clock.offsetNs(nowNs), Math.max(0, stats.rttNs), Math.max(0, stats.jitterNs), nowNs);
    lead.leastRoundTrip(stats.minRttNs);
  }

  private void followSlip() {
    if (clock.slippedNs() != slippedNs) {
      lead.onServerSlip(clock.slippedNs() - slippedNs);
      slippedNs = clock.slippedNs();
    }
  }

  void report(FrameHeader header) {
    lead.report(header.tick(), header.inputTick(), header.inputLeadQ8(), header.lateInputs());
  }

  /** What is due now, or null; there may be more at once (see {@link #dueNs}). */
  Buffer poll(long nowNs) {
    long newest = lead.tickQ8(nowNs) >> 8;
    if (newest > Integer.MAX_VALUE) {
      throw new ProtocolViolationException("the server's tick is out of range: " + newest);
    }
    if (newestTick > newest + tickHz) {
      // The server slipped far back: what was sent is for ticks that are far off.
      newestTick = newest - 1;
      runs.restart();
    }
    if (newest <= newestTick || newest < 1) {
      return null;
    }
    boolean anew = newestTick == 0 || newest - newestTick > tickHz;
    long first = anew ? newest : newestTick + 1;
    newest = Math.min(newest, first + InputEncoder.MAX_INPUTS - runs.waiting() - 1);
    for (long tick = first; tick <= newest; tick++) {
      take((int) tick, nowNs);
    }
    newestTick = newest;
    int count = runs.waiting();
    Buffer message = runs.take(!lead.settled());
    if (message != null) {
      stats.inputs += count;
      lead.onSent(count, (int) newest);
    }
    return message;
  }

  private void take(int tick, long nowNs) {
    source.prepare(client, tick, input);
    int viewLagQ8 = runs.pressed(input) ? view.lagQ8(tick, nowNs) : 0;
    lead.onTaken(tick);
    runs.add(tick, input, viewLagQ8);
    if (history != null) {
      history.take(tick);
    }
  }

  /** When the next input is due. */
  long dueNs(long nowNs) {
    return nowNs + lead.nsUntil(newestTick + 1 << 8, nowNs);
  }
}
