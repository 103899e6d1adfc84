package dev.backbeat.games.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.room.RoomReplay;
import dev.backbeat.server.world.EntityTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same seed and inputs give the same world, tick by tick: again, replayed, and elsewhere. */
class ArenaDeterminismTest {
  private static final long SEED = 20_261_121;
  private static final int TICKS = 10_000;
  private static final int GOLDEN_EVERY = 1_000;
  private static final String GOLDEN = "arena-golden-hashes.txt";

  private static long[] hashes;
  private static ArenaScenario first;

  @BeforeAll
  static void run() {
    System.out.println("seed " + SEED);
    first = new ArenaScenario(SEED, true);
    hashes = new long[TICKS];
    for (int i = 0; i < TICKS; i++) {
      hashes[i] = first.step();
    }
  }

  @Test
  void theScenarioIsOneWorthRepeating() {
    Set<Long> different = new HashSet<>();
    for (long hash : hashes) {
      different.add(hash);
    }
    assertEquals(TICKS, different.size(), "every tick changes something");
    EntityTable players = first.room().world().table(ArenaSchema.PLAYER);
    int respawned = 0;
    int left = 0;
    for (int row = 0; row < players.rows(); row++) {
      respawned += players.get(row, ArenaSchema.PLAYER_TELEPORT) > 0 ? 1 : 0;
      left += players.get(row, ArenaSchema.PLAYER_OWNER) > ArenaScenario.PLAYERS ? 1 : 0;
    }
    assertTrue(respawned > 10 && left > 0, respawned + " respawned, " + left + " came later");
    int matches = first.room().matches().size();
    assertTrue(matches > 1, matches + " matches");
  }

  @Test
  void theSameAgain() {
    ArenaScenario again = new ArenaScenario(SEED, false);
    for (int i = 0; i < TICKS; i++) {
      assertEquals(hashes[i], again.step(), "tick " + (i + 1));
    }
  }

  @Test
  void anotherSeedIsAnotherGame() {
    ArenaScenario other = new ArenaScenario(SEED + 1, false);
    long last = 0;
    for (int i = 0; i < 100; i++) {
      last = other.step();
    }
    assertNotEquals(hashes[99], last);
  }

  @Test
  void theSameFromTheLog() {
    assertFalse(first.room().log().full());
    RoomReplay replay = first.replay();
    for (int i = 0; i < TICKS; i++) {
      assertTrue(replay.step());
      assertEquals(hashes[i], replay.hash(), "tick " + (i + 1));
      assertEquals(hashes[i], replay.recordedHash(), "tick " + (i + 1));
    }
    assertFalse(replay.step());
  }

  /**
   * Every JDK and machine must reproduce the file. If the game was changed on purpose, write it
   * anew: {@code -Dbackbeat.golden.update=true}.
   */
  @Test
  void theSameAsEver() throws IOException {
    List<String> now = new ArrayList<>();
    for (int tick = GOLDEN_EVERY; tick <= TICKS; tick += GOLDEN_EVERY) {
      now.add(tick + " " + Long.toHexString(hashes[tick - 1]));
    }
    if (Boolean.getBoolean("backbeat.golden.update")) {
      Path file = Path.of("src", "test", "resources", GOLDEN);
      Files.createDirectories(file.getParent());
      Files.write(file, now);
      System.out.println("written anew: " + file.toAbsolutePath());
      return;
    }
    try (InputStream in = getClass().getResourceAsStream("/" + GOLDEN)) {
      String golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(golden.lines().toList(), now);
    }
  }

  @Test
  void theSameOnAnotherJdk() throws IOException, InterruptedException {
    Path java = otherJava();
    Assumptions.assumeTrue(
        java != null,
        "SKIPPED: no second JDK found; set JAVA_HOME_OTHER to compare the arena across JDKs");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Path there = Files.createTempFile("arena-hashes", ".txt");
    Path output = Files.createTempFile("arena-output", ".txt");
    try {
      Process child =
          new ProcessBuilder(
                  java.toString(),
                  "-cp",
                  classPath,
                  ArenaScenario.class.getName(),
                  String.valueOf(SEED),
                  String.valueOf(TICKS),
                  there.toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        assertTrue(child.waitFor(120, TimeUnit.SECONDS), "the other JVM takes too long");
      } finally {
        child.destroyForcibly();
      }
      assertEquals(0, child.exitValue(), () -> "the other JVM failed: " + text(output));
      List<String> lines = Files.readAllLines(there);
      assertEquals(TICKS, lines.size());
      for (int i = 0; i < TICKS; i++) {
        assertEquals(Long.toHexString(hashes[i]), lines.get(i), "tick " + (i + 1));
      }
      System.out.println("the same on " + java);
    } finally {
      Files.delete(there);
      Files.delete(output);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From the environment, else a JDK of another version (17 or later) beside the running one. */
  private static Path otherJava() throws IOException {
    String home = System.getenv("JAVA_HOME_OTHER");
    if (home != null && !home.isEmpty()) {
      return Path.of(home, "bin", "java");
    }
    Path parent = Path.of(System.getProperty("java.home")).toAbsolutePath().getParent();
    if (parent == null) {
      return null;
    }
    try (var homes = Files.newDirectoryStream(parent)) {
      for (Path candidate : homes) {
        int feature = featureVersion(candidate);
        if (feature >= 17 && feature != Runtime.version().feature()) {
          return candidate.resolve("bin").resolve("java");
        }
      }
    }
    return null;
  }

  private static int featureVersion(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin").resolve("java"))) {
      return 0;
    }
    for (String line : Files.readAllLines(release)) {
      if (line.startsWith("JAVA_VERSION=\"")) {
        String version = line.substring("JAVA_VERSION=\"".length(), line.length() - 1);
        return Runtime.Version.parse(version.split("_")[0]).feature();
      }
    }
    return 0;
  }
}
