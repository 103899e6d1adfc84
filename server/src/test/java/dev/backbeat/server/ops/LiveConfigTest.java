package dev.backbeat.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.tls.Certificates;
import dev.backbeat.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LiveConfigTest {
  @TempDir Path dir;
  private LiveConfig live;

  @AfterEach
  void close() {
    if (live != null) {
      live.close();
    }
  }

  private void file(String... lines) throws IOException {
    Files.writeString(dir.resolve("b.properties"), String.join("\n", lines));
  }

  private LiveConfig start(String... lines) throws IOException {
    file(lines);
    live =
        ServerCommand.liveConfigOf(
            Map.of(), "--config", dir.resolve("b.properties").toString(), "--max-rooms=7");
    return live;
  }

  @Test
  void takesOverWhatIsReloadableAndReportsTheRest() throws IOException {
    start("log-level = info", "port = 8080");
    BlockingQueue<ServerConfig> told = new ArrayBlockingQueue<>(8);
    live.onChange(told::add);
    file("log-level = debug", "port = 9090", "connections-per-address = 3");
    Reload reload = live.reload();
    assertEquals(Reload.Outcome.APPLIED, reload.outcome());
    assertEquals(
        List.of("--connections-per-address: 64 -> 3", "--log-level: info -> debug"),
        reload.changed().stream().map(Object::toString).toList());
    assertEquals(
        List.of("--port: 8080 -> 9090"),
        reload.needRestart().stream().map(Object::toString).toList());
    assertEquals("DEBUG", live.current().operation().logLevel());
    assertEquals(3, live.current().limits().connectionsPerAddress());
    assertEquals(8080, live.current().listen().port());
    assertEquals(7, live.current().simulation().maxRooms());
    assertEquals(live.current(), told.poll());
    assertEquals(Reload.Outcome.UNCHANGED, live.reload().outcome());
    assertTrue(told.isEmpty());
  }

  @Test
  void tlsIsNotSwitchedOnByAReload() throws IOException {
    start("log-level = info");
    ServerMetrics metrics = new ServerMetrics();
    Certificates.load(live, metrics, Instant::now);
    Path pem = Files.writeString(dir.resolve("c.pem"), "whatever");
    file("log-level = debug", "tls-cert = " + pem, "tls-key = " + pem);
    Reload reload = live.reload();
    assertEquals(Reload.Outcome.REFUSED, reload.outcome());
    assertTrue(reload.toString().contains("needs a restart"), reload.toString());
    assertEquals("INFO", live.current().operation().logLevel());
    metrics.close();
  }

  @Test
  void eachOfSeveralFilesOfOneOptionCounts() throws IOException {
    Path first = Files.writeString(dir.resolve("first.pem"), "one");
    Path second = Files.writeString(dir.resolve("second.pem"), "two");
    start("jwt-public-key = " + first + "," + second);
    BlockingQueue<ServerConfig> told = new ArrayBlockingQueue<>(8);
    live.onChange(told::add);
    assertEquals(Reload.Outcome.UNCHANGED, live.reload().outcome());
    Files.writeString(second, "another");
    assertEquals(Reload.Outcome.APPLIED, live.reload().outcome());
    Files.writeString(first, "another");
    assertEquals(Reload.Outcome.APPLIED, live.reload().outcome());
    assertEquals(2, told.size());
    String[] args = {"--jwt-public-key", first + "," + second};
    assertEquals(
        List.of(first, second), List.copyOf(new ConfigReader(Map.of(), args).read().files()));
  }

  @Test
  void isWholeOrNotAtAll() throws IOException {
    start("log-level = info");
    ServerConfig before = live.current();
    live.onChange(config -> assertFalse(true, "must not be told"));
    for (String bad :
        List.of("log-level = loud", "connections-per-address = 0", "tik-hz = 3", "port = x")) {
      file("allowed-origins = https://example.org", bad);
      Reload reload = live.reload();
      assertEquals(Reload.Outcome.REFUSED, reload.outcome(), bad);
      assertTrue(reload.problem().contains("b.properties:2"), reload.problem());
      assertEquals(before, live.current());
    }
    Files.delete(dir.resolve("b.properties"));
    assertEquals(Reload.Outcome.REFUSED, live.reload().outcome());
  }

  @Test
  void aCheckCanRefuse() throws IOException {
    start("log-level = info");
    live.check(
        config -> {
          if (config.access().allowedOrigins().contains("*")) {
            throw new SettingsException("not everybody");
          }
        });
    file("allowed-origins = *", "log-level = debug");
    assertEquals("not everybody", live.reload().problem());
    assertEquals("INFO", live.current().operation().logLevel());
    file("allowed-origins = https://a.example", "log-level = debug");
    assertEquals(Reload.Outcome.APPLIED, live.reload().outcome());
  }

  @Test
  void aListenerThatFailsOrReloadsHindersNoOther() throws IOException {
    start("log-level = info");
    BlockingQueue<ServerConfig> told = new ArrayBlockingQueue<>(8);
    live.onChange(config -> live.reload());
    live.onChange(told::add);
    file("log-level = warn");
    Reload reload = live.reload();
    assertEquals(Reload.Outcome.APPLIED, reload.outcome());
    assertTrue(reload.problem().contains("a listener must not reload"), reload.problem());
    assertEquals("WARN", told.remove().operation().logLevel());
  }

  @Test
  void aCheckThatFailsRefuses() throws IOException {
    start("log-level = info");
    live.check(
        config -> {
          throw new NullPointerException("no chain");
        });
    BlockingQueue<Reload> seen = new ArrayBlockingQueue<>(8);
    live.onReload(seen::add);
    file("log-level = debug");
    assertTrue(live.reload().problem().contains("no chain"));
    assertEquals(Reload.Outcome.REFUSED, seen.remove().outcome());
    assertEquals("INFO", live.current().operation().logLevel());
  }

  @Test
  void whatWasReadForTheCheckIsTakenOverUnlessSomebodyRefuses() throws IOException {
    start("log-level = info");
    BlockingQueue<String> taken = new ArrayBlockingQueue<>(8);
    Path read = Files.writeString(dir.resolve("read"), "good");
    live.prepare(
        config -> {
          String content = contentOf(read);
          return () -> taken.add(content);
        });
    live.check(
        config -> {
          replace(read, "not looked at");
          if (config.operation().logLevel().equals("ERROR")) {
            throw new SettingsException("too quiet");
          }
        });
    file("log-level = debug");
    assertEquals(Reload.Outcome.APPLIED, live.reload().outcome());
    assertEquals("good", taken.remove());
    file("log-level = error");
    assertEquals(Reload.Outcome.REFUSED, live.reload().outcome());
    assertTrue(taken.isEmpty());
  }

  private static String contentOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void replace(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsReplacedWhileItIsTakenOverIsSeen() throws Exception {
    start("log-level = info");
    BlockingQueue<Reload> reloads = new ArrayBlockingQueue<>(8);
    live.onReload(reloads::add);
    live.check(
        config -> {
          if (config.operation().logLevel().equals("DEBUG")) {
            try {
              file("log-level = error"); // After the file was read.
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
    file("log-level = debug");
    live.reload();
    live.watch();
    assertEquals(Reload.Outcome.APPLIED, reloads.poll(30, TimeUnit.SECONDS).outcome());
    assertEquals(Reload.Outcome.APPLIED, reloads.poll(30, TimeUnit.SECONDS).outcome());
    assertEquals("ERROR", live.current().operation().logLevel());
  }

  @Test
  void theEndAnswersWhoWaitsForAReload() throws Exception {
    start("log-level = info");
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    live.check(
        config -> {
          busy.countDown();
          boolean over = false;
          while (!over) { // The end interrupts.
            try {
              over = free.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              over = false;
            }
          }
        });
    file("log-level = debug");
    Executor threads = task -> new Thread(task).start(); // The common pool may have one alone.
    CompletableFuture.supplyAsync(live::reload, threads);
    assertTrue(busy.await(30, TimeUnit.SECONDS));
    CompletableFuture<Reload> second = CompletableFuture.supplyAsync(live::reload, threads);
    while (!second.isDone()) {
      live.close(); // It may not have been queued the first time.
      LockSupport.parkNanos(1_000_000);
    }
    free.countDown();
    assertEquals("the server has ended", second.join().problem());
  }

  @Test
  void theFileIsWatched() throws Exception {
    start("log-level = info");
    BlockingQueue<Reload> reloads = new ArrayBlockingQueue<>(8);
    live.onReload(reloads::add);
    live.watch();
    live.reload();
    assertEquals(Reload.Outcome.UNCHANGED, reloads.poll(30, TimeUnit.SECONDS).outcome());
    file("log-level = error");
    assertEquals(Reload.Outcome.APPLIED, reloads.poll(30, TimeUnit.SECONDS).outcome());
    assertEquals("ERROR", live.current().operation().logLevel());
    file("log-level = ");
    assertEquals(Reload.Outcome.APPLIED, reloads.poll(30, TimeUnit.SECONDS).outcome());
    assertEquals("INFO", live.current().operation().logLevel());
  }

  @Test
  void reloadsAreCounted() throws IOException {
    start("log-level = info");
    try (ServerMetrics metrics = new ServerMetrics()) {
      ConfigMeters.register(metrics, live);
      file("log-level = nonsense");
      live.reload();
      String refused = metrics.scrape();
      assertTrue(
          refused.contains("backbeat_config_reloads_total{result=\"refused\"} 1.0"), refused);
      assertTrue(refused.contains("backbeat_config_last_reload_successful 0.0"), refused);
      file("log-level = warn");
      live.reload();
      String applied = metrics.scrape();
      assertTrue(
          applied.contains("backbeat_config_reloads_total{result=\"applied\"} 1.0"), applied);
      assertTrue(applied.contains("backbeat_config_last_reload_successful 1.0"), applied);
    }
  }

  @Test
  void oneThatIsFixedStaysSo() {
    live = LiveConfig.fixed(ServerCommand.configOf("--port", "0"));
    live.watch();
    assertEquals(Reload.Outcome.UNCHANGED, live.reload().outcome());
    assertEquals(0, live.current().listen().port());
  }

  @Test
  void aSecretComesFromAFileAndIsNeverShown() throws IOException {
    Path key = Files.writeString(dir.resolve("key"), "Zk4vR9mX2pQ7-${user.home}\n");
    live = ServerCommand.liveConfigOf(Map.of("BACKBEAT_API_KEY_FILE", key.toString()));
    assertEquals(List.of("Zk4vR9mX2pQ7-${user.home}"), live.current().access().apiKeys());
    assertThrows(
        SettingsException.class,
        () ->
            ServerCommand.liveConfigOf(
                Map.of("BACKBEAT_API_KEY_FILE", key.toString(), "BACKBEAT_API_KEY", "x")));
    assertThrows(
        SettingsException.class,
        () -> ServerCommand.configOf("--api-key-file", dir.resolve("none").toString()));
    assertEquals(
        List.of("given by a flag instead"),
        ServerCommand.liveConfigOf(
                Map.of("BACKBEAT_API_KEY_FILE", key.toString()),
                "--api-key",
                "given by a flag instead")
            .current()
            .access()
            .apiKeys());
  }
}
