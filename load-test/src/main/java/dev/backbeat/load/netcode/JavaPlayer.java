package dev.backbeat.load.netcode;

import dev.backbeat.client.ClientClosed;
import dev.backbeat.client.ClientHub;
import dev.backbeat.client.ClientListener;
import dev.backbeat.client.ClientOptions;
import dev.backbeat.client.GameClient;
import dev.backbeat.client.PlayerInput;
import dev.backbeat.client.SessionInfo;
import dev.backbeat.client.predict.Prediction;
import dev.backbeat.codec.ClientEntity;
import dev.backbeat.rule.arena.ArenaRule;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.ServerFrame;
import io.vertx.core.Vertx;
import java.util.SplittableRandom;

/**
 * A player of the arena who notes what he sees: moves at random, rests now and then, and draws
 * sixty pictures per second of nothing. On his client's event loop.
 */
final class JavaPlayer implements ClientListener {
  private static final long PICTURE_NS = 16_666_667;
  private static final double MS = 1e6;
  private static final double GAP_MS = 500;
  private static final double REST_MS = 900;
  private static final double REST_EVERY_MS = 4_000;
  private static final int MAX_WAIT_PICTURES = 20;
  private static final int FULL_STICK = 127;
  private static final int KEPT_TICKS = 1 << 10;

  private final Vertx vertx;
  private final GameClient client;
  private final SplittableRandom random;
  private final PlayerLog log = new PlayerLog();
  private ArenaNames names;
  private Marksman marksman;
  private MotionWatch motion;
  private double[] fields;
  private int[] exact;
  private volatile String failure;

  // Movement.
  private int moveX;
  private int moveY;
  private int turnAtTick;
  private boolean resting;
  private long restFromNs;
  private long restUntilNs;
  private double restX;
  private double restY;
  private int waitingPictures = -1;

  // Measuring.
  private long nextPictureNs;
  private long viewTickQ8;
  private boolean ended;
  private boolean measuring;
  private long startNs;
  private int startTick;
  private long frameNs;
  private int inputTick;
  private final double[] sentWithTicks = new double[KEPT_TICKS];
  private long corrections;
  private int lates;
  private Base base;

  /** What had been counted when the measuring began. */
  private record Base(int lates, long samples, long extrapolated, long frozen, int jumps) {}

  JavaPlayer(Vertx vertx, ClientHub hub, ClientOptions options, long seed) {
    this.vertx = vertx;
    this.random = new SplittableRandom(seed);
    this.client = hub.newClient(options, this);
    client.predict(ArenaNames.KIND, ArenaRule.RULE);
    client.interpolator();
    client.inputs(this::decide);
  }

  GameClient client() {
    return client;
  }

  /** Why he cannot go on, or null. */
  String failure() {
    return failure;
  }

  @Override
  public void onWelcome(GameClient me, SessionInfo session) {
    boolean first = names == null;
    names = ArenaNames.of(session);
    marksman = new Marksman(client, names, random);
    motion = new MotionWatch(names.maxSpeed(), session.tickHz());
    fields = new double[names.fields()];
    exact = new int[names.fields()];
    if (first) {
      nextPictureNs = client.nowNs();
      restFromNs = nextPictureNs + (long) (REST_EVERY_MS * MS * random.nextDouble());
      picture();
    }
  }

  @Override
  public void onClosed(GameClient me, ClientClosed closed) {
    if (!ended) {
      failure = closed.message();
    }
    ended = true;
  }

  /** From now on what he sees counts. */
  void begin() {
    measuring = true;
    startNs = client.nowNs();
    frameNs = startNs;
    startTick = client.world().tick();
    corrections = client.stats().corrections();
    lates = client.stats().lateInputs();
    base =
        new Base(
            lates,
            client.stats().samples(),
            client.stats().extrapolatedSamples(),
            client.stats().frozenSamples(),
            motion.jumps());
    marksman.begin();
  }

  /** What he noted; he leaves. */
  PlayerLog end() {
    ended = true;
    if (measuring) {
      log.ticks = client.world().tick() - startTick;
      log.lateInputs = client.stats().lateInputs() - base.lates;
      log.samples = client.stats().samples() - base.samples;
      log.extrapolatedSamples = client.stats().extrapolatedSamples() - base.extrapolated;
      log.frozenSamples = client.stats().frozenSamples() - base.frozen;
      log.jumps = motion.jumps() - base.jumps;
    }
    client.leave();
    return log;
  }

