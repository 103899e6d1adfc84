package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.v1.ServerFrame;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pages, API, health and metrics. */
@Timeout(120)
class HttpIT {
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = new RunningServer("--max-rooms", "20");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String contentType(HttpResponse<String> response) {
    assertEquals(200, response.statusCode(), response.body());
    return response.headers().firstValue("Content-Type").orElseThrow();
  }

  @Test
  void brokenRequestsAreNoFaultOfTheServer() throws IOException {
    String post = "POST /api/rooms HTTP/1.1\r\nHost: x\r\n";
    try (StackTraces traces = StackTraces.collect()) {
      for (String broken :
          new String[] {
            "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /play HTTP/1.1\r\nno colon\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
            post + "Content-Length: 9\r\n\r\n{"
          }) {
        try (Socket socket = server.socket()) {
          socket.getOutputStream().write(broken.getBytes(StandardCharsets.ISO_8859_1));
          socket.shutdownOutput();
          String answer =
              new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
          assertTrue(answer.isEmpty() || answer.contains(" 400 "), answer);
        }
      }
      assertEquals(200, server.get("/healthz").statusCode());
      traces.assertNone();
    }
  }

  @Test
  void thePageItsModulesAndLibraries() throws IOException {
    HttpResponse<String> page = server.get("/");
    assertTrue(contentType(page).startsWith("text/html"));
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertTrue(policy.contains("script-src 'self' 'unsafe-eval'"), policy);
    assertEquals("nosniff", page.headers().firstValue("X-Content-Type-Options").orElseThrow());
    String etag = page.headers().firstValue("ETag").orElseThrow();
    assertEquals(304, server.get("/", "If-None-Match", etag).statusCode());
    for (String script :
        new String[] {
          "/sdk/backbeat.js", "/webjars/protobufjs/dist/protobuf.min.js", "/rules/arena.js"
        }) {
      assertTrue(contentType(server.get(script)).startsWith("text/javascript"), script);
    }
    for (String file : new String[] {"client", "server", "schema"}) {
      HttpResponse<String> proto = server.get("/proto/backbeat/v1/" + file + ".proto");
      assertTrue(contentType(proto).startsWith("text/plain"));
      assertTrue(proto.body().contains("package backbeat.v1;"));
    }
  }

  @Test
  void nothingElseOfTheClassPath() throws IOException {
    for (String path :
        new String[] {
          "/nope",
          "/../pom.xml",
          "/%2e%2e/logback.xml",
          "/sdk",
          "/sdk/",
          "/proto/dev/backbeat/server/Main.class",
          "/proto/META-INF/services/dev.backbeat.server.game.GameFactory",
          "/webjars/other/x.js",
          "/webjars/protobufjs",
          "/.hidden.js",
          "/dev/backbeat/server/gateway/webjars.properties"
        }) {
      int status = server.get(path).statusCode();
      assertTrue(status == 404 || status == 400, path + " answered " + status);
    }
    assertEquals(405, server.post("/index.html", "").statusCode());
  }

  @Test
  void roomsAreMadeAndListed() throws IOException {
    HttpResponse<String> made =
        server.post(
            "/api/rooms",
            "{\"id\":\"mine\",\"tickHz\":60,\"sendHz\":30,\"maxPlayers\":5,\"maxWatchers\":2,"
                + "\"emptyExpirySeconds\":60,\"seed\":7,\"options\":{\"map\":\"arena\"}}");
    assertEquals(201, made.statusCode(), made.body());
    JsonObject room = new JsonObject(made.body());
    assertEquals("mine", room.getString("id"));
    assertEquals(30, room.getInteger("sendHz"));
    JsonObject listed =
        new JsonObject(server.get("/api/rooms").body())
            .getJsonArray("rooms").stream()
                .map(JsonObject.class::cast)
                .filter(r -> r.getString("id").equals("mine"))
                .findFirst()
                .orElseThrow();
    for (String key :
        new String[] {
          "id",
          "game",
          "players",
          "maxPlayers",
          "watchers",
          "maxWatchers",
          "tickHz",
          "sendHz",
          "tick"
        }) {
      assertTrue(listed.containsKey(key), key);
    }
    assertEquals(5, listed.getInteger("maxPlayers"));
    assertError(409, server.post("/api/rooms", "{\"id\":\"mine\"}"));
  }

