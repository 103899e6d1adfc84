package dev.backbeat.client;

import io.vertx.core.buffer.Buffer;

/**
 * Sends one input for every tick, each a little before the server simulates it. Where the timer was
 * late, several go in one batch; ticks that the server has passed by then get none (the server
 * holds the newest input for them, and press counters lose nothing).
 */
final class InputPump {
  private final GameClient client;
  private final InputSource source;
  private final ServerClock clock;
  private final InputLead lead;
  private final PlayerInput input;
  private final InputEncoder encoder;
  private final int tickHz;
  private long sentTick;

  InputPump(GameClient client, InputSource source, SessionInfo session, ServerClock clock) {
    this.client = client;
    this.source = source;
    this.clock = clock;
    this.tickHz = session.tickHz();
    this.lead = new InputLead(tickHz, Math.max(0, clock.minRttNs() / 2));
    this.input = new PlayerInput(session.schema().input());
    this.encoder = new InputEncoder(input.axes.length, input.presses.length);
  }

  InputLead lead() {
    return lead;
  }

  /** A new connection of the same session. */
  void onResumed() {
    input.startCounting();
  }

  void report(FrameHeader header) {
    lead.report(header.inputTick(), header.inputLeadQ8(), (int) sentTick);
  }

  /** What is due now, or null. */
  Buffer poll(long nowNs) {
    long positionQ8 = clock.tickQ8(nowNs);
    long newest = positionQ8 + lead.aheadQ8() >> 8;
    if (newest > Integer.MAX_VALUE) {
      throw new ProtocolViolationException("the server's tick is out of range: " + newest);
    }
    if (sentTick > newest + tickHz) {
      // The estimate was set anew, far back: what was sent is for ticks that are far off.
      sentTick = newest - 1;
    }
    if (newest <= sentTick || newest < 1) {
      return null;
    }
    long passed = positionQ8 >> 8;
    long first = Math.max(sentTick + 1, newest - InputEncoder.MAX_INPUTS + 1);
    first = Math.max(first, Math.min(passed + 1, newest));
    for (long tick = first; tick <= newest; tick++) {
      source.prepare(client, (int) tick, input);
      encoder.add(input);
    }
    sentTick = newest;
    client.stats().inputs += newest - first + 1;
    return encoder.encode((int) first);
  }

  /** When the next input is due. */
  long dueNs(long nowNs) {
    return nowNs + clock.nsUntil((sentTick + 1 << 8) - lead.aheadQ8(), nowNs);
  }
}
