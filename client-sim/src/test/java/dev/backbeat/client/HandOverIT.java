package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An upgrade on one machine: two real servers on one port, the script that operators use, and
 * players who come all the while.
 */
@Timeout(180)
class HandOverIT {
  private static final Path JAR = Path.of("../server/target/backbeat-server.jar");
  private static final Path SCRIPT = Path.of("../ops/upgrade.sh");
  private static final Path MIGRATE = Path.of("/proc/sys/net/ipv4/tcp_migrate_req");
  private static final int STAYERS = 6;
  private static final int JOINS_BEFORE = 5;
  private static final int JOINS_AFTER = 15;
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(90);

  @TempDir private Path dir;
  private final Vertx vertx = Vertx.vertx();
  private final ClientHub hub = ClientHub.create(vertx);
  private String migrateBefore;
  private long newPid = -1;

  @AfterEach
  void endEverything() throws Exception {
    hub.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    vertx.close().toCompletionStage().toCompletableFuture().join();
    ProcessHandle.of(newPid).ifPresent(ProcessHandle::destroyForcibly);
    if (migrateBefore != null) {
      Files.writeString(MIGRATE, migrateBefore);
    }
  }

  /**
   * With and without the kernel moving handshakes to the other socket; where this process may not
   * say so, as the machine has it.
   */
  @ParameterizedTest
  @ValueSource(strings = {"0", "1"})
  void anUpgradeRefusesNobody(String migrateRequests) throws Exception {
    assumeTrue(migrates(migrateRequests), "tcp_migrate_req cannot be set here");
    try (RealServer old = server("old", "--drain-seconds", "5")) {
      Stayers stayers = new Stayers(hub, old.url());
      Joiner joiner = new Joiner(vertx, hub, old.url());
      await("players before the upgrade", () -> joiner.joins() >= JOINS_BEFORE);

      Process upgrade = upgrade(old);
      await("the script ends", () -> !upgrade.isAlive());
      assertEquals(0, upgrade.exitValue(), text("upgrade.err"));
      newPid = Long.parseLong(text("upgrade.out").strip());
      int soFar = joiner.joins();
      await("players after the upgrade", () -> joiner.joins() >= soFar + JOINS_AFTER);
      joiner.stop();
      await("the last ones are in", () -> joiner.underWay() == 0);
      System.out.println("hand-over, tcp_migrate_req=" + migrateRequests + ": " + joiner.report());
      assertEquals(List.of(), joiner.failures());
      assertTrue(joiner.secondTries() <= 3, joiner.report());

      assertEquals(0, old.awaitExit(), old.log());
      List<String> summary = old.log().lines().filter(l -> l.contains(" drained ")).toList();
      assertEquals(1, summary.size(), old.log());
      assertTrue(summary.get(0).contains("cutOff=\"0\""), summary.get(0));
      assertTrue(number(summary.get(0), "told") >= STAYERS, summary.get(0));
      assertTrue(number(summary.get(0), "moved") >= STAYERS, summary.get(0));
      assertTrue(old.log().contains("leaving the port"), old.log());

      stayers.awaitMoved();
      assertTrue(joinedAt(text("upgrade.err")) > STAYERS, "the new one got players");
    }
  }

  @Test
  void aNewServerThatDoesNotStartLeavesTheOldOneAlone() throws Exception {
    try (RealServer old = RealServer.start("--drain-seconds", "5")) { // Without --reuse-port.
      Process upgrade = upgrade(old);
      await("the script ends", () -> !upgrade.isAlive());
      assertEquals(1, upgrade.exitValue(), text("upgrade.err"));
      assertEquals("", text("upgrade.out"));
      assertTrue(text("upgrade.err").contains("is left as it is"), text("upgrade.err"));
      Stayers stayers = new Stayers(hub, old.url());
      assertEquals(STAYERS, stayers.playing());
      assertTrue(old.log().lines().noneMatch(l -> l.contains("draining")), old.log());
    }
  }

  private boolean migrates(String wanted) throws IOException {
    String is = Files.exists(MIGRATE) ? Files.readString(MIGRATE).strip() : "";
    if (is.equals(wanted)) {
      return true;
    }
    if (!Files.isWritable(MIGRATE)) {
      return false;
    }
    Files.writeString(MIGRATE, wanted);
    migrateBefore = is;
    return true;
  }

  private static RealServer server(String instance, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("--reuse-port", "on", "--instance-id", instance));
    all.addAll(List.of(options));
    return RealServer.start(all.toArray(String[]::new));
  }

  private Process upgrade(RealServer old) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(SCRIPT.toString(), "--old", Long.toString(old.pid()), "--"));
    command.addAll(RealServer.javaJar(JAR));
    command.addAll(List.of("--port", Integer.toString(old.port()), "--overload-ladder", "off"));
    command.addAll(List.of("--reuse-port", "on", "--instance-id", "new"));
    return new ProcessBuilder(command)
        .redirectOutput(dir.resolve("upgrade.out").toFile())
        .redirectError(dir.resolve("upgrade.err").toFile())
        .start();
  }

  private String text(String file) throws IOException {
    return Files.readString(dir.resolve(file));
  }

  private static long joinedAt(String log) {
    return log.lines().filter(l -> l.contains(" joined ")).count();
  }

  private static int number(String line, String key) {
    return Integer.parseInt(line.replaceFirst(".*" + key + "=\"(\\d+)\".*", "$1"));
  }

  static void await(String what, BooleanSupplier condition) {
    long startNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - startNs < PATIENCE_NS, "never happened: " + what);
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Players who are there before, and are to be there afterwards. */
  private static final class Stayers {
    private final List<GameClient> clients = new ArrayList<>();
    private final List<RecordingListener> listeners = new ArrayList<>();

    Stayers(ClientHub hub, String url) throws Exception {
      for (int i = 0; i < STAYERS; i++) {
        RecordingListener listener = new RecordingListener();
        ClientOptions options = ClientOptions.of(url).withName("stayer-" + i).withSeed(i);
        GameClient client = hub.newClient(options, listener);
        client.connect().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        clients.add(client);
        listeners.add(listener);
      }
    }

    long playing() {
      return clients.stream().filter(c -> c.state() == ClientState.PLAYING).count();
    }

    void awaitMoved() throws InterruptedException {
      for (int i = 0; i < STAYERS; i++) {
        RecordingListener heard = listeners.get(i);
        heard.await("drain");
        heard.await("goodbye");
        heard.await("disconnected 1001");
        heard.await("rejoined");
        assertEquals(1, clients.get(i).stats().rejoins());
      }
      assertEquals(STAYERS, playing());
    }
  }
}
