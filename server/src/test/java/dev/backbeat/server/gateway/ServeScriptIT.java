package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./serve}: finds the jar, passes options on, becomes the JVM. */
@Timeout(180)
class ServeScriptIT {
  private static final Path SCRIPT = Path.of("..", "serve").toAbsolutePath().normalize();
  private static final File JAR = new File("target/backbeat-server.jar");

  @TempDir private Path dir;

  /** From another directory than the script's. */
  private Process start(Map<String, String> environment, String... args) throws IOException {
    assumeTrue(new File("/bin/sh").canExecute(), "this machine has no POSIX shell");
    List<String> command = new ArrayList<>(List.of("/bin/sh", SCRIPT.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile());
    builder.redirectOutput(dir.resolve("out").toFile()).redirectError(dir.resolve("err").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("JAVA_OPTS");
    builder.environment().putAll(environment);
    return builder.start();
  }

  private String read(String file) {
    try {
      return Files.readString(dir.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void startsTheServerAndSignalsReachIt() throws Exception {
    assumeTrue(JAR.exists(), "the jar has not been packaged");
    Map<String, String> environment = Map.of("JAVA_OPTS", "-Xmx200m -Dmark=1");
    Process server = start(environment, "--port", "0", "--host", "127.0.0.1");
    try {
      RunningServer.await("it listens", () -> read("out").contains("\n") || !server.isAlive());
      assertTrue(
          read("out").matches("listening on ws://127\\.0\\.0\\.1:\\d+/play\\R"), read("out"));
      String line = String.join(" ", server.info().arguments().orElseThrow());
      assertTrue(line.contains("-Xmx200m") && line.contains("-Dmark=1"), line);
      assertTrue(line.contains("-XX:+UseSerialGC"), line);
      server.destroy();
      assertTrue(server.waitFor(60, TimeUnit.SECONDS), "SIGTERM did not reach it");
      assertEquals(0, server.exitValue(), read("err"));
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    Process server = start(Map.of("BACKBEAT_JAR", dir.resolve("no.jar").toString()));
    assertTrue(server.waitFor(60, TimeUnit.SECONDS));
    assertEquals(1, server.exitValue());
    assertTrue(read("err").contains("no.jar is not there"), read("err"));
    assertTrue(read("err").contains("mvn"), read("err"));
    Process noJava = start(Map.of("JAVA_HOME", dir.toString(), "BACKBEAT_JAR", SCRIPT.toString()));
    assertTrue(noJava.waitFor(60, TimeUnit.SECONDS));
    assertEquals(1, noJava.exitValue());
    assertTrue(read("err").contains("no java found"), read("err"));
  }
}
