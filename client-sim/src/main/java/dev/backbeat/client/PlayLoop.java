package dev.backbeat.client;

import io.vertx.core.buffer.Buffer;

/** What a playing client does in time: Pings, the server's clock, inputs. On its event loop. */
final class PlayLoop {
  private final GameClient client;
  private final ClientStats stats;
  private final PingSchedule pings = new PingSchedule();
  private ServerClock clock;
  private SessionInfo session;
  private InputPump pump;
  private int inputBatchTicks = 1;

  PlayLoop(GameClient client, ClientStats stats) {
    this.client = client;
    this.stats = stats;
  }

  ServerClock clock() {
    return clock;
  }

  /** A Welcome came; a resumed session keeps its clock and goes on with its inputs. */
  void onWelcome(SessionInfo opened, boolean resumed, long serverTickQ8, long nowNs) {
    session = opened;
    if (!resumed) {
      clock = new ServerClock(opened.tickHz());
      pump = null;
    }
    clock.hint(serverTickQ8, nowNs);
    pings.restart(nowNs);
    inputBatchTicks = 1;
    if (pump != null) {
      pump.onResumed();
    }
  }

  void onTick(FrameHeader header) {
    if (header.inputBatchTicks() != 0) {
      inputBatchTicks = header.inputBatchTicks();
    }
    if (pump != null) {
      pump.batchTicks(inputBatchTicks);
      pump.report(header);
      stats.leadQ8 = pump.lead().leadQ8();
      stats.lateInputs = pump.lead().late();
    }
  }

  /** Whether the answer was of use. */
  boolean onPong(long sentNs, long serverTickQ8, long nowNs) {
    // An answer to a Ping that was never sent would set the clock to nonsense.
    if (clock == null || sentNs > nowNs || nowNs - sentNs > 60_000_000_000L) {
      return false;
    }
    clock.sample(sentNs, serverTickQ8, nowNs);
    stats.rttSample(nowNs - sentNs, clock.minRttNs());
    return true;
  }

  /** The Ping that is due, or null. */
  Buffer pollPing(long nowNs) {
    return pings.due(nowNs) ? MessageReader.ping(nowNs) : null;
  }

  /** The inputs that are due, or null. */
  Buffer pollInputs(InputSource source, long nowNs) {
    // Not before the first Pong: with the Welcome's hint alone the first inputs would be late.
    if (pump == null && source != null && !session.watcher() && clock.samples() > 0) {
      pump = new InputPump(client, stats, source, session, clock);
      pump.batchTicks(inputBatchTicks);
    }
    return pump == null ? null : pump.poll(nowNs);
  }

  /** When something is due next. */
  long dueNs(long nowNs) {
    return pump == null ? pings.dueNs() : Math.min(pings.dueNs(), pump.dueNs(nowNs));
  }
}
