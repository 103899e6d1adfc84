package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.client.interpolate.Interpolator;
import dev.backbeat.client.lab.Direction;
import dev.backbeat.client.lab.Lab;
import dev.backbeat.client.lab.LabSettings;
import dev.backbeat.client.lab.NetworkSettings;
import dev.backbeat.client.predict.Prediction;
import dev.backbeat.codec.ClientEntity;
import dev.backbeat.rule.arena.ArenaRule;
import dev.backbeat.v1.ServerFrame;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Prediction and interpolation against the real server, through a network that delays everything.
 */
@Timeout(180)
class NetcodeIT {
  private static final long SEED = 41;
  private static final long MS = 1_000_000;

  /** Within so many ticks the server says that an input came late. */
  private static final int LATE_SAID_TICKS = 60;

  private static final int RIGHT_TICKS = 400;
  private static final int MOST_TICKS = 2_000;
  private static final int MOST_WINDOWS = 6;
  private static final String[] PREDICTED = {"x", "y", "vx", "vy", "aim", "hp"};

  private Vertx vertx;
  private RealServer server;
  private Lab lab;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    server = RealServer.start();
    lab =
        Lab.start(
            LabSettings.to("127.0.0.1", server.port())
                .withSeed(SEED)
                .withNetwork(NetworkSettings.ofRoundTrip(100 * MS, 20 * MS)));
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private String relayed() {
    return "ws://127.0.0.1:" + lab.port() + "/play";
  }

  private static void await(CompletableFuture<Void> done) throws Exception {
    done.get(150, TimeUnit.SECONDS);
  }

  /** Turns at random every few ticks and keeps what it predicted, to compare it with the truth. */
  private final class Turner implements ClientListener {
    final CompletableFuture<Void> done = new CompletableFuture<>();
    final SplittableRandom random = new SplittableRandom(SEED);
    final Map<Integer, int[]> predicted = new TreeMap<>();
    final TreeSet<Integer> comparedTicks = new TreeSet<>();
    final TreeSet<Integer> wrongTicks = new TreeSet<>();
    final TreeSet<Integer> correctedTicks = new TreeSet<>();
    final TreeSet<Integer> lateTicks = new TreeSet<>();
    final GameClient client = ClientHub.create(vertx).newClient(ClientOptions.of(relayed()), this);
    final Prediction prediction = client.predict("player", ArenaRule.RULE);
    final BooleanSupplier enough;
    int late;
    long corrections;
    int newestTick;

    Turner(BooleanSupplier enough) {
      this.enough = enough;
      client.inputs(
          (me, tick, input) -> {
            if (prediction.active()) {
              predicted.put(prediction.tick(), prediction.state());
            }
            if (random.nextInt(4) == 0) {
              input.axis(0, random.nextInt(-127, 128));
              input.axis(1, random.nextInt(-127, 128));
              input.axis(2, random.nextInt(4096));
            }
          });
    }

    @Override
    public void onFrame(GameClient me, ServerFrame frame) {
      if (done.isDone()) {
        return; // The test looks at what there was.
      }
      int tick = frame.getTick();
      newestTick = tick;
      ClientEntity own = me.world().own();
      int[] before = predicted.remove(tick);
      if (own != null && before != null) {
        comparedTicks.add(tick);
        int[] truth = new int[PREDICTED.length];
        for (int i = 0; i < truth.length; i++) {
          truth[i] = own.field(own.kindSchema().field(PREDICTED[i]));
        }
        if (!Arrays.equals(truth, Arrays.copyOf(before, truth.length))) {
          wrongTicks.add(tick);
        }
      }
      if (me.stats().lateInputs() != late) {
        late = me.stats().lateInputs();
        lateTicks.add(tick);
      }
      if (me.stats().corrections() != corrections) {
        corrections = me.stats().corrections();
        correctedTicks.add(tick);
      }
      if (enough.getAsBoolean()) {
        done.complete(null);
      }
    }

    @Override
    public void onClosed(GameClient me, ClientClosed closed) {
      done.completeExceptionally(new AssertionError(closed.toString()));
    }

    int compared() {
      return comparedTicks.size();
    }

    /**
     * Whether the newest predictions, so many, were right, but for a few that a late input made
     * wrong, which the server says up to a second later; the very newest are not yet among them.
     */
    boolean right(int fromTick, int ticks) {
      int until = newestTick - LATE_SAID_TICKS;
      int from = fromTick;
      if (from >= until) {
        return false;
      }
      for (int tick : wrongTicks.subSet(from, true, until, false).descendingSet()) {
        if (lateTicks.subSet(tick - LATE_SAID_TICKS / 2, tick + LATE_SAID_TICKS).isEmpty()) {
          from = tick + 1;
          break;
        }
      }
      int inARow = comparedTicks.subSet(from, until).size();
      int wrong = wrongTicks.subSet(from, until).size();
      return inARow >= ticks
          && 10 * wrong < inARow
          && correctedTicks.subSet(from, until).size() <= wrong + 3;
    }

    @Override
    public String toString() {
      return "seed %d: %d compared, wrong at %s, late at %s, corrected at %s"
          .formatted(SEED, compared(), wrongTicks, lateTicks, correctedTicks);
    }
  }

