package dev.backbeat.load.attack;

import dev.backbeat.load.compare.CompareException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** One run: server, honest players, windows, attacks, and what is left of them. */
final class AttackRun {
  private static final int PLAYERS_PER_ROOM = 20;
  private static final int HOSTILE_SEATS = 400;
  private static final long ROW_SECONDS = 120;
  private static final double ZIP_WORKERS_FACTOR = 2;

  private final AttackSettings settings;
  private final PrintStream progress;
  private final List<AttackReport.Row> rows = new ArrayList<>();
  private final List<HonestPlayers.Window> windows = new ArrayList<>();

  AttackRun(AttackSettings settings, PrintStream progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Does it all.
   *
   * @throws CompareException if it cannot even begin
   */
  AttackReport run() throws IOException, InterruptedException {
    Files.createDirectories(settings.out());
    if (settings.url() != null) {
      return against(settings.url().getPort(), null);
    }
    List<String> options = AttackServer.options(settings.apiKey(), settings.ticketSecret());
    try (ServerChild server =
        ServerChild.start(
            settings.serverJar() == null ? AttackServer.jar() : settings.serverJar(),
            options,
            Map.of(),
            settings.out().resolve("server.log"))) {
      return against(server.port(), server);
    }
  }

  private AttackReport against(int port, ServerChild server)
      throws IOException, InterruptedException {
    Target bare =
        new Target(
            port, "any", settings.apiKey(), settings.ticketSecret(), server, new AtomicInteger());
    List<String> rooms = new ArrayList<>();
    int count = (settings.players() + PLAYERS_PER_ROOM - 1) / PLAYERS_PER_ROOM;
    for (int i = 0; i < count; i++) {
      // The first one is the attackers', too.
      rooms.add(room(bare, PLAYERS_PER_ROOM + (i == 0 ? HOSTILE_SEATS : 0)));
    }
    Target target = bare.withRoom(rooms.get(0));
    try (HonestPlayers honest =
        new HonestPlayers(target, rooms, settings.players(), settings.tickHz(), settings.seed())) {
      honest.join();
      progress.println(settings.players() + " honest players are in " + count + " rooms");
      TimeUnit.SECONDS.sleep(settings.warmupSeconds());
      Aftermath aftermath = new Aftermath(settings, target, honest);
      aftermath.begin();
      attacks(target, honest, aftermath);
      List<AttackReport.Check> checks = aftermath.checks(windows);
      return new AttackReport(List.copyOf(rows), checks, List.copyOf(windows));
    }
  }

  private String room(Target target, int seats) throws IOException {
    JsonObject body =
        new JsonObject()
            .put("tickHz", settings.tickHz())
            .put("maxPlayers", seats)
            .put("emptyExpirySeconds", 3_600)
            .put("seed", settings.seed());
    try (Wire wire = target.connect()) {
      Wire.Response response =
          wire.send(Requests.post(target, "/api/rooms", body.encode(), Requests.key(target)))
              .response();
      if (response.status() != 201) {
        throw new CompareException("no room: " + response.status() + " " + response.body());
      }
      return new JsonObject(response.body()).getString("id");
    }
  }

  private void attacks(Target target, HonestPlayers honest, Aftermath aftermath)
      throws InterruptedException {
    Map<String, List<Attack>> groups = Catalogue.chosen(settings.only());
    Map<String, List<Attack>> wire = new LinkedHashMap<>(groups);
    wire.remove(ServerFaults.GROUP);
    for (Map.Entry<String, List<Attack>> group : wire.entrySet()) {
      quiet(honest);
      hostile(honest, group.getKey(), () -> together(target, group.getValue(), 1));
    }
    if (wire.size() > 1 && settings.mixed()) {
      quiet(honest);
      hostile(honest, "all at once", () -> List.of(atOnce(target, wire)));
    }
    quiet(honest);
    aftermath.beforeFaults();
    List<Attack> faults = groups.getOrDefault(ServerFaults.GROUP, List.of());
    for (Attack fault : faults) {
      add(together(target, List.of(fault), 1));
      windows.add(honest.window(fault.name() + " (not compared)", false));
    }
  }

  private interface Deed {
    List<AttackReport.Row> run() throws InterruptedException;
  }

  private void quiet(HonestPlayers honest) throws InterruptedException {
    honest.window("", true);
    TimeUnit.SECONDS.sleep(settings.windowSeconds());
    windows.add(honest.window("quiet", true));
  }

  private void hostile(HonestPlayers honest, String name, Deed deed) throws InterruptedException {
    long startNs = System.nanoTime();
    honest.window("", false);
    add(deed.run());
    long leftNs = settings.windowSeconds() * 1_000_000_000L - (System.nanoTime() - startNs);
    if (leftNs > 0) {
      TimeUnit.NANOSECONDS.sleep(leftNs);
    }
    windows.add(honest.window(name, false));
  }

  private void add(List<AttackReport.Row> more) {
    rows.addAll(more);
    for (AttackReport.Row row : more) {
      if (!row.good()) {
        progress.printf(
            "%s %s: expected %s, got %s%n",
            row.attack().group(), row.attack().name(), row.attack().expectedText(), row.answer());
      }
    }
    progress.println(more.size() + " rows of " + more.get(0).attack().group());
  }

  /** Rows at the same time; in the order of the catalogue. */
  private List<AttackReport.Row> together(Target target, List<Attack> attacks, double factor)
      throws InterruptedException {
    ExecutorService workers =
        Executors.newFixedThreadPool((int) (settings.parallel() * factor), AttackRun::daemon);
    try {
      List<Future<AttackReport.Row>> running = new ArrayList<>();
      for (Attack attack : attacks) {
        running.add(workers.submit(() -> row(target, attack)));
      }
      List<AttackReport.Row> done = new ArrayList<>();
      for (int i = 0; i < attacks.size(); i++) {
        done.add(result(attacks.get(i), running.get(i)));
      }
      return done;
    } finally {
      workers.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "attacker");
    thread.setDaemon(true);
    return thread;
  }

  private static AttackReport.Row result(Attack attack, Future<AttackReport.Row> running)
      throws InterruptedException {
    try {
      return running.get(ROW_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(attack.name(), e.getCause());
    } catch (TimeoutException e) {
      return new AttackReport.Row(
          attack, new Answer("did not end within " + ROW_SECONDS + " s"), ROW_SECONDS);
    }
  }

  private static AttackReport.Row row(Target target, Attack attack) throws InterruptedException {
    long startNs = System.nanoTime();
    Answer answer;
    try {
      answer = attack.action().run(target);
    } catch (IOException | RuntimeException e) {
      answer = new Answer("failed: " + e);
    }
    return new AttackReport.Row(attack, answer, (System.nanoTime() - startNs) / 1e9);
  }

  /** Every row again, all of them mixed: each has to be answered as alone. */
  private AttackReport.Row atOnce(Target target, Map<String, List<Attack>> groups)
      throws InterruptedException {
    long startNs = System.nanoTime();
    List<Attack> mixed = new ArrayList<>();
    groups.values().forEach(mixed::addAll);
    java.util.Collections.shuffle(mixed, new java.util.Random(settings.seed()));
    String others =
        together(target, mixed, ZIP_WORKERS_FACTOR).stream()
            .filter(row -> !row.good())
            .map(row -> row.attack().name() + ": " + row.answer())
            .collect(Collectors.joining("; "));
    Attack zip =
        new Attack(
            "all-at-once",
            "all",
            "all attacks of all groups but the faults, mixed",
            List.of("each as alone"),
            t -> Answer.NOTHING);
    return new AttackReport.Row(
        zip,
        new Answer(others.isEmpty() ? "each as alone" : others),
        (System.nanoTime() - startNs) / 1e9);
  }

  /** The line before the tables. */
  String head() {
    return String.format(
        Locale.ROOT,
        "`attack` with %d honest players at %d Hz, %d attackers at a time, windows of %d s, %d"
            + " processors for server, players and attackers together.",
        settings.players(),
        settings.tickHz(),
        settings.parallel(),
        settings.windowSeconds(),
        Runtime.getRuntime().availableProcessors());
  }
}
