package dev.backbeat.client;

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
  private long newestTick;

  InputPump(
      GameClient client,
      ClientStats stats,
      InputSource source,
      SessionInfo session,
      ServerClock clock) {
    this.client = client;
    this.stats = stats;
    this.source = source;
    this.clock = clock;
    this.tickHz = session.tickHz();
    this.lead = new InputLead(tickHz, Math.max(0, clock.minRttNs() / 2));
    this.input = new PlayerInput(session.schema().input());
    this.runs = new InputRuns(tickHz, input.axes.length, input.presses.length);
  }

  InputLead lead() {
    return lead;
  }

  /** A new connection of the same session: the server has forgotten what it held. */
  void onResumed() {
    input.startCounting();
    runs.restart();
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
      source.prepare(client, (int) tick, input);
      runs.add(tick, input);
    }
    newestTick = newest;
    int count = runs.waiting();
    Buffer message = runs.take(!lead.settled());
    stats.inputs += message == null ? 0 : count;
    return message;
  }

  /** When the next input is due. */
  long dueNs(long nowNs) {
    return nowNs + clock.nsUntil((newestTick + 1 << 8) - lead.aheadQ8(), nowNs);
  }
}
