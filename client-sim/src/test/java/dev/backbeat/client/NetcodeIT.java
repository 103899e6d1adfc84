package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.client.interpolate.Interpolator;
import dev.backbeat.client.predict.Prediction;
import dev.backbeat.rule.arena.ArenaRule;
import dev.backbeat.v1.ServerFrame;
import io.vertx.core.Vertx;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clock, inputs, prediction and interpolation against the real server, over a network in between.
 */
@Timeout(120)
class NetcodeIT {
  private static final long SEED = 41;

  private Vertx vertx;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** Turns at random every few ticks, and looks at its own prediction and at others. */
  private final class Player implements ClientListener {
    final CompletableFuture<Void> done = new CompletableFuture<>();
    final SplittableRandom random = new SplittableRandom(SEED);
    final GameClient client;
    final Prediction prediction;
    final Interpolator others;
    final int frames;
    int compared;
    int framesLeft;
    int settledAfter = 60;

    Player(String url, int frames) {
      this.frames = frames;
      this.framesLeft = frames;
      client = ClientHub.create(vertx).newClient(ClientOptions.of(url), this);
      prediction = client.predict("player", ArenaRule.RULE);
      others = client.interpolator();
      client.inputs(
          (me, tick, input) -> {
            if (random.nextInt(4) == 0) {
              input.axis(0, random.nextInt(-127, 128));
              input.axis(1, random.nextInt(-127, 128));
              input.axis(2, random.nextInt(4096));
            }
          });
    }

    @Override
    public void onFrame(GameClient me, ServerFrame frame) {
      try {
        if (settledAfter > 0) {
          settledAfter--;
        } else if (prediction.active()) {
          assertEquals(frame.getTick(), prediction.serverTick());
          assertArrayEquals(prediction.serverState(), prediction.stateAt(frame.getTick()));
          compared++;
        }
        if (--framesLeft <= 0) {
          done.complete(null);
        }
      } catch (AssertionError e) {
        done.completeExceptionally(e);
      }
    }
  }

  @Test
  void anUndisturbedPlayerIsNeverCorrected() throws Exception {
    try (RealServer server = RealServer.start();
        DelayRelay relay = new DelayRelay(vertx, server.port(), 50, 10, SEED)) {
      Player player = new Player("ws://127.0.0.1:" + relay.port() + "/play", 660);
      player.client.connect();
      player.done.get(90, TimeUnit.SECONDS);
      ClientStats s = player.client.stats();
      System.out.println(
          "compared "
              + player.compared
              + " corrections "
              + s.corrections()
              + " late "
              + s.lateInputs()
              + " lead "
              + s.leadTicks()
              + " rtt "
              + s.rttNs() / 1000000
              + " size "
              + s.largestCorrection()
              + " delay "
              + s.interpolationDelayTicks());
      assertTrue(player.compared > 500);
      assertEquals(0, s.corrections());
    }
  }
}
