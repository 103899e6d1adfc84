package dev.backbeat.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The packaged server as a process of its own, on a free port. */
public final class RealServer implements AutoCloseable {
  private static final Path JAR = Path.of("../server/target/backbeat-server.jar");
  private static final String LISTENING = "listening on ";

  private final Process process;
  private final Path log;
  private final String url;

  private RealServer(Process process, Path log, String url) {
    this.process = process;
    this.log = log;
    this.url = url;
  }

  /**
   * Starts a server with these options beside {@code --port 0}; returns when it accepts players.
   */
  public static RealServer start(String... options) throws Exception {
    return startOn(0, options);
  }

  public static RealServer startOn(int port, String... options) throws Exception {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(JAR + " is missing: package the module server first");
    }
    List<String> command = new ArrayList<>(javaJar(JAR));
    command.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
    command.addAll(List.of("--overload-ladder", "off"));
    command.addAll(List.of(options));
    Path log = Files.createTempFile("backbeat-server", ".log");
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(() -> firstLine(process.inputReader(StandardCharsets.UTF_8)));
    String first;
    try {
      first = line.get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
    if (first == null || !first.startsWith(LISTENING)) {
      process.destroyForcibly();
      throw new IllegalStateException("the server said: " + first + "\n" + Files.readString(log));
    }
    return new RealServer(process, log, first.substring(LISTENING.length()));
  }

  public static List<String> javaJar(Path jar) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    // The optimizing compiler would take a core from what is tested.
    return List.of(java, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-jar", jar.toString());
  }

  private static String firstLine(BufferedReader reader) {
    try {
      return reader.readLine();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Where to play. */
  public String url() {
    return url;
  }

  public int port() {
    return URI.create(url).getPort();
  }

  /** What it logged so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** POST of a JSON body to an API path; returns the answer's body. */
  public String post(String path, String json) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  public long pid() {
    return process.pid();
  }

  /** SIGTERM; returns the exit code. */
  public int terminate() throws InterruptedException {
    process.destroy();
    return awaitExit();
  }

  /** Waits for its end; returns the exit code. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the server did not end within 60 s");
    }
    return process.exitValue();
  }

  /** Ends it at once, as a crash would. */
  public void kill() {
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() throws IOException {
    kill();
    Files.deleteIfExists(log);
  }
}
