package dev.backbeat.load.netcode;

import dev.backbeat.load.compare.CompareException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A headless Chromium with a page that plays: serves the page, starts the browser on it, and waits
 * until it has sent what its players noted.
 */
final class ChromiumPlayers implements AutoCloseable {
  // Names and flags are those of the server's tests (Tools, Browser), which no code that is
  // delivered can share: the server must not depend on this module, nor carry a browser's flags.
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-background-timer-throttling",
          "--disable-backgrounding-occluded-windows",
          "--disable-renderer-backgrounding",
          "--mute-audio");
  private static final String FOLDER = "/dev/backbeat/load/netcode/";
  private static final int END_SECONDS = 10;

  private final Vertx vertx;
  private final HttpServer http;
  private final CompletableFuture<JsonObject> result = new CompletableFuture<>();
  private final List<JsonObject> tasks = new ArrayList<>();
  private Process browser;
  private Path profile;

  private ChromiumPlayers(Vertx vertx) {
    this.vertx = vertx;
    this.http = vertx.createHttpServer();
  }

  /** Serves the page on a free port. */
  static ChromiumPlayers serve(Vertx vertx) throws InterruptedException {
    ChromiumPlayers players = new ChromiumPlayers(vertx);
    players.http.requestHandler(
        request -> {
          switch (request.path()) {
            case "/" -> request.response().putHeader("Content-Type", "text/html").end(PAGE);
            case "/player.js" ->
                request
                    .response()
                    .putHeader("Content-Type", "text/javascript; charset=utf-8")
                    .end(resource("player.js"));
            case "/tasks" -> request.response().end(new JsonArray(players.tasks).encode());
            case "/result" ->
                request
                    .body()
                    .onSuccess(
                        body -> {
                          players.result.complete(new JsonObject(body));
                          request.response().end();
                        });
            default -> request.response().setStatusCode(404).end();
          }
        });
    try {
      players
          .http
          .listen(0, "127.0.0.1")
          .toCompletionStage()
          .toCompletableFuture()
          .get(END_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new CompareException("the players' page cannot be served: " + e, e);
    }
    return players;
  }

  private static final String PAGE =
      """
      <!doctype html><meta charset="utf-8"><title>Players</title>
      <script src="player.js" type="module"></script>
      """;

  /** What the server must take as an origin. */
  String origin() {
    return "http://127.0.0.1:" + http.actualPort();
  }

  /** One more row to play: an object that the page's script knows. */
  void add(JsonObject task) {
    tasks.add(task);
  }

  /** Starts the browser. */
  void start() {
    Path executable = executable();
    try {
      profile = Files.createTempDirectory("backbeat-chromium-");
      List<String> command = new ArrayList<>(List.of(executable.toString()));
      command.addAll(FLAGS);
      command.add("--user-data-dir=" + profile);
      command.add(origin() + "/");
      browser =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new CompareException("Chromium cannot be started: " + e, e);
    }
  }

  /**
   * Waits for what the page sends: {@code logs}, per task a list of logs; or {@code error}.
   *
   * @throws CompareException with a sentence if it failed or nothing came
   */
  JsonObject await(long withinSeconds) throws InterruptedException {
    try {
      JsonObject json = result.get(withinSeconds, TimeUnit.SECONDS);
      if (json.containsKey("error")) {
        throw new CompareException("the page failed: " + json.getString("error"));
      }
      return json;
    } catch (TimeoutException e) {
      throw new CompareException("the page sent nothing within " + withinSeconds + " s", e);
    } catch (ExecutionException e) {
      throw new CompareException("the page's result cannot be read: " + e.getCause(), e);
    }
  }

  /** Chromium, or null if there is none. */
  static Path find() {
    String path = System.getenv("PATH") == null ? "" : System.getenv("PATH");
    return Stream.of(path.split(java.io.File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  private static Path executable() {
    Path found = find();
    if (found == null) {
      throw new CompareException("there is no Chromium on the PATH (one of " + NAMES + ")");
    }
    return found;
  }

  private static String resource(String name) {
    try (InputStream in = ChromiumPlayers.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    if (browser != null) {
      browser.descendants().forEach(ProcessHandle::destroy);
      browser.destroy();
      try {
        if (!browser.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
          browser.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        browser.destroyForcibly();
      }
      deleteProfile();
    }
  }

  private void deleteProfile() {
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      profile.toFile().deleteOnExit();
    }
  }
}
