package dev.backbeat.load.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Every row of the catalogue against the real server, beside a few honest players. What depends on
 * how busy the machine is (their latency) is not judged here.
 */
@Timeout(600)
class AttackIT {
  /** Rows that only root can try. */
  private static final Set<String> NEEDS_ROOT = Set.of("disk-full-files");

  @TempDir Path out;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final ByteArrayOutputStream failed = new ByteArrayOutputStream();

  /** libfaketime for the clock that jumps, where it can be installed. */
  @BeforeAll
  static void tools() throws IOException, InterruptedException {
    boolean there;
    try (Stream<Path> libs =
        Files.find(Path.of("/usr/lib"), 3, (p, a) -> p.endsWith("libfaketimeMT.so.1"))) {
      there = libs.findFirst().isPresent();
    }
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!there && root && Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      apt("update", "-q");
      apt("install", "-y", "-q", "--no-install-recommends", "libfaketime");
    }
  }

  /** Whether it went well is seen by the row that needs it. */
  private static void apt(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("apt-get"));
    command.addAll(List.of(words));
    Process apt =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!apt.waitFor(180, TimeUnit.SECONDS)) {
      apt.destroyForcibly();
    }
  }

  private int run(String... args) {
    PrintStream stdout = new PrintStream(said, true, StandardCharsets.UTF_8);
    PrintStream stderr = new PrintStream(failed, true, StandardCharsets.UTF_8);
    return new CommandLine(new AttackCommand(stdout, stderr)).execute(args);
  }

  @Test
  void everyRowIsAnsweredAsExpected() throws IOException {
    int code =
        run(
            "--players",
            "20",
            "--warmup",
            "1",
            "--parallel",
            "16",
            "--nice",
            "0",
            "--no-judge-latency",
            "--no-windows",
            "--allow-skips",
            "--out",
            out.toString());
    Path results = out.resolve("attacks.json");
    assertTrue(Files.exists(results), () -> failed.toString(StandardCharsets.UTF_8));
    JsonObject json = new JsonObject(Files.readString(results));
    JsonArray attacks = json.getJsonArray("attacks");
    // Short, for a log that is cut must still tell what it was.
    List<String> unexpected = new ArrayList<>();
    for (int i = 0; i < attacks.size(); i++) {
      JsonObject row = attacks.getJsonObject(i);
      boolean skipped = row.getBoolean("skipped");
      boolean mayBe = System.getenv("CI") == null || NEEDS_ROOT.contains(row.getString("name"));
      if (skipped ? !mayBe : !row.getBoolean("good")) {
        unexpected.add(row.encode());
      }
    }
    JsonArray checks = json.getJsonArray("checks");
    for (int i = 0; i < checks.size(); i++) {
      if (!checks.getJsonObject(i).getBoolean("good")) {
        unexpected.add(checks.getJsonObject(i).encode());
      }
    }
    assertEquals(List.of(), unexpected);
    assertEquals(0, code, () -> failed.toString(StandardCharsets.UTF_8));
    assertEquals(Catalogue.rows().size(), attacks.size());
    assertTrue(Files.readString(out.resolve("attacks.md")).contains("| `unmasked` |"));
  }

  @Test
  void nothingButLoopbackIsAttacked() {
    for (String url : List.of("ws://192.0.2.1:80/play", "wss://127.0.0.1:1/play", "http://x:1/")) {
      assertEquals(2, run("--url", url), url);
    }
    assertEquals(2, run("--only", "nothing-of-the-kind"));
    assertEquals(2, run("--players", "0"));
    assertEquals(0, run("--list"));
    assertTrue(said.toString(StandardCharsets.UTF_8).contains("| `slow-headers` |"));
  }
}
