package dev.backbeat.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.BackbeatServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets an answer from the admin listener. */
@Timeout(120)
class AdminAccessIT {
  private static RunningAdmin admin;

  @BeforeAll
  static void start() throws Exception {
    admin = new RunningAdmin();
  }

  @AfterAll
  static void stop() throws Exception {
    admin.close();
  }

  @Test
  void withoutATokenNothingIsSaid() throws IOException {
    for (String path : new String[] {"/admin/status", "/admin/audit", "/admin/nothing"}) {
      var answer = admin.send("GET", path, null, null);
      assertEquals(401, answer.statusCode(), path);
      assertEquals("Bearer", answer.headers().firstValue("WWW-Authenticate").orElseThrow());
      assertFalse(answer.body().contains("version"), answer.body());
    }
    assertTrue(admin.get("/admin/status").getBoolean("ready"));
    assertEquals(404, admin.send("GET", "/admin/nothing", RunningAdmin.TOKEN, null).statusCode());
  }

  @Test
  void anotherMethodIsToldTheRightOne() throws IOException {
    var answer = admin.send("DELETE", "/admin/status", RunningAdmin.TOKEN, null);
    assertEquals(405, answer.statusCode());
    assertEquals("GET", answer.headers().firstValue("Allow").orElseThrow());
    assertEquals(
        "METHOD_NOT_ALLOWED",
        new JsonObject(answer.body()).getJsonObject("error").getString("code"));
    assertEquals(401, admin.send("DELETE", "/admin/status", null, null).statusCode());
  }

  @Test
  void anotherHostNameIsNotAnswered() throws IOException {
    int port = admin.server().admin().orElseThrow().port();
    for (String host : new String[] {"evil.example", "evil.example:" + port, "169.254.169.254"}) {
      assertEquals(403, raw(port, host, ""), host);
    }
    for (String host : new String[] {"localhost", "127.0.0.1:" + port, "[::1]:" + port}) {
      assertEquals(200, raw(port, host, ""), host);
    }
  }

  @Test
  void aPageOfAnotherOriginIsNotAnswered() throws IOException {
    int port = admin.server().admin().orElseThrow().port();
    String own = "127.0.0.1:" + port;
    assertEquals(200, raw(port, own, "Origin: http://" + own + "\r\n"));
    assertEquals(403, raw(port, own, "Origin: http://evil.example\r\n"));
    assertEquals(403, raw(port, own, "Origin: null\r\n"));
    assertEquals(403, raw(port, own, "Origin: http://127.0.0.1:" + (port - 1) + "\r\n"));
  }

  /** The status with which the status call is answered; the JDK's client sets its own Host. */
  private static int raw(int port, String host, String headers) throws IOException {
    String request =
        "GET /admin/status HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%sAuthorization: Bearer %s\r\n\r\n"
            .formatted(host, headers, RunningAdmin.TOKEN);
    String answer = exchange(port, request);
    assertFalse(answer.contains("Access-Control-Allow"), answer);
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  /** All that is answered until the server hangs up. */
  private static String exchange(int port, String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(RunningAdmin.PATIENCE_SECONDS * 1000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whereARequestEndsIsNoQuestion() throws IOException {
    int port = admin.server().admin().orElseThrow().port();
    assertEquals(400, raw(port, "127.0.0.1:" + port, "Host: evil.example\r\n"));
    String chunked =
        "POST /admin/announce HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            + "GET /admin/status HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String answers = exchange(port, chunked);
    assertTrue(answers.startsWith("HTTP/1.1 401 "), answers);
    assertEquals(1, answers.split("HTTP/1.1 ", -1).length - 1, "what hides in the body is none");
    String token = "Authorization: Bearer " + RunningAdmin.TOKEN + "\r\n";
    String later =
        exchange(
            port,
            "POST /admin/announce HTTP/1.1\r\nHost: localhost\r\n"
                + token
                + "Transfer-Encoding: chunked\r\n\r\n0e\r\n{\"text\": \"ho\"}\r\n0\r\n\r\n"
                + "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertTrue(later.startsWith("HTTP/1.1 200 "), later);
    assertEquals(1, later.split("HTTP/1.1 ", -1).length - 1, "nor behind what takes its time");
  }

  @Test
  void aBrokenQueryIsTheCallersMistake() throws Exception {
    int port = admin.server().admin().orElseThrow().port();
    String answer =
        exchange(
            port,
            "GET /admin/players?q=% HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + RunningAdmin.TOKEN
                + "\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
  }

  @Test
  void pagesMayNotFrameItAndRunNothingOfOthers() throws IOException {
    var headers = admin.send("GET", "/admin/openapi.json", null, null).headers();
    assertEquals("DENY", headers.firstValue("X-Frame-Options").orElseThrow());
    String policy = headers.firstValue("Content-Security-Policy").orElseThrow();
    assertTrue(policy.contains("default-src 'none'"), policy);
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertTrue(headers.firstValue("Set-Cookie").isEmpty());
  }

  @Test
  void whoGuessesIsAuditedAndHasToWait() throws Exception {
    try (RunningAdmin guessed = new RunningAdmin()) {
      for (int i = 0; i < AdminAuth.MAX_FAILURES; i++) {
        var answer = guessed.send("GET", "/admin/status", "not-the-token-" + i, null);
        assertEquals(401, answer.statusCode());
      }
      var late = guessed.send("GET", "/admin/status", "not-the-token", null);
      assertEquals(429, late.statusCode());
      var operator = guessed.send("GET", "/admin/status", RunningAdmin.TOKEN, null);
      assertEquals(200, operator.statusCode(), "nobody can lock an operator out");
      assertTrue(late.headers().firstValue("Retry-After").isPresent());
    }
    var wrong = admin.send("GET", "/admin/status", "wrong", null);
    assertEquals(401, wrong.statusCode());
    JsonObject line = admin.get("/admin/audit?limit=1").getJsonArray("lines").getJsonObject(0);
    assertEquals("?", line.getString("who"));
    assertEquals("authenticate", line.getString("act"));
    assertEquals("127.0.0.1", line.getString("from"));
    assertFalse(line.encode().contains("wrong"), "no token in the log");
  }

  @Test
  void withoutAPortThereIsNoListener() throws Exception {
    try (RunningAdmin with = new RunningAdmin("--admin-host", "localhost")) {
      assertTrue(with.server().admin().isPresent());
    }
    var none =
        BackbeatServer.start("--port", "0")
            .toCompletionStage()
            .toCompletableFuture()
            .get(RunningAdmin.PATIENCE_SECONDS, TimeUnit.SECONDS);
    try {
      assertTrue(none.admin().isEmpty());
    } finally {
      none.stop()
          .toCompletionStage()
          .toCompletableFuture()
          .get(RunningAdmin.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