  @Override
  public void onFrame(GameClient me, ServerFrame frame) {
    long nowNs = client.nowNs();
    if (measuring) {
      double ms = (nowNs - startNs) / MS;
      if (nowNs - frameNs > GAP_MS * MS) {
        log.gaps.add((frameNs - startNs) / MS, ms, frame.getTick());
      }
      if (client.stats().corrections() != corrections) {
        corrections = client.stats().corrections();
        log.corrections.add(frame.getTick(), client.stats().correctionSize(), ms);
      }
      if (client.stats().lateInputs() != lates) {
        log.lates.add(frame.getTick(), client.stats().lateInputs() - lates, ms);
        lates = client.stats().lateInputs();
      }
      if (frame.getInputTick() != 0 && frame.getInputTick() != inputTick) {
        inputTick = frame.getInputTick();
        log.neededMargin(sentWithTicks[inputTick & KEPT_TICKS - 1], frame.getInputLeadQ8() / 256.0);
      }
      marksman.onFrame(frame.getTick(), log);
    }
    frameNs = nowNs;
  }

  @Override
  public void onEvent(GameClient me, Event event) {
    if (measuring) {
      marksman.onEvent(event, log);
    }
  }

  private void picture() {
    if (ended) {
      return;
    }
    long nowNs = client.nowNs();
    nextPictureNs = Math.max(nextPictureNs + PICTURE_NS, nowNs + 1_000_000);
    vertx.setTimer(Math.max(1, (nextPictureNs - nowNs) / 1_000_000), t -> picture());
    Prediction own = client.prediction();
    if (client.world() == null || client.liveInput() == null || !own.active()) {
      return;
    }
    live(nowNs, own);
    viewTickQ8 = client.renderTickQ8(nowNs);
    motion.picture(viewTickQ8);
    own.draw(nowNs);
    seeOwnMove(own);
    ClientEntity self = client.world().own();
    for (ClientEntity e : client.world().entities()) {
      if (e != self
          && e.kind() == names.player()
          && client.interpolator().sample(e, viewTickQ8 / 256.0, fields)
          && client.interpolator().sampleExact(e, viewTickQ8, exact)) {
        motion.seen(e.id(), names, fields, exact, nowNs / MS);
      }
    }
  }

  /** The sticks, as a person would move them between two pictures. */
  private void live(long nowNs, Prediction own) {
    if (!resting && nowNs > restFromNs) {
      resting = true;
      restUntilNs = nowNs + (long) (REST_MS * MS);
      moveX = 0;
      moveY = 0;
    } else if (resting && nowNs > restUntilNs) {
      resting = false;
      restFromNs = nowNs + (long) (REST_EVERY_MS * MS * (0.5 + random.nextDouble()));
      turn();
      restX = own.x();
      restY = own.y();
      waitingPictures = blocked(own) ? -1 : 0;
    }
    steer(client.liveInput());
  }

  /** Whether a wall is in the way. */
  private boolean blocked(Prediction own) {
    int[] before = own.state();
    int[] after = before.clone();
    int[] input = new int[names.inputLength()];
    input[ArenaRule.MOVE_X] = moveX;
    input[ArenaRule.MOVE_Y] = moveY;
    ArenaRule.RULE.step(after, input, client.session().map());
    return after[ArenaRule.X] == before[ArenaRule.X] && after[ArenaRule.Y] == before[ArenaRule.Y];
  }

  /** Whether the body that was set in motion is seen to move in the same picture. */
  private void seeOwnMove(Prediction own) {
    if (waitingPictures < 0) {
      return;
    }
    if (own.x() != restX || own.y() != restY || waitingPictures > MAX_WAIT_PICTURES) {
      if (measuring) {
        log.ownMoves++;
        log.ownMovesSeenLater += waitingPictures > 0 ? 1 : 0;
      }
      waitingPictures = -1;
    } else {
      waitingPictures++;
    }
  }

  private void decide(GameClient me, int tick, PlayerInput input) {
    sentWithTicks[tick & KEPT_TICKS - 1] = client.lead().marginTicks();
    if (!resting && tick >= turnAtTick) {
      turnAtTick = tick + 3 + random.nextInt(12);
      turn();
    }
    steer(input);
    if (viewTickQ8 > 0) {
      marksman.decide(tick, viewTickQ8, input);
    }
  }

  private void steer(PlayerInput input) {
    input.axis(names.moveX(), moveX);
    input.axis(names.moveY(), moveY);
  }

  private void turn() {
    double angle = 2 * Math.PI * random.nextDouble();
    moveX = (int) Math.round(Math.cos(angle) * FULL_STICK);
    moveY = (int) Math.round(Math.sin(angle) * FULL_STICK);
  }
}
