package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.games.arena.ArenaFactory;
import dev.backbeat.protocol.CloseCode;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.BackbeatServer;
import dev.backbeat.server.game.Game;
import dev.backbeat.server.game.GameContext;
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.Inputs;
import dev.backbeat.server.game.Player;
import dev.backbeat.server.game.RoomDefaults;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.ops.ServerCommand;
import dev.backbeat.server.room.GameRegistry;
import dev.backbeat.server.room.RoomSpec;
import dev.backbeat.v1.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server says of itself when a tick thread is stuck, goes on again, or drains. */
@Timeout(120)
class ReadinessIT {
  private volatile CountDownLatch stuckUntil = new CountDownLatch(0);

  @Test
  void aStuckTickThreadIsNotReady() {
    BackbeatServer server =
        RunningServer.get(
            BackbeatServer.start(
                ServerCommand.configOf("--port", "0", "--tick-threads", "1"),
                GameRegistry.of(new StickyFactory())));
    HttpClient http = HttpClient.newHttpClient();
    try {
      assertEquals(200, ready(http, server).statusCode());
      RunningServer.get(server.rooms().create(RoomSpec.of(null)));
      assertEquals(200, ready(http, server).statusCode());
      CountDownLatch release = new CountDownLatch(1);
      stuckUntil = release;
      RunningServer.await("it is not ready", () -> ready(http, server).statusCode() == 503);
      JsonObject answer = new JsonObject(ready(http, server).body());
      assertEquals(false, answer.getBoolean("ready"));
      assertTrue(answer.getJsonArray("reasons").getString(0).contains("tick"), answer.encode());
      release.countDown();
      RunningServer.await("it is ready again", () -> ready(http, server).statusCode() == 200);
    } finally {
      stuckUntil.countDown();
      RunningServer.get(server.stop());
    }
  }

  /** A room whose tick is in flight keeps the drain open for as long as the test looks around. */
  @Test
  void aDrainingServerTakesNobodyAndSaysSo() throws IOException {
    BackbeatServer server =
        RunningServer.get(
            BackbeatServer.start(
                ServerCommand.configOf(
                    "--port", "0", "--tick-threads", "1", "--drain-seconds", "60"),
                GameRegistry.of(new StickyFactory())));
    HttpClient http = HttpClient.newHttpClient();
    Future<Void> stopped = null;
    try (WireClient player = WireClient.open(server.port());
        WireClient late = WireClient.open(server.port())) {
      String token = player.joined("any", "player").getResumeToken();
      CountDownLatch release = new CountDownLatch(1);
      stuckUntil = release;
      stopped = server.stop();

      HttpResponse<String> ready = ready(http, server);
      assertEquals(503, ready.statusCode());
      assertTrue(ready.body().contains("the server drains"), ready.body());
      assertDraining(WireClient.open(server.port()));
      assertDraining(WireClient.open(server.port(), "Authorization: Resume " + token));
      assertDraining(WireClient.upgradeWith(server.port(), "Upgrade: websocket", "X-No: upgrade"));
      WireClient.End sentAway = late.end(); // Before its Join.
      assertTrue(sentAway.goodbye().getRetryAfterMs() > 0);
      assertEquals(CloseCode.GOING_AWAY.code(), sentAway.closeCode());
      assertFalse(stopped.isComplete(), "it did not wait for the tick in flight");

      release.countDown();
      WireClient.End end = player.end();
      assertTrue(end.goodbye().getRetryAfterMs() > 0);
      assertEquals(CloseCode.GOING_AWAY.code(), end.closeCode());
    } finally {
      stuckUntil.countDown();
      RunningServer.get(stopped == null ? server.stop() : stopped);
    }
  }

  private static void assertDraining(WireClient refused) throws IOException {
    try (refused) {
      assertEquals(503, refused.status(), refused.body());
      assertEquals(ErrorCode.ERROR_DRAINING.name(), refused.header(Protocol.ERROR_HEADER));
      assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0);
      assertFalse(refused.body().isBlank());
    }
  }

  private static HttpResponse<String> ready(HttpClient http, BackbeatServer server) {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/readyz");
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The arena, whose tick can be held up. */
  private final class StickyFactory implements GameFactory {
    private final ArenaFactory arena = new ArenaFactory();

    @Override
    public String name() {
      return arena.name();
    }

    @Override
    public RoomDefaults defaults() {
      return arena.defaults();
    }

    @Override
    public GameSpec spec(RoomOptions options) {
      return arena.spec(options);
    }

    @Override
    public Game create(GameSpec spec, RoomOptions options) {
      Game game = arena.create(spec, options);
      return new Game() {
        @Override
        public void onStart(GameContext ctx) {
          game.onStart(ctx);
        }

        @Override
        public void onJoin(Player player) {
          game.onJoin(player);
        }

        @Override
        public void onTick(int tick, Inputs inputs) {
          try {
            stuckUntil.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          game.onTick(tick, inputs);
        }

        @Override
        public void onLeave(Player player) {
          game.onLeave(player);
        }

        @Override
        public void onStop() {
          game.onStop();
        }
      };
    }
  }
}
