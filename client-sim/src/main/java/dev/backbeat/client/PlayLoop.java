package dev.backbeat.client;

import dev.backbeat.client.interpolate.Interpolator;
import dev.backbeat.client.predict.Prediction;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.rule.Rule;
import dev.backbeat.v1.ServerFrame;
import io.vertx.core.buffer.Buffer;

/** What a playing client does in time: Pings, the server's clock, inputs. On its event loop. */
final class PlayLoop {
  private final GameClient client;
  private final ClientStats stats;
  private final PingSchedule pings = new PingSchedule();
  private ServerClock clock;
  private SessionInfo session;
  private InputPump pump;
  private final ShotView view = new ShotView(this::viewTickQ8);
  private volatile Interpolator interpolator;
  private Prediction prediction;
  private int inputBatchTicks = 1;
  private int lateBefore;

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
      view.onWelcome();
      if (prediction != null) {
        prediction.onWelcome(opened.schema(), opened.map(), opened.constants(), opened.tickHz());
      }
      Interpolator drawing = interpolator;
      if (drawing != null) {
        drawing.onWelcome(opened.schema(), opened.tickHz(), opened.spanTicks());
      }
    }
    lateBefore = stats.lateInputs;
    clock.onResumed();
    clock.hint(serverTickQ8, nowNs);
    pings.restart(nowNs);
    inputBatchTicks = 1;
    if (pump != null) {
      pump.onResumed();
    }
  }

  void onTick(FrameHeader header) {
    if (header.lateInputs() != 0) {
      stats.lateInputs = lateBefore + header.lateInputs();
    }
    if (header.inputBatchTicks() != 0) {
      inputBatchTicks = header.inputBatchTicks();
    }
    if (pump != null) {
      pump.batchTicks(inputBatchTicks);
      pump.report(header);
      stats.leadQ8 = pump.lead().leadQ8();
      stats.marginQ8 = (int) Math.rint(pump.lead().marginTicks() * 256);
    }
  }

  /** A frame was applied to the world. */
  void onFrame(ClientWorld world, ServerFrame frame, long nowNs) {
    Interpolator drawing = interpolator;
    if (drawing != null) {
      drawing.onFrame(world, frame, clock.samples() > 0 ? clock.tickQ8(nowNs) : -1);
    }
    if (prediction != null) {
      prediction.onFrame(world, frame.getReset(), leadTicks(nowNs), nowNs);
    }
  }

  /** How far inputs are ahead of the newest frame, ordinarily. */
  private int leadTicks(long nowNs) {
    if (pump == null) {
      return 0;
    }
    long oneWayQ8 = Math.max(0, clock.minRttNs()) / 2 * 256 / 1000 * session.tickHz() / 1_000_000;
    return (int) (pump.tickQ8(nowNs) - clock.tickQ8(nowNs) + oneWayQ8 >> 8) + 1;
  }

  Prediction predict(String kind, Rule rule) {
    prediction = new Prediction(kind, rule);
    stats.prediction = prediction;
    return prediction;
  }

  Prediction prediction() {
    return prediction;
  }

  InputPump pump() {
    return pump;
  }

  /** Made when it is first asked for: from then on frames are kept. */
  Interpolator interpolator() {
    Interpolator drawing = interpolator;
    if (drawing == null) {
      drawing = new Interpolator();
      if (session != null) {
        drawing.onWelcome(session.schema(), session.tickHz(), session.spanTicks());
      }
      interpolator = drawing;
      stats.interpolator = drawing;
    }
    return drawing;
  }

  /** The time at which others are drawn in a picture that is made now, in 1/256 tick. */
  long renderTickQ8(long nowNs) {
    long q8 = viewTickQ8(nowNs);
    view.onPicture(q8, nowNs);
    return q8;
  }

  /** Without an interpolator others are where the newest frame has them. */
  private long viewTickQ8(long nowNs) {
    Interpolator drawing = interpolator;
    return drawing == null || clock == null
        ? (long) stats.newestTick << 8
        : (long) drawing.renderTickQ8(clock.tickQ8(nowNs), nowNs);
  }

  /** Where the input clock is, in 1/256 tick. */
  long inputTickQ8(long nowNs) {
    if (clock == null) {
      return 0;
    }
    return pump == null ? clock.tickQ8(nowNs) : pump.tickQ8(nowNs);
  }

  /** Whether the answer was of use. */
  boolean onPong(long sentNs, long serverTickQ8, long nowNs) {
    // An answer to a Ping that was never sent would set the clock to nonsense.
    if (clock == null || sentNs > nowNs || nowNs - sentNs > 60_000_000_000L) {
      return false;
    }
    clock.sample(sentNs, serverTickQ8, nowNs);
    stats.rttSample(nowNs - sentNs, clock.minRttNs());
    if (pump != null) {
      pump.onPong(nowNs);
    }
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
      pump = new InputPump(client, stats, source, session, clock, view, prediction != null, nowNs);
      pump.batchTicks(inputBatchTicks);
      if (prediction != null) {
        prediction.onInputs(pump.history(), pump::tickQ8);
      }
    }
    if (pump == null) {
      return null;
    }
    Buffer message = pump.poll(nowNs);
    if (prediction != null) {
      prediction.onInput();
    }
    return message;
  }

  /** When something is due next. */
  long dueNs(long nowNs) {
    return pump == null ? pings.dueNs() : Math.min(pings.dueNs(), pump.dueNs(nowNs));
  }
}
