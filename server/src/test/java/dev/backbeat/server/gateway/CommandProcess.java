package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server's command as a process of its own, whose output goes to files. */
final class CommandProcess implements AutoCloseable {
  /** All that it prints. */
  static final Pattern LISTENING = Pattern.compile("listening on ws://[0-9.]+:(\\d+)/play\\R?");

  private final Process process;
  private final Path out;
  private final Path err;

  private CommandProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** The fat jar if it has been built, else the same classes. */
  static CommandProcess start(Path dir, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.add("-XX:TieredStopAtLevel=1"); // Each lives for a moment.
    File jar = new File("target/backbeat-server.jar");
    if (jar.exists()) {
      command.addAll(List.of("-jar", jar.getPath()));
    } else {
      command.addAll(
          List.of("-cp", System.getProperty("java.class.path"), "dev.backbeat.server.Main"));
    }
    command.addAll(List.of(args));
    return start(dir, environment, command);
  }

  /** Another command than that. */
  static CommandProcess start(Path dir, Map<String, String> environment, List<String> command)
      throws IOException {
    Path out = Files.createTempFile(dir, "server", ".out");
    Path err = Files.createTempFile(dir, "server", ".err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new CommandProcess(builder.start(), out, err);
  }

  /** That of this JVM. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  int awaitPort() {
    RunningServer.await("it listens or ends", () -> out().contains("\n") || !process.isAlive());
    Matcher line = LISTENING.matcher(out());
    assertTrue(line.matches(), out() + err());
    return Integer.parseInt(line.group(1));
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  int awaitExit() throws InterruptedException {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it never ended: " + err());
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