  private static void assertError(int status, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response.body());
    JsonObject error = new JsonObject(response.body()).getJsonObject("error");
    assertFalse(error.getString("code").isBlank());
    assertFalse(error.getString("message").isBlank());
  }

  @Test
  void badRequestsAreExplained() throws IOException {
    for (String body :
        new String[] {
          "not json",
          "[1]",
          "{\"tickHz\":\"fast\"}",
          "{\"tickHz\":2.5}",
          "{\"tickHz\":99999999999}",
          "{\"tickHz\":1000}",
          "{\"tickHz\":30,\"sendHz\":7}",
          "{\"ticks\":30}",
          "{\"id\":\"no spaces\"}",
          "{\"options\":[]}",
          "{\"options\":{\"map\":\"moon\"}}"
        }) {
      assertError(400, server.post("/api/rooms", body));
    }
    assertError(404, server.post("/api/rooms", "{\"game\":\"chess\"}"));
    assertError(404, server.get("/api/nothing"));
    assertError(413, server.post("/api/rooms", " ".repeat(20_000)));
    assertError(403, server.post("/api/rooms", "{}", "Origin", "https://evil.example"));
    assertError(400, server.post("/api/announce", "{}"));
  }

  @Test
  void theLimitOfRooms() throws IOException {
    try (RunningServer small = new RunningServer("--max-rooms", "1")) {
      assertEquals(201, small.post("/api/rooms", "").statusCode());
      assertError(503, small.post("/api/rooms", ""));
    }
  }

  @Test
  void theApiKey() throws IOException {
    try (RunningServer guarded =
        new RunningServer("--api-key", "open sesame and barley,a key for the next month")) {
      assertError(401, guarded.post("/api/rooms", "{}"));
      assertError(401, guarded.post("/api/rooms", "{}", "Authorization", "Bearer wrong"));
      assertEquals(
          201,
          guarded
              .post("/api/rooms", "{}", "Authorization", "Bearer open sesame and barley")
              .statusCode());
      assertEquals(200, guarded.get("/api/rooms").statusCode());
    }
    try (RunningServer exposed = new RunningServer("--host", "0.0.0.0", "--guests", "on")) {
      assertError(401, exposed.post("/api/announce", "{\"text\":\"hi\"}"));
    }
  }

  @Test
  void anAnnouncementReachesThePlayers() throws IOException {
    try (WireClient client = WireClient.open(server.port())) {
      client.joined("any", "listener");
      assertEquals(200, server.post("/api/announce", "{\"text\":\"back in five\"}").statusCode());
      ServerFrame frame = client.await(f -> f.getNoticesCount() > 0);
      assertEquals("back in five", frame.getNotices(0).getText());
    }
  }

  @Test
  void metricsTellWhatHappens() throws IOException {
    try (WireClient client = WireClient.open(server.port())) {
      client.joined("any", "measured");
      client.send(WireClient.input(0, 1, 1, 1));
      client.await(f -> f.getInputTick() > 0);
      client.send(WireClient.input(0, 9_999, 1, 1));
      client.await(ServerFrame::hasError);
      RunningServer.await(
          "a round trip is measured",
          () -> {
            try {
              client.await(f -> f.getTick() > 0);
              return server.metric("backbeat_rtt_seconds_count") > 0;
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      for (String name :
          new String[] {
            "backbeat_tick_duration_seconds_bucket{game=\"arena\"",
            "backbeat_tick_lateness_seconds_count{game=\"arena\"",
            "backbeat_frames_total",
            "backbeat_frame_bytes_total",
            "backbeat_inputs_total",
            "backbeat_connections",
            "backbeat_sessions",
            "backbeat_players",
            "backbeat_inputs_rejected_total{reason=\"ERROR_INPUT_OUT_OF_RANGE\"",
            "process_cpu_seconds_total",
            "process_resident_memory_bytes",
            "jvm_memory_used_bytes"
          }) {
        assertTrue(server.metric(name) > 0, name);
      }
    }
  }
}
