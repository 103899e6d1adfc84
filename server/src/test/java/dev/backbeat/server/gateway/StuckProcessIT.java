package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.testgames.StuckFactory;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own, whose simulation is held up and goes on again. */
@Timeout(180)
class StuckProcessIT {
  private static final Pattern LISTENING =
      Pattern.compile("listening on ws://[^:]+:(\\d+)/play\\R");
  private static final int READY_STALL_MS = 1_000;

  @TempDir private Path dir;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;
  private int port;

  private void start(Path stuckFile) throws IOException {
    File jar = new File("target/backbeat-server.jar");
    String classPath =
        jar.exists()
            ? jar.getPath() + File.pathSeparator + "target/test-classes"
            : System.getProperty("java.class.path");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", // As the jar's manifest says.
                "-D" + StuckFactory.FILE_PROPERTY + "=" + stuckFile,
                "-cp",
                classPath,
                "dev.backbeat.server.Main",
                "--port",
                "0",
                "--game",
                "stuck",
                "--live-stall-seconds",
                "5",
                "--log-format",
                "json",
                "--overload-ladder",
                "off")
            .redirectOutput(dir.resolve("out").toFile())
            .redirectError(dir.resolve("err").toFile())
            .start();
    RunningServer.await(
        "it listens or ends", () -> read("out").contains("\n") || !process.isAlive());
    Matcher line = LISTENING.matcher(read("out"));
    assertTrue(line.matches(), read("out") + read("err"));
    port = Integer.parseInt(line.group(1));
  }

  private String read(String name) {
    try {
      return Files.readString(dir.resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try {
      return http.send(
          HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private double metric(String name) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .max()
        .orElseThrow(() -> new AssertionError("there is no metric " + name));
  }

  @Test
  void aBlockedTickIsSeenFromOutsideUntilItGoesOn() throws Exception {
    Path stuck = dir.resolve("stuck");
    start(stuck);
    try (WireClient client = WireClient.open(port)) {
      client.joined("any", "witness");
      RunningServer.await("it is ready", () -> get("/readyz").statusCode() == 200);
      assertEquals(1, metric("backbeat_ready"));
      assertTrue(metric("backbeat_tick_age_seconds") * 1_000 <= READY_STALL_MS);

      Files.createFile(stuck);
      HttpResponse<String> last = get("/readyz");
      HttpResponse<String> answer = last;
      while (answer.statusCode() == 200) { // The test's own time-out bounds it.
        last = answer;
        answer = get("/readyz");
      }
      assertEquals(503, answer.statusCode());
      assertTrue(ageMs(last) <= READY_STALL_MS, "ready although overdue: " + last.body());
      assertTrue(ageMs(answer) >= READY_STALL_MS, "not ready though not overdue: " + answer.body());
      String reason = new JsonObject(answer.body()).getJsonArray("reasons").getString(0);
      assertTrue(reason.matches("backbeat-tick-\\d+ is overdue by \\d+ ms"), reason);

      assertEquals(0, metric("backbeat_ready"));
      double age = metric("backbeat_tick_age_seconds");
      assertTrue(age * 1_000 >= READY_STALL_MS, "age " + age);
      assertTrue(metric("backbeat_tick_age_seconds") > age, "it grows while the tick hangs");
      RunningServer.await(
          "a supervisor is told to restart it", () -> get("/healthz").statusCode() == 503);
      assertTrue(ageMs(get("/readyz")) >= 5_000);

      Files.delete(stuck);
      RunningServer.await("it is ready again", () -> get("/readyz").statusCode() == 200);
      assertEquals(200, get("/healthz").statusCode());
      assertEquals(1, metric("backbeat_ready"));
      assertTrue(metric("backbeat_tick_overruns_total") > 0, "the lost ticks are counted");
      assertEquals(0, metric("backbeat_tick_thread_failures_total"));
      assertLogged();
      process.destroy();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it never ended");
      assertEquals(0, process.exitValue(), read("err"));
    } finally {
      process.destroyForcibly();
    }
  }

  private static long ageMs(HttpResponse<String> answer) {
    return new JsonObject(answer.body()).getLong("tickAgeMs");
  }

  private void assertLogged() {
    RunningServer.await("the log says that it is ready", () -> !logged("ready").isEmpty());
    // A busy machine may hold up other threads, too.
    long stuck =
        logged("thread stalled").stream()
            .filter(line -> line.encode().contains("StuckGame.onTick"))
            .count();
    assertEquals(1, stuck, () -> "said once: " + read("err"));
    String before = "";
    for (String said : messages().filter(m -> m.matches("(not )?ready")).toList()) {
      assertNotEquals(before, said, () -> "each change is said once: " + read("err"));
      before = said;
    }
    assertFalse(logged("not ready").isEmpty());
  }

  private Stream<String> messages() {
    return read("err").lines().map(line -> new JsonObject(line).getString("message"));
  }

  private List<JsonObject> logged(String message) {
    return read("err")
        .lines()
        .map(JsonObject::new)
        .filter(line -> message.equals(line.getString("message")))
        .toList();
  }
}
