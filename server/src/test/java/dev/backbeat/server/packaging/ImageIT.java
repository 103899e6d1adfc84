package dev.backbeat.server.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file system that the Dockerfile puts into the image, made by the same script, and the server
 * run in it as the image's user: with its own runtime and libraries alone, and nothing to write to
 * but {@code /tmp} and its volume. What a container engine adds is done by {@code unshare}, {@code
 * mount} and {@code chroot}.
 */
@Timeout(900)
class ImageIT {
  private static final Path JAR = SystemPackages.TARGET.resolve("backbeat-server.jar");
  private static final int PATIENCE_SECONDS = 120;
  private static final int USER = 65532;

  /** What an engine mounts, in a name space that ends with the process. */
  private static final String CONTAIN =
      """
      set -e
      root=$1; shift
      mount --make-rprivate /
      mount --bind "$root" "$root"
      mount -o remount,bind,ro "$root"
      mount -t tmpfs -o size=64m,mode=1777 tmpfs "$root/tmp"
      mount --bind "$DATA" "$root/var/lib/backbeat"
      mount --bind "$SECRETS" "$root/run/secrets/backbeat"
      mount --rbind /proc "$root/proc"
      mount --rbind /dev "$root/dev"
      cd /
      exec chroot --userspec=65532:65532 --groups= "$root" "$@"
      """;

  @TempDir static Path shared;
  private static Path root;
  @TempDir Path dir;
  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void build() throws Exception {
    assumeTrue(Files.exists(JAR), "the jar has not been packaged");
    assumeTrue(Files.exists(Path.of("/proc/self/exe")), "this is not Linux");
    root = shared.resolve("rootfs");
    ProcessBuilder image =
        new ProcessBuilder(
            OpsFiles.DIRECTORY.resolve("image.sh").toString(), root.toString(), JAR.toString());
    image.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Path log = SystemPackages.TARGET.resolve("image.log");
    assertEquals(0, SystemPackages.run(image, log, 600), () -> read(log));
  }

