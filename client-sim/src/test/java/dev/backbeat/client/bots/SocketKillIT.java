package dev.backbeat.client.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.client.ClientClosed;
import dev.backbeat.client.ClientHub;
import dev.backbeat.client.ClientListener;
import dev.backbeat.client.ClientOptions;
import dev.backbeat.client.ClientState;
import dev.backbeat.client.GameClient;
import dev.backbeat.client.PlayerInput;
import dev.backbeat.client.RealServer;
import dev.backbeat.client.SessionInfo;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.v1.Scoreboard;
import dev.backbeat.v1.ServerFrame;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sockets of playing clients are reset at random moments: nobody loses his seat, his score or his
 * entity.
 */
@Timeout(240)
class SocketKillIT {
  private static final int PLAYERS = 10;
  private static final int KILLS_PER_PLAYER = 10;
  private static final long SEED = 2026;

  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

  /** Hunters fight until there are scores to lose; from then on they walk about. */
  private final AtomicBoolean peace = new AtomicBoolean();

  /** One player who loses his connection again and again while he plays. */
  private final class Victim implements ClientListener, BotContext {
    final CompletableFuture<Void> done = new CompletableFuture<>();
    final Behavior hunt = new Hunt();
    final Behavior wander = new Wander();
    final SplittableRandom random;
    final Vertx vertx;
    final int index;
    GameClient client;
    int player;
    int entity = -1;
    int score;
    volatile int newestScore;
    int unchangedScores;
    int kills;
    boolean awaitsProof;

    Victim(Vertx vertx, int index) {
      this.vertx = vertx;
      this.index = index;
      this.random = new SplittableRandom(SEED + index);
    }

    void play(GameClient me, int tick, PlayerInput input) {
      (peace.get() ? wander : hunt).act(this, tick, input);
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public SplittableRandom random() {
      return random;
    }

    @Override
    public ClientWorld world() {
      return client.world();
    }

    @Override
    public SessionInfo session() {
      return client.session();
    }

    @Override
    public GameClient client() {
      return client;
    }

    @Override
    public void onWelcome(GameClient me, SessionInfo session) {
      if (player != 0) {
        done.completeExceptionally(new AssertionError("joined anew: the seat was lost"));
      }
      player = session.player();
      hunt.onWelcome(this);
      wander.onWelcome(this);
    }

    @Override
    public void onResumed(GameClient me, SessionInfo session) {
      if (session.player() != player) {
        wrong.add("player " + player + " came back as " + session.player());
      }
      awaitsProof = true;
    }

    @Override
    public void onFrame(GameClient me, ServerFrame frame) {
      if (frame.hasOwnEntity() && entity >= 0 && frame.getOwnEntity() != entity) {
        wrong.add("player " + player + " had entity " + entity + ", has " + frame.getOwnEntity());
      }
    }

    @Override
    public void onScoreboard(GameClient me, Scoreboard scoreboard) {
      int now = scoreboard.getScores(scoreboard.getPlayersList().indexOf(player));
      unchangedScores = peace.get() && now == newestScore ? unchangedScores + 1 : 0;
      newestScore = now;
      if (awaitsProof) {
        awaitsProof = false;
        prove(me, now);
        if (kills == KILLS_PER_PLAYER) {
          done.complete(null);
          return;
        }
      }
      // Not before the last bolts have landed.
      if (unchangedScores >= 3 && kills < KILLS_PER_PLAYER && me.state() == ClientState.PLAYING) {
        kills++;
        score = now;
        entity = me.world().ownEntity();
        vertx.setTimer(1 + random.nextInt(400), id -> me.killSocket());
      }
    }

    private void prove(GameClient me, int now) {
      if (now != score) {
        wrong.add("player " + player + " had score " + score + ", has " + now);
      }
      if (me.world().own() == null || me.world().own().id() != entity) {
        wrong.add("player " + player + " does not see his entity " + entity);
      }
      if (me.players().size() != PLAYERS) {
        wrong.add("player " + player + " sees a roster of " + me.players().size());
      }
    }

    @Override
    public void onViolation(GameClient me, RuntimeException violation) {
      wrong.add("player " + player + ": " + violation);
    }

    @Override
    public void onClosed(GameClient me, ClientClosed closed) {
      if (closed.why() != ClientClosed.Why.LEFT) {
        done.completeExceptionally(new AssertionError("player " + player + ": " + closed));
      }
    }
  }

  @Test
  void aHundredKillsLoseNobodyAndNothing() throws Exception {
    System.out.println("seed " + SEED);
    Vertx vertx = Vertx.vertx();
    try (RealServer server = RealServer.start()) {
      // No match may end meanwhile: that would take all scores back to 0.
      server.post(
          "/api/rooms",
          "{\"id\":\"kills\",\"game\":\"arena\",\"options\":"
              + "{\"score_limit\":\"100000\",\"time_limit_seconds\":\"86400\"}}");
      ClientHub hub = ClientHub.create(vertx);
      List<Victim> victims = new ArrayList<>();
      for (int i = 0; i < PLAYERS; i++) {
        Victim victim = new Victim(vertx, i);
        ClientOptions options =
            ClientOptions.of(server.url())
                .withRoom("kills")
                .withName("victim-" + i)
                .withSeed(SEED + i);
        victim.client = hub.newClient(options, victim).inputs(victim::play);
        victims.add(victim);
        await(victim.client.connect());
      }
      vertx.setPeriodic(
          100,
          id -> {
            if (victims.stream().filter(v -> v.newestScore != 0).count() >= PLAYERS / 2) {
              peace.set(true);
            }
          });
      for (Victim victim : victims) {
        victim.done.get(200, TimeUnit.SECONDS);
      }
      assertTrue(wrong.isEmpty(), "seed " + SEED + ": " + wrong);
      for (Victim victim : victims) {
        assertEquals(KILLS_PER_PLAYER, victim.client.stats().resumes());
        assertEquals(KILLS_PER_PLAYER, victim.client.stats().disconnects());
        assertEquals(0, victim.client.stats().violations());
      }
      await(hub.close());
    } finally {
      await(vertx.close());
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
