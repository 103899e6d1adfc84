package dev.backbeat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.Reload;
import dev.backbeat.server.ops.ServerCommand;
import dev.backbeat.server.room.GameRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Wherever a start fails, nothing of the server is left in a program that embeds it. */
@Timeout(300)
class FailedStartIT {
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
  private static final String TOKENS = "--admin-tokens=ann:q8Zk3vT0pLw9Xn2c";

  @TempDir Path dir;

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet();
  }

  private static boolean ofAServer(Thread thread) {
    return thread.isAlive() && thread.getName().matches("(backbeat-|vert\\.x-|vertx-).*");
  }

  /** The metrics' filter is one of these. */
  private static int logFilters() {
    return ((LoggerContext) LoggerFactory.getILoggerFactory()).getTurboFilterList().size();
  }

  /** Starts a server that must not start; says why it did not. */
  private String failure(String... options) throws Exception {
    return failure(() -> null, options);
  }

  /** As above. What {@code meanwhile} does comes after the options were found right. */
  private String failure(Callable<?> meanwhile, String... options) throws Exception {
    Path file = Files.writeString(dir.resolve("server.properties"), "port = 0\n");
    List<String> args = new ArrayList<>(List.of("--config", file.toString()));
    args.addAll(List.of(options));
    Set<Thread> threadsBefore = threads();
    int filtersBefore = logFilters();
    LiveConfig live = ServerCommand.liveConfigOf(Map.of(), args.toArray(String[]::new));
    meanwhile.call();
    live.watch();
    ExecutionException failed =
        assertThrows(
            ExecutionException.class,
            () ->
                BackbeatServer.start(live, GameRegistry.load())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_NS, TimeUnit.NANOSECONDS));
    assertEquals(Reload.Outcome.REFUSED, live.reload().outcome(), "it watches no more");
    assertEquals(filtersBefore, logFilters(), "nobody counts log lines any more");
    List<Thread> left = List.of();
    long untilNs = System.nanoTime() + PATIENCE_NS;
    do {
      left = threads().stream().filter(t -> !threadsBefore.contains(t) && ofAServer(t)).toList();
      LockSupport.parkNanos(5_000_000);
    } while (!left.isEmpty() && System.nanoTime() - untilNs < 0);
    assertEquals(List.of(), left, "threads that are left");
    return failed.getCause().toString();
  }

  private String inDir(String name, String text) throws Exception {
    return Files.writeString(dir.resolve(name), text).toString();
  }

  @Test
  void theTransportIsNone() throws Exception {
    String why = failure("--reuse-port=on", "--transport=nio");
    assertTrue(why.contains("--reuse-port"), why);
  }

  @Test
  void theOptionsDoNotFitTheGame() throws Exception {
    String why = failure("--send-hz=7");
    assertTrue(why.contains("--send-hz"), why);
  }

  @Test
  void theBansCannotBeRead() throws Exception {
    String why = failure("--bans-file", inDir("bans.json", "{"));
    assertTrue(why.contains("--bans-file"), why);
  }

  @Test
  void theCertificateIsNone() throws Exception {
    String bans = dir.resolve("bans.json").toString();
    String none = inDir("cert.pem", "nothing");
    String why = failure("--tls-cert", none, "--tls-key", none, "--bans-file", bans);
    assertTrue(why.contains("cert.pem"), why);
  }

  @Test
  void thePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String why = failure("--port=" + taken.getLocalPort(), "--gateway-loops=2");
      assertTrue(why.contains("in use"), why);
    }
  }

  @Test
  void theOperatorsPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String why = failure("--admin-port=" + taken.getLocalPort(), TOKENS);
      assertTrue(why.contains("in use"), why);
    }
  }

  /** The last thing of a start: everything runs by then. */
  @Test
  void theReadyFileCannotBeWritten() throws Exception {
    Path inTheWay = dir.resolve("ready");
    String why =
        failure(
            () -> Files.createDirectories(inTheWay.resolve("more")),
            "--ready-file=" + inTheWay,
            "--admin-port=0",
            TOKENS);
    assertTrue(why.contains("--ready-file"), why);
    try (Stream<Path> files = Files.list(dir)) {
      assertEquals(0, files.filter(f -> f.toString().endsWith(".tmp")).count(), "half a file");
    }
  }
}