  @AfterEach
  void end() {
    for (Process process : started) {
      List<ProcessHandle> children = process.descendants().toList();
      SystemPackages.end(process, 20);
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The JSON array of an instruction of the Dockerfile. */
  private static List<String> command(String instruction) throws IOException {
    Matcher matcher =
        Pattern.compile(instruction + "[^\\[]*(\\[.*])\\n")
            .matcher(OpsFiles.read("Dockerfile").replace("\\\n", " ") + "\n");
    assertTrue(matcher.find(), instruction);
    return new JsonArray(matcher.group(1)).stream().map(String.class::cast).toList();
  }

  private ProcessBuilder contained(List<String> command) throws Exception {
    boolean able =
        SystemPackages.isRoot()
            && SystemPackages.run(
                    new ProcessBuilder(
                        "unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", dir.toString()),
                    SystemPackages.TARGET.resolve("unshare.log"),
                    20)
                == 0;
    assumeTrue(able, "whoever runs the tests may not mount");
    Path data = Files.createDirectories(dir.resolve("data"));
    Path secrets = Files.createDirectories(dir.resolve("secrets"));
    OpsFiles.secrets(secrets);
    ProcessBuilder chown = new ProcessBuilder("chown", "-R", USER + ":" + USER, "" + data);
    assertEquals(0, SystemPackages.run(chown, dir.resolve("chown.log"), 20));
    List<String> all =
        new ArrayList<>(List.of("unshare", "--mount", "/bin/sh", "-c", CONTAIN, "sh", "" + root));
    all.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(all);
    String path = System.getenv("PATH");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().put("DATA", data.toString());
    builder.environment().put("SECRETS", secrets.toString());
    builder.environment().put("BACKBEAT_CONFIG", "/etc/backbeat/backbeat.properties");
    return builder;
  }

  private Process start(List<String> command) throws Exception {
    Process process =
        contained(command)
            .redirectOutput(dir.resolve("out").toFile())
            .redirectError(dir.resolve("err").toFile())
            .start();
    started.add(process);
    await("it listens", () -> read(dir.resolve("out")).contains("/play") || !process.isAlive());
    // The JVM announces a recording there before.
    assertTrue(read(dir.resolve("out")).contains("listening on "), read(dir.resolve("err")));
    return process;
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - deadlineNs < 0, "never happened: " + what);
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Where the server that was started last says that it listens. */
  private int port() {
    Matcher matcher =
        Pattern.compile("listening on wss?://127\\.0\\.0\\.1:(\\d+)/")
            .matcher(read(dir.resolve("out")));
    assertTrue(matcher.find(), read(dir.resolve("out")));
    return Integer.parseInt(matcher.group(1));
  }

  private static TreeSet<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      TreeSet<String> names = new TreeSet<>();
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        names.add(root.relativize(file) + " " + Files.getLastModifiedTime(file));
      }
      return names;
    }
  }

  @Test
  void thereIsNothingToBreakInto() throws IOException {
    for (String absent : List.of("bin/sh", "usr/bin/sh", "usr/bin/apt-get", "bin/busybox")) {
      assertFalse(Files.exists(root.resolve(absent)), absent);
    }
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String mode = Files.getPosixFilePermissions(file).toString();
        assertFalse(mode.contains("OTHERS_WRITE"), file + " " + mode);
      }
    }
  }

  @Test
  void theServerRunsReadOnlyAsItsOwnUserAndTheHealthCheckSaysSo() throws Exception {
    List<String> entry = new ArrayList<>(command("ENTRYPOINT"));
    entry.addAll(List.of("--port=0", "--admin-port=0", "--drain-seconds=1"));
    TreeSet<String> before = files();
    Process server = start(entry);
    String status = read(Path.of("/proc/" + server.pid() + "/status"));
    assertTrue(status.contains("Uid:\t65532\t65532\t65532\t65532"), status);
    assertTrue(status.contains("CapEff:\t0000000000000000"), status);

    List<String> health = new ArrayList<>(command("HEALTHCHECK"));
    String url = health.remove(health.size() - 1);
    health.add(url.replace("8080", Integer.toString(port())));
    Path log = dir.resolve("health.log");
    assertEquals(0, SystemPackages.run(contained(health), log, 60), () -> read(log));
    assertTrue(read(log).startsWith("200 "), read(log));

    server.destroy();
    assertTrue(server.waitFor(60, TimeUnit.SECONDS), "it did not end");
    assertEquals(0, server.exitValue(), read(dir.resolve("err")));
    assertEquals(1, SystemPackages.run(contained(health), log, 60), () -> read(log));
    assertEquals(before, files());
  }

  @Test
  void tlsAndFlightRecordingWorkOnItsRuntime() throws Exception {
    List<String> entry = new ArrayList<>(command("ENTRYPOINT"));
    entry.add(1, "-XX:StartFlightRecording:duration=2s,filename=/var/lib/backbeat/start.jfr");
    entry.addAll(List.of("--port=0", "--admin-port=0", "--tls-self-signed", "--drain-seconds=1"));
    Process server = start(entry);
    assertTrue(read(dir.resolve("out")).contains("wss://127.0.0.1:"), read(dir.resolve("out")));
    Vertx vertx = Vertx.vertx();
    try {
      HttpClientOptions client = new HttpClientOptions().setSsl(true).setTrustAll(true);
      client.setVerifyHost(false);
      // Kept: Vert.x closes one that nobody refers to any more.
      HttpClient http = vertx.createHttpClient(client);
      int answer =
          http.request(HttpMethod.GET, port(), "127.0.0.1", "/readyz")
              .compose(request -> request.send())
              .map(response -> response.statusCode())
              .toCompletionStage()
              .toCompletableFuture()
              .get(60, TimeUnit.SECONDS);
      assertEquals(200, answer);
      http.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
    Path recording = dir.resolve("data/start.jfr");
    await(
        "the recording is written",
        () -> {
          try {
            return Files.exists(recording) && Files.size(recording) > 0;
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    assertTrue(
        RecordingFile.readAllEvents(recording).stream()
            .anyMatch(event -> event.getEventType().getName().startsWith("jdk.")));
    server.destroy();
    assertTrue(server.waitFor(60, TimeUnit.SECONDS), "it did not end");
    assertEquals(0, server.exitValue(), read(dir.resolve("err")));
  }
}