  /** A busy machine holds up this client or the server now and then, but not all the time. */
  @Test
  void anUndisturbedPlayerIsPredictedToTheBit() throws Exception {
    Turner[] player = new Turner[1];
    player[0] =
        new Turner(() -> player[0].right(0, RIGHT_TICKS) || player[0].compared() >= MOST_TICKS);
    player[0].client.connect();
    await(player[0].done);
    ClientStats stats = player[0].client.stats();
    assertTrue(player[0].right(0, RIGHT_TICKS), player[0]::toString);
    assertTrue(stats.rttNs() > 70_000_000 && stats.leadTicks() > 0, "it is a network");
  }

  @Test
  void aStallIsRecoveredFromExactly() throws Exception {
    Turner[] player = new Turner[1];
    int[] stallEnd = {0};
    player[0] =
        new Turner(
            () -> {
              if (player[0].compared() == 150) {
                lab.stall(Direction.UP, 2000 * MS);
                lab.stall(Direction.DOWN, 2000 * MS);
              }
              if (stallEnd[0] == 0
                  && player[0].compared() > 160
                  && lagTicks(player[0].client) < 6) {
                stallEnd[0] = player[0].client.world().tick();
              }
              return stallEnd[0] != 0
                  && player[0].client.world().tick() > stallEnd[0] + 120
                  && (player[0].right(stallEnd[0] + 30, 90) || player[0].compared() >= MOST_TICKS);
            });
    player[0].client.connect();
    await(player[0].done);
    assertTrue(player[0].lateTicks.size() > 0, "inputs came late");
    assertTrue(
        player[0].right(stallEnd[0] + 30, 90),
        () -> "after the stall, at " + stallEnd[0] + player[0]);
  }

  private static long lagTicks(GameClient client) {
    return (client.clock().tickQ8(client.nowNs()) >> 8) - client.world().tick();
  }

  /** Looks at another player 125 times per second. */
  private final class Observer implements ClientListener {
    final CompletableFuture<Void> done = new CompletableFuture<>();
    final GameClient client = ClientHub.create(vertx).newClient(ClientOptions.of(relayed()), this);
    final Interpolator others = client.interpolator();
    final double[] drawn = new double[16];
    final int[] exact = new int[16];
    long lastRenderQ8;
    double beforeX;
    double beforeY;
    int moves;
    int windows;
    long samplesBefore;
    long extrapolatedBefore;
    double farthestOff;

    @Override
    public void onWelcome(GameClient me, SessionInfo session) {
      vertx.setPeriodic(8, id -> client.run(this::look));
    }

    private void look() {
      try {
        picture();
      } catch (AssertionError e) {
        done.completeExceptionally(e);
      }
    }

    private void picture() {
      long renderQ8 = client.renderTickQ8(client.nowNs());
      assertTrue(renderQ8 >= lastRenderQ8, "render time went back");
      lastRenderQ8 = renderQ8;
      for (ClientEntity e : client.world().entities()) {
        boolean other =
            e.id() != client.world().ownEntity() && e.kindSchema().name().equals("player");
        if (other && others.sample(e, renderQ8 / 256.0, drawn)) {
          // The path itself, along which the time that is drawn only goes forward.
          assertTrue(others.sampleExact(e, renderQ8, exact));
          double off = Math.hypot(drawn[0] - exact[0], drawn[1] - exact[1]);
          farthestOff = Math.max(farthestOff, off);
          moves += drawn[0] != beforeX || drawn[1] != beforeY ? 1 : 0;
          beforeX = drawn[0];
          beforeY = drawn[1];
        }
      }
      if (moves < 1000 || done.isDone()) {
        return;
      }
      if (steady() || ++windows == MOST_WINDOWS) {
        done.complete(null);
      } else {
        moves = 0;
        samplesBefore = client.stats().samples();
        extrapolatedBefore = client.stats().extrapolatedSamples();
      }
    }

    /** Little of this window was guessed; of a window in which the machine was busy more may be. */
    boolean steady() {
      ClientStats stats = client.stats();
      return stats.extrapolatedSamples() - extrapolatedBefore
          < (stats.samples() - samplesBefore) / 20;
    }
  }

  @Test
  void othersNeverGoBackwardsAlongTheirPath() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    GameClient mover =
        ClientHub.create(vertx)
            .newClient(ClientOptions.of(server.url()), new ClientListener() {})
            .inputs(
                (me, tick, input) -> {
                  if (tick % 20 == 0) {
                    double angle = random.nextDouble(2 * Math.PI);
                    input.axis(0, (int) (127 * Math.cos(angle)));
                    input.axis(1, (int) (127 * Math.sin(angle)));
                  }
                });
    mover.connect().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    Observer observer = new Observer();
    observer.client.connect();
    await(observer.done);
    ClientStats stats = observer.client.stats();
    String what =
        String.format(
            "delay %.2f ticks, %d samples, %d extrapolated, %d frozen, %d late frames, off by %.2f",
            stats.interpolationDelayTicks(),
            stats.samples(),
            stats.extrapolatedSamples(),
            stats.frozenSamples(),
            stats.lateFrames(),
            observer.farthestOff);
    // Integers are cut off on both axes. What was drawn wrong before is taken back gently.
    assertTrue(observer.farthestOff < 1.5 || stats.extrapolatedSamples() > 0, what);
    assertTrue(stats.interpolationDelayTicks() > 3, what);
    assertTrue(observer.windows < MOST_WINDOWS, what);
  }
}
