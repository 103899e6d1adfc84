package dev.backbeat.load.attack;

import dev.backbeat.load.compare.CompareException;
import dev.backbeat.load.compare.FreePort;
import io.vertx.core.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketTimeoutException;
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
  private static final int ROOM_TRIES = 5;
  private static final int ZIP_WORKERS_FACTOR = 2;

  /** Servers of their own at a time, beside all groups: their starts take processors from all. */
  private static final int SERVERS_ASIDE = 3;

  private final AttackSettings settings;
  private final PrintStream progress;
  private final List<AttackReport.Row> rows = new ArrayList<>();
  private final List<Window> windows = new ArrayList<>();
  private final LoopLag lag = new LoopLag();
  private Target target;
  private volatile boolean atPriority = true;

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
      return against(settings.url().getPort(), null, null);
    }
    int adminPort = FreePort.next();
    List<String> options =
        AttackServer.withAdmin(
            AttackServer.options(settings.apiKey(), settings.ticketSecret()),
            Integer.toString(adminPort),
            settings.adminToken());
    try (ServerChild server =
        ServerChild.start(
            settings.serverJar() == null ? AttackServer.jar() : settings.serverJar(),
            options,
            Map.of(),
            settings.out().resolve("server.log"))) {
      AtomicInteger addresses = new AtomicInteger();
      Target admin = Target.ofAdmin(adminPort, settings.adminToken(), server, addresses);
      return against(server.port(), server, admin);
    }
  }

  private AttackReport against(int port, ServerChild server, Target admin)
      throws IOException, InterruptedException {
    Target bare =
        new Target(
            port,
            "any",
            settings.apiKey(),
            settings.ticketSecret(),
            server,
            admin == null ? new AtomicInteger() : admin.addresses(),
            admin);
    List<String> rooms = new ArrayList<>();
    int count = (settings.players() + PLAYERS_PER_ROOM - 1) / PLAYERS_PER_ROOM;
    for (int i = 0; i < count; i++) {
      // The first one is the attackers', too.
      rooms.add(soonRoom(bare, PLAYERS_PER_ROOM + (i == 0 ? HOSTILE_SEATS : 0)));
    }
    target = bare.withRoom(rooms.get(0));
    try (HonestChild honest = HonestChild.start(port, rooms, settings)) {
      progress.println(settings.players() + " honest players are in " + count + " rooms");
      TimeUnit.SECONDS.sleep(settings.warmupSeconds());
      Aftermath aftermath = new Aftermath(settings, target, honest);
      aftermath.begin();
      attacks(honest, aftermath);
      List<AttackReport.Check> checks = aftermath.checks(windows);
      return new AttackReport(
          List.copyOf(rows), checks, List.copyOf(windows), settings.allowSkips());
    }
  }

  /** A server that starts on a busy machine may need longer for its first answer than it allows. */
  private String soonRoom(Target target, int seats) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return room(target, seats);
      } catch (EOFException | SocketTimeoutException e) {
        if (tries == ROOM_TRIES) {
          throw e;
        }
      }
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

  private void attacks(HonestChild honest, Aftermath aftermath)
      throws IOException, InterruptedException {
    Map<String, List<Attack>> groups = Catalogue.chosen(settings.only());
    List<Attack> faults = groups.getOrDefault(ServerFaults.GROUP, List.of());
    Map<String, List<Attack>> wire = new LinkedHashMap<>(groups);
    wire.remove(ServerFaults.GROUP);
    if (!settings.windows()) {
      together(honest, aftermath, wire, faults);
      return;
    }
    for (Map.Entry<String, List<Attack>> group : wire.entrySet()) {
      quiet(honest);
      hostile(
          honest,
          group.getKey(),
          () -> rows(group.getValue(), settings.nice(), settings.parallel()));
    }
    if (wire.size() > 1 && settings.mixed()) {
      quiet(honest);
      hostile(honest, "all at once", () -> List.of(atOnce(wire)));
    }
    quiet(honest);
    aftermath.beforeFaults();
    for (Attack fault : faults) {
      add(rows(List.of(fault), 0, 1));
      window(honest, fault.name(), false, false);
    }
  }

  /** The shorter form: all groups at once, and beside them what is tried on servers of its own. */
  private void together(
      HonestChild honest, Aftermath aftermath, Map<String, List<Attack>> wire, List<Attack> faults)
      throws IOException, InterruptedException {
    List<Attack> aside = faults.stream().filter(ServerFaults::aside).toList();
    ExecutorService beside = Executors.newSingleThreadExecutor(task -> attacker(task, 0));
    try {
      Future<List<AttackReport.Row>> others = beside.submit(() -> rows(aside, 0, SERVERS_ASIDE));
      // Floods are limited by rates, so they need a machine that is not too busy for them.
      List<Attack> floods = wire.remove(FloodAttacks.GROUP);
      List<Attack> once = new ArrayList<>();
      wire.values().forEach(once::addAll);
      add(rows(once, settings.nice(), settings.parallel()));
      add(others.get());
      add(rows(floods == null ? List.of() : floods, settings.nice(), settings.parallel()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("faults", e.getCause());
    } finally {
      beside.shutdownNow();
    }
    window(honest, "all groups together", false, false);
    aftermath.beforeFaults();
    for (Attack fault : faults) {
      if (!ServerFaults.aside(fault)) {
        add(rows(List.of(fault), 0, 1));
        window(honest, fault.name(), false, false);
      }
    }
  }

  private interface Deed {
    List<AttackReport.Row> run() throws InterruptedException;
  }

  private void window(HonestChild honest, String name, boolean quiet, boolean compared)
      throws IOException {
    JsonObject said = honest.window();
    windows.add(Window.of(name, quiet, compared, said, lag.takeP99Ms(target)));
  }

  private void begin(HonestChild honest) throws IOException {
    lag.takeP99Ms(target);
    honest.window();
  }

  private void quiet(HonestChild honest) throws IOException, InterruptedException {
    begin(honest);
    TimeUnit.SECONDS.sleep(settings.windowSeconds());
    window(honest, "quiet", true, true);
  }

  private void hostile(HonestChild honest, String name, Deed deed)
      throws IOException, InterruptedException {
    long startNs = System.nanoTime();
    begin(honest);
    add(deed.run());
    long leftNs = settings.windowSeconds() * 1_000_000_000L - (System.nanoTime() - startNs);
    if (leftNs > 0) {
      TimeUnit.NANOSECONDS.sleep(leftNs);
    }
    window(honest, name, false, true);
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
    if (!more.isEmpty()) {
      progress.println(more.size() + " rows, the last one of " + last(more).attack().group());
    }
  }

  private static AttackReport.Row last(List<AttackReport.Row> all) {
    return all.get(all.size() - 1);
  }

  /** Rows at the same time; in the order of the catalogue. */
  private List<AttackReport.Row> rows(List<Attack> attacks, int nice, int atOnce)
      throws InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(atOnce, task -> attacker(task, nice));
    try {
      List<Future<AttackReport.Row>> running = new ArrayList<>();
      for (Attack attack : attacks) {
        running.add(workers.submit(() -> row(attack)));
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

  private Thread attacker(Runnable task, int nice) {
    Thread thread = new Thread(() -> yielding(task, nice), "attacker");
    thread.setDaemon(true);
    return thread;
  }

  private void yielding(Runnable task, int nice) {
    try {
      if (!Niceness.lower(nice)) {
        atPriority = false;
      }
      task.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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

  private AttackReport.Row row(Attack attack) throws InterruptedException {
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
  private AttackReport.Row atOnce(Map<String, List<Attack>> groups) throws InterruptedException {
    long startNs = System.nanoTime();
    List<Attack> mixed = new ArrayList<>();
    groups.values().forEach(mixed::addAll);
    java.util.Collections.shuffle(mixed, new java.util.Random(settings.seed()));
    String others =
        rows(mixed, settings.nice(), settings.parallel() * ZIP_WORKERS_FACTOR).stream()
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
        "`attack` with %d honest players at %d Hz in a process of their own, %d attackers at a time"
            + " at niceness %s, %s, %d processors for server, players and attackers together.",
        settings.players(),
        settings.tickHz(),
        settings.parallel(),
        atPriority ? Integer.toString(settings.nice()) : "0 (there is no renice)",
        settings.windows() ? "windows of " + settings.windowSeconds() + " s" : "no windows",
        Runtime.getRuntime().availableProcessors());
  }
}
