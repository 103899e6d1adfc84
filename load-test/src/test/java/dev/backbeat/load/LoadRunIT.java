package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.BackbeatServer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The load test against the real server, small; nothing here depends on how fast the machine is.
 */
class LoadRunIT {
  private static final long START_SECONDS = 60;

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private BackbeatServer server;

  @BeforeEach
  void start() throws Exception {
    server = start("--port", "0");
  }

  private static BackbeatServer start(String... args) throws Exception {
    return BackbeatServer.start(args)
        .toCompletionStage()
        .toCompletableFuture()
        .get(START_SECONDS, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    server.stop().toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
  }

  private int run(String... more) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("--url", server.url());
    options.put("--rooms", "2");
    options.put("--players", "5");
    options.put("--warmup", "1");
    options.put("--seconds", "2");
    options.put("--join-timeout", "60");
    options.put("--decode-share", "0.4");
    options.put("--json", json().toString());
    for (String option : more) {
      int equals = option.indexOf('=');
      options.put(option.substring(0, equals), option.substring(equals + 1));
    }
    String[] args =
        options.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .toArray(String[]::new);
    return LoadMain.run(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        args);
  }

  private Path json() {
    return folder.resolve("r.json");
  }

  private JsonObject results() throws IOException {
    return new JsonObject(Files.readString(json()));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aSmallRunIsGoodAndMeasuresEverything() throws Exception {
    Path html = folder.resolve("r.html");
    long pid = ProcessHandle.current().pid();
    assertEquals(LoadMain.GOOD, run("--html=" + html, "--server-pid=" + pid), said());
    JsonObject r = results();
    for (Metric metric : Metric.values()) {
      boolean slow = metric.jsonName().startsWith("slow_"); // There are none in this run.
      assertTrue(
          slow || r.getValue(metric.jsonName()) != null, metric.jsonName() + " was not measured");
    }
    assertEquals(10, r.getInteger("clients"));
    assertEquals(10, r.getInteger("joined"));
    assertEquals(0, r.getInteger("errors"));
    assertEquals(0, r.getInteger("invariant_violations"));
    assertEquals(4, r.getInteger("decoding_clients"));
    assertEquals(5.0, r.getDouble("players_in_view"), 1e-9, "a room of five sees five");
    assertEquals("[]", r.getJsonArray("notes").encode(), "the rooms were made");
    assertTrue(r.getLong("frames") > 0);
    assertTrue(r.getLong("acks") > 0);
    assertTrue(r.getDouble("ack_p50_ms") <= r.getDouble("ack_p99_ms"));
    assertTrue(r.getDouble("bytes_per_client_per_s") > 0);
    assertTrue(r.getDouble("server_rss_mb") > 10);
    assertEquals(3, r.getJsonArray("samples").size(), "a sample for each second");
    assertTrue(Files.readString(html).contains("\"joined\":10"));
  }

  @Test
  void slowAndStuckClientsCountApart() throws Exception {
    stop();
    server = start("--port", "0", "--slow-client-timeout-seconds", "1");
    int code =
        run(
            "--players=10",
            "--tick-hz=120",
            "--slow-percent=20",
            "--stuck-percent=10",
            "--slow-read-bytes-per-s=3000",
            "--warmup=2",
            "--seconds=4");
    assertEquals(LoadMain.GOOD, code, said());
    JsonObject r = results();
    assertEquals(20, r.getInteger("joined"));
    assertEquals(4, r.getInteger("slow_clients"));
    assertEquals(2, r.getInteger("stuck_clients"));
    assertEquals(0, r.getInteger("slow_closed"), "who reads is not closed");
    double bytesPerS = r.getDouble("slow_bytes_per_client_per_s");
    assertTrue(bytesPerS > 0 && bytesPerS <= 3_100, bytesPerS + " B/s");
    assertTrue(r.getDouble("slow_frames_per_client_per_s") > 0);
    assertTrue(r.getInteger("slow_resets") > 0, said());
    assertTrue(r.getDouble("slow_frame_age_max_ms") > 0);
    // On a starved machine the others are late, too, but never as slow as who reads 3,000 B/s.
    double slowHz = r.getDouble("slow_frames_per_client_per_s");
    assertTrue(slowHz < r.getDouble("delivered_hz"), said());
    assertEquals(0, r.getInteger("invariant_violations"));
  }

  @Test
  void anObjectiveDecidesTheExitCode() throws Exception {
    assertEquals(LoadMain.BAD, run("--slo=joined>=10,delivered_hz>1000"), said());
    JsonObject r = results();
    assertEquals(true, r.getJsonArray("slo").getJsonObject(0).getBoolean("met"));
    assertEquals(false, r.getJsonArray("slo").getJsonObject(1).getBoolean("met"));
    assertEquals(0, r.getInteger("errors"));
  }

  @Test
  void refusedUpgradesAreErrorsOfTheirKind() throws Exception {
    assertEquals(LoadMain.BAD, run("--url=" + server.url().replace("/play", "/elsewhere")), said());
    JsonObject r = results();
    assertEquals(0, r.getInteger("joined"));
    assertEquals(10, r.getJsonObject("errors_by_kind").getInteger("upgrade_404"));
  }

  @Test
  void withoutTheRightToMakeRoomsClientsJoinAny() throws Exception {
    stop();
    server = start("--port", "0", "--api-key", "the right key of the server");
    assertEquals(LoadMain.GOOD, run("--api-key=wrong"), said());
    assertEquals(10, results().getInteger("joined"));
    assertTrue(results().getJsonArray("notes").getString(0).contains("401"), said());
    assertEquals(LoadMain.GOOD, run("--api-key=the right key of the server"), said());
    assertEquals(0, results().getJsonArray("notes").size());
  }

  @Test
  void tlsWorksWithACertificateThatNobodySigned() throws Exception {
    stop();
    server = start("--port", "0", "--tls-self-signed");
    assertTrue(server.url().startsWith("wss://"), server.url());
    assertEquals(LoadMain.GOOD, run("--insecure=true"), said());
    assertEquals(10, results().getInteger("joined"));
    assertEquals(LoadMain.BAD, run(), "an unknown certificate is refused without --insecure");
    assertEquals(10, results().getJsonObject("errors_by_kind").getInteger("tls_failed"), said());
  }

  @Test
  void aServerThatEndsInTheMiddleIsAnErrorOfEveryClient() throws Exception {
    Thread stopper =
        new Thread(
            () -> {
              while (server.connections() < 10) {
                LockSupport.parkNanos(1_000_000);
              }
              server.stop();
            });
    stopper.start();
    assertEquals(LoadMain.BAD, run("--seconds=4"), said());
    stopper.join();
    JsonObject kinds = results().getJsonObject("errors_by_kind");
    assertTrue(kinds.containsKey("closed_1001"), kinds.encode());
  }
}
