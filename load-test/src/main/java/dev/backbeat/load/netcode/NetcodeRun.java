package dev.backbeat.load.netcode;

import dev.backbeat.client.ClientHub;
import dev.backbeat.client.lab.Lab;
import dev.backbeat.client.lab.LabSettings;
import dev.backbeat.load.compare.CompareException;
import dev.backbeat.load.compare.LocalServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Starts servers, networks and players, and gathers what the players noted. */
final class NetcodeRun {
  private static final int MARGIN_SECONDS = 120;
  private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(10);

  private final NetcodeSettings settings;
  private final PrintStream progress;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  NetcodeRun(NetcodeSettings settings, PrintStream progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** A row's server, and the network before it. */
  private record Stage(NetcodeRow row, URI server, URI url) {}

  /** All rows by all clients, row by row. */
  List<NetcodeTable.Line> run() throws InterruptedException {
    List<NetcodeTable.Line> lines = new ArrayList<>();
    try {
      for (String client : settings.clients()) {
        progress.printf(
            "%s: %d rows, %d s of warm-up and %d s%n",
            client, settings.rows().size(), settings.warmupSeconds(), settings.seconds());
        List<List<PlayerLog>> logs =
            client.equals(NetcodeSettings.JAVA) ? playJava() : playChromium();
        for (int i = 0; i < logs.size(); i++) {
          lines.add(
              new NetcodeTable.Line(
                  settings.rows().get(i),
                  client.equals(NetcodeSettings.JAVA) ? "Java" : "JavaScript, Chromium",
                  RowFigures.of(logs.get(i), settings.tickHz())));
        }
        closeAll();
      }
    } finally {
      closeAll();
    }
    lines.sort((a, b) -> settings.rows().indexOf(a.row()) - settings.rows().indexOf(b.row()));
    return lines;
  }

  private List<List<PlayerLog>> playJava() throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    open.push(() -> vertx.close().toCompletionStage().toCompletableFuture().get());
    ClientHub hub = ClientHub.create(vertx);
    List<JavaPlayers> rows = new ArrayList<>();
    for (Stage stage : stages("")) {
      JavaPlayers players =
          new JavaPlayers(vertx, hub, stage.url, room(stage), settings.players(), settings.seed());
      open.push(players);
      rows.add(players);
    }
    for (JavaPlayers players : rows) {
      players.join();
    }
    TimeUnit.SECONDS.sleep(settings.warmupSeconds());
    rows.forEach(JavaPlayers::begin);
    TimeUnit.SECONDS.sleep(settings.seconds());
    List<List<PlayerLog>> logs = new ArrayList<>();
    for (JavaPlayers players : rows) {
      logs.add(players.end());
    }
    return logs;
  }

  private List<List<PlayerLog>> playChromium() throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    open.push(() -> vertx.close().toCompletionStage().toCompletableFuture().get());
    ChromiumPlayers page = ChromiumPlayers.serve(vertx);
    open.push(page);
    for (Stage stage : stages(page.origin())) {
      page.add(
          new JsonObject()
              .put("server", "http://" + stage.server.getHost() + ":" + stage.server.getPort())
              .put("url", stage.url.toString())
              .put("room", room(stage))
              .put("players", settings.players())
              .put("warmupSeconds", settings.warmupSeconds())
              .put("seconds", settings.seconds())
              .put("seed", settings.seed()));
    }
    page.start();
    JsonArray rows =
        page.await(settings.warmupSeconds() + settings.seconds() + MARGIN_SECONDS)
            .getJsonArray("logs");
    List<List<PlayerLog>> logs = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      List<PlayerLog> row = new ArrayList<>();
      rows.getJsonArray(i).forEach(log -> row.add(PlayerLog.fromJson((JsonObject) log)));
      logs.add(row);
    }
    return logs;
  }

  /** One server per rewind cap, one network per row. */
  private List<Stage> stages(String origin) throws InterruptedException {
    TreeMap<Integer, URI> servers = new TreeMap<>();
    List<Stage> stages = new ArrayList<>();
    for (NetcodeRow row : settings.rows()) {
      URI server = servers.get(row.rewindCapMs());
      if (server == null) {
        List<String> more =
            new ArrayList<>(List.of("--rewind-cap-ms", Integer.toString(row.rewindCapMs())));
        if (!origin.isEmpty()) {
          more.addAll(List.of("--allowed-origins", origin));
        }
        LocalServer started =
            LocalServer.start(more, settings.out().resolve("server-" + row.rewindCapMs() + ".log"));
        open.push(started);
        server = started.url();
        servers.put(row.rewindCapMs(), server);
      }
      stages.add(new Stage(row, server, network(row, server)));
    }
    return stages;
  }

  private URI network(NetcodeRow row, URI server) {
    try {
      Lab lab =
          Lab.start(
              LabSettings.to(server.getHost(), server.getPort())
                  .withNetwork(row.network())
                  .withSeed(settings.seed()));
      open.push(lab);
      return URI.create("ws://127.0.0.1:" + lab.port() + server.getPath());
    } catch (IOException e) {
      throw new CompareException("the network of '" + row.name() + "' cannot be opened: " + e, e);
    }
  }

  /** A practice room: nobody dies, the rail gun is always charged. */
  private String room(Stage stage) throws InterruptedException {
    JsonObject body =
        new JsonObject()
            .put("game", "arena")
            .put("tickHz", settings.tickHz())
            .put("maxPlayers", settings.players())
            .put("seed", settings.seed())
            .put("options", new JsonObject().put("practice", "1"));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://"
                        + stage.server.getHost()
                        + ":"
                        + stage.server.getPort()
                        + "/api/rooms"))
            .timeout(HTTP_TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 201) {
        throw new CompareException("no room: " + response.statusCode() + " " + response.body());
      }
      return new JsonObject(response.body()).getString("id");
    } catch (IOException e) {
      throw new CompareException("no room: " + e, e);
    }
  }

  /** Players first, servers last. */
  private void closeAll() {
    while (!open.isEmpty()) {
      AutoCloseable last = open.pop();
      try {
        last.close();
      } catch (Exception e) {
        progress.println("while ending: " + e);
      }
    }
  }
}
