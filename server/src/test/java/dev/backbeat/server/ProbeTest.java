package dev.backbeat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProbeTest {
  @TempDir Path dir;
  private HttpServer server;
  private final List<String> asked = new ArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String bearer = exchange.getRequestHeaders().getFirst("Authorization");
          synchronized (asked) {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + bearer);
          }
          boolean bad = failures.getAndDecrement() > 0;
          byte[] answer = (bad ? "not yet" : "fine").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(bad ? 503 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static String run(int expected, String... args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int code = Probe.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), args);
    String out = bytes.toString(StandardCharsets.UTF_8);
    assertEquals(expected, code, out);
    return out;
  }

  @Test
  void saysWhatTheServerSays() {
    assertEquals("200 fine", run(0, url("/readyz")).strip());
    failures.set(1);
    assertEquals("503 not yet", run(1, url("/readyz")).strip());
  }

  @Test
  void waitsUntilItIsGood() {
    failures.set(2);
    assertTrue(run(0, "--wait-seconds", "50", url("/readyz")).endsWith("200 fine\n"));
    assertEquals(3, asked.size());
  }

  @Test
  void postsWithTheFirstToken() throws Exception {
    Path tokens = Files.writeString(dir.resolve("t"), "# who\n\nops:secret:1\nann:2\n");
    run(0, "--post", "--token-file", tokens.toString(), url("/admin/drain"));
    assertEquals(List.of("POST /admin/drain Bearer secret:1"), asked);
    Files.writeString(tokens, "ops:secret:2,ann:2\n");
    run(0, "--post", "--token-file", tokens.toString(), url("/admin/drain"));
    assertEquals("POST /admin/drain Bearer secret:2", asked.get(1), "split as the server does");
    String out = run(1, "--token-file", tokens.toString(), "http://192.0.2.1:1/");
    assertTrue(out.contains("loopback"), out);
  }

  @Test
  void nobodyAnswers() {
    server.stop(0);
    assertTrue(run(1, url("/readyz")).startsWith("no answer"));
  }

  @Test
  void badUsage() {
    run(2);
    run(2, "--post");
    run(2, "--put", url("/"));
    run(2, "--timeout-seconds", "x", url("/"));
    run(2, "ftp://127.0.0.1/");
  }
}
