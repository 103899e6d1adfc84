package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.BackbeatServer;
import dev.backbeat.server.ops.ServerCommand;
import dev.backbeat.server.packaging.OpsFiles;
import dev.backbeat.server.room.GameRegistry;
import dev.backbeat.server.tls.SelfSignedCertificate;
import dev.backbeat.v1.ServerFrame;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server in the production profile behind the real nginx, HAProxy and Caddy, each with its file
 * of {@code ops}: players come over wss with tickets, as the addresses that they have.
 */
@Timeout(1500)
class ProxyIT {
  private static final String[] ADDRESSES = {"127.0.0.2", "127.0.0.3"};
  private static final int PER_ADDRESS = 3;

  @TempDir Path dir;
  private final List<Player> players = new ArrayList<>();
  private final List<WebSocketClient> clients = new ArrayList<>();
  private Vertx vertx;
  private SelfSignedCertificate certificate;
  private BackbeatServer server;
  private HttpClient http;
  private ReverseProxy proxy;

  @BeforeAll
  static void install() throws Exception {
    ReverseProxy.installAll();
  }

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    certificate = SelfSignedCertificate.create("127.0.0.1");
    Path secrets = Files.createDirectories(dir.resolve("secrets"));
    server =
        RunningServer.get(
            BackbeatServer.start(
                ServerCommand.liveConfigOf(
                    OpsFiles.secrets(secrets),
                    "--config=" + Path.of("..", "ops", "backbeat.properties"),
                    "--port=0",
                    "--admin-port=0",
                    "--bans-file=" + dir.resolve("bans.json"),
                    "--limit-loopback",
                    "--connections-per-address=" + PER_ADDRESS,
                    "--overload-ladder=off",
                    "--drain-seconds=1",
                    "--gateway-loops=2"),
                GameRegistry.load()));
    http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setTrustOptions(trust())
                .setVerifyHost(true)
                // A proxy may end a connection after an answer of its own.
                .setKeepAlive(false));
  }

  @AfterEach
  void stop() {
    try {
      if (proxy != null) {
        proxy.close();
      }
    } finally {
      if (server != null) {
        RunningServer.get(server.stop());
      }
      RunningServer.get(vertx.close());
    }
  }

  private PemTrustOptions trust() {
    return new PemTrustOptions().addCertValue(Buffer.buffer(certificate.certificatePem()));
  }

  private void startProxy(ReverseProxy.Kind kind) throws Exception {
    proxy = new ReverseProxy(kind, dir, server.port(), certificate);
    proxy.check();
    proxy.start();
    RunningServer.await(
        "the proxy answers, see " + proxy.log(),
        () -> {
          assertTrue(proxy.alive(), () -> "it ended: " + log());
          try {
            return status(HttpMethod.GET, "/api/rooms") == 200;
          } catch (CompletionException e) {
            return false;
          }
        });
  }

  private String log() {
    try {
      return Files.readString(proxy.log());
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  private int status(HttpMethod method, String rawPath) {
    return http.request(options(method, rawPath))
        .compose(request -> request.send())
        .compose(answer -> answer.body().map(body -> answer.statusCode()))
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }

  private RequestOptions options(HttpMethod method, String rawPath) {
    return new RequestOptions()
        .setMethod(method)
        .setHost("127.0.0.1")
        .setPort(proxy.port())
        .setURI(rawPath);
  }

  /** As a studio's backend does, from outside. */
  private String ticket(String player) {
    JsonObject body = new JsonObject().put("player", player).put("name", player);
    return RunningServer.get(
        http.request(options(HttpMethod.POST, "/api/tickets"))
            .compose(
                request ->
                    request
                        .putHeader("Authorization", "Bearer " + OpsFiles.apiKey())
                        .send(body.toBuffer()))
            .compose(answer -> answer.body())
            .map(
                answer -> {
                  JsonObject given = answer.toJsonObject();
                  assertEquals(
                      "wss://play.example.org/play", given.getString("url"), given.encode());
                  return given.getString("ticket");
                }));
  }

  /** A player's connection, which counts what comes and remembers how it ended. */
  private static final class Player {
    final WebSocket socket;
    final AtomicInteger frames = new AtomicInteger();
    volatile boolean welcome;
    volatile boolean closed;

    Player(WebSocket socket) {
      this.socket = socket;
      socket.binaryMessageHandler(this::received);
      socket.closeHandler(none -> closed = true);
    }

    private void received(Buffer message) {
      frames.incrementAndGet();
      try {
        welcome |= ServerFrame.parseFrom(message.getBytes()).hasWelcome();
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
  }

  private Player connect(String fromAddress, String ticket) throws Throwable {
    WebSocketConnectOptions to =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(proxy.port())
            .setSsl(true)
            .setURI(Protocol.PATH)
            .addSubProtocol(Protocol.SUBPROTOCOL_BINARY)
            .addHeader("X-Forwarded-For", "198.51.100.7, 127.0.0.1")
            .addHeader("Forwarded", "for=198.51.100.8");
    if (ticket != null) {
      to.addHeader("Authorization", "Bearer " + ticket);
    }
    WebSocketClientOptions client = new WebSocketClientOptions();
    client.setSsl(true).setTrustOptions(trust()).setLocalAddress(fromAddress);
    client.setVerifyHost(true);
    try {
      // Kept: Vert.x closes one, and its connections, that nobody refers to any more.
      WebSocketClient made = vertx.createWebSocketClient(client);
      clients.add(made);
      return made.connect(to)
          .map(
              socket -> {
                Player player = new Player(socket);
                socket.writeBinaryMessage(
                    Buffer.buffer(WireClient.join("any", "p").build().toByteArray()));
                players.add(player);
                return player;
              })
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(60, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UpgradeRejectedException) {
        throw e.getCause();
      }
      throw new AssertionError(log(), e);
    }
  }

  private int refusal(String fromAddress, String ticket) throws Throwable {
    try {
      connect(fromAddress, ticket);
      return 101;
    } catch (UpgradeRejectedException e) {
      return e.getStatus();
    }
  }

  private void everybodyPlaysOn() {
    List<Integer> before = players.stream().map(player -> player.frames.get()).toList();
    for (int i = 0; i < players.size(); i++) {
      Player player = players.get(i);
      int enough = before.get(i) + 20;
      RunningServer.await(
          "frames", () -> player.welcome && (player.frames.get() > enough || player.closed));
      assertFalse(player.closed);
    }
  }

  @ParameterizedTest
  @EnumSource(ReverseProxy.Kind.class)
  void playersComeThroughAsTheyAre(ReverseProxy.Kind kind) throws Throwable {
    startProxy(kind);
    int number = 0;
    for (String address : ADDRESSES) {
      for (int i = 0; i < PER_ADDRESS; i++) {
        connect(address, ticket("player-" + number++));
      }
      // Counted by the address that they have, not by the one that they claim, nor the proxy's.
      assertEquals(429, refusal(address, ticket("player-" + number++)));
    }
    everybodyPlaysOn();
    assertEquals(401, refusal("127.0.0.4", null));
    assertEquals(401, refusal("127.0.0.4", "no.such.ticket"));
    String once = ticket("again");
    connect("127.0.0.4", once);
    assertEquals(401, refusal("127.0.0.4", once));

    for (String path :
        List.of(
            "/metrics",
            "/metrics/tick-lateness",
            "/healthz",
            "/readyz",
            "/admin",
            "/admin/",
            "/admin/drain",
            "//metrics",
            "/%6detrics",
            "/./readyz",
            "/x/../readyz",
            "/readyz/",
            "/%2e/healthz",
            "/healthz?x=1")) {
      int status = status(HttpMethod.GET, path);
      assertTrue(status == 404 || status == 400, path + ": " + status);
    }
    assertEquals(404, status(HttpMethod.POST, "/admin/drain"));
    // That they are there for who comes directly is the reason for all this.
    HttpClient plain = vertx.createHttpClient();
    int direct =
        RunningServer.get(
            plain
                .request(HttpMethod.GET, server.port(), "127.0.0.1", "/readyz")
                .compose(request -> request.send())
                .map(answer -> answer.statusCode()));
    assertEquals(200, direct);
    RunningServer.get(plain.close());
    everybodyPlaysOn();
  }

  @Test
  void aReloadOfNginxDropsNobody() throws Throwable {
    startProxy(ReverseProxy.Kind.NGINX);
    connect(ADDRESSES[0], ticket("before"));
    everybodyPlaysOn();
    List<Long> workers = proxy.children();
    proxy.hangUp();
    RunningServer.await(
        "a new worker",
        () -> !proxy.children().isEmpty() && !workers.containsAll(proxy.children()));
    assertNotEquals(workers, proxy.children());
    connect(ADDRESSES[1], ticket("after"));
    everybodyPlaysOn();
  }
}
