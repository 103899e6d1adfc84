package dev.backbeat.server.web;

import dev.backbeat.server.packaging.SystemPackages;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fat jar as operators run it, on a free port of the loopback. */
final class ServerProcess implements AutoCloseable {
  private static final String LISTENING = "listening on ";
  private static final int START_SECONDS = 60;
  private final Process process;
  private final URI url;

  private ServerProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts the server; its log goes to {@code target/<name>.log}. */
  static ServerProcess start(String name, String... options) throws Exception {
    return start(name, List.of(), options);
  }

  /** The same with the jars of games on the class path. */
  static ServerProcess start(String name, List<Path> games, String... options) throws Exception {
    Path jar = Tools.TARGET.resolve("backbeat-server.jar");
    if (!Files.exists(jar)) {
      throw new IOException(jar + " is not built: run this test with mvn verify");
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    // The optimizing compiler would take a core from what is tested.
    List<String> command =
        new ArrayList<>(List.of(java.toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1"));
    if (games.isEmpty()) {
      command.addAll(List.of("-jar", jar.toString()));
    } else {
      Stream<Path> all = Stream.concat(Stream.of(jar), games.stream());
      String classPath = all.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
      command.addAll(List.of("-cp", classPath, "dev.backbeat.server.Main"));
    }
    // How busy this machine is shall not decide what tests see.
    command.addAll(List.of("--port", "0", "--overload-ladder", "off"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectError(Tools.TARGET.resolve(name + ".log").toFile())
            .start();
    CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> firstLine(process));
    try {
      String text = line.get(START_SECONDS, TimeUnit.SECONDS);
      if (text == null || !text.startsWith(LISTENING)) {
        throw new IOException("the server said: " + text);
      }
      return new ServerProcess(process, URI.create(text.substring(LISTENING.length())));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String firstLine(Process process) {
    try {
      return new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The WebSocket's address. */
  URI url() {
    return url;
  }

  int port() {
    return url.getPort();
  }

  long pid() {
    return process.pid();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Waits for its end; its exit code. */
  int waitFor(int seconds) throws InterruptedException, IOException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new IOException("the server still runs after " + seconds + " s");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    SystemPackages.end(process, 20);
  }
}
