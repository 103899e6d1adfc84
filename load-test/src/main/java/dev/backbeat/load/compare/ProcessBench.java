package dev.backbeat.load.compare;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The real bench: server and generator are processes, each pinned to a core of its own. */
final class ProcessBench implements Bench {
  private static final long START_SECONDS = 30;

  /** Beside warm-up and measurement: ramp, last acknowledgements, leaving. */
  private static final long OTHER_SECONDS = 90;

  private static final long POLL_MS = 250;
  private static final String MEASURING = "measure ";

  /**
   * Where things are.
   *
   * @param values for {@link Placeholders}
   * @param loadProgram words that start the load test, up to its options
   * @param folder for logs and the load test's JSON, one of each per run
   */
  record Places(
      Map<String, String> values,
      List<String> loadProgram,
      Path folder,
      int serverCore,
      int loadCore) {}

  private final Children children;
  private final Machine machine;
  private final Places places;
  private final Shape warmup;
  private final Clock clock;
  private ServerProcess server;
  private String serves = "";
  private int runs;

  /**
   * A bench on which nothing runs.
   *
   * @param warmup what a server gets to do first; 0 seconds = nothing
   */
  ProcessBench(Children children, Machine machine, Places places, Shape warmup, Clock clock) {
    this.children = children;
    this.machine = machine;
    this.places = places;
    this.warmup = warmup;
    this.clock = clock;
  }

  @Override
  public RunRecord run(PeerSpec peer, Shape shape, int round, int attempt)
      throws InterruptedException {
    String name = "%03d-%s".formatted(++runs, peer.id());
    Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    try {
      serve(peer, name);
      Path json = places.folder().resolve(name + ".json");
      List<String> load = loadCommand(peer, shape, json);
      Outcome outcome = load(load, shape, json, name);
      return new RunRecord(
          peer.id(),
          shape,
          round,
          attempt,
          at,
          outcome.failure(),
          outcome.figures(),
          outcome.disturbance(),
          server.pid(),
          server.command(),
          server.processLine(),
          load);
    } catch (CompareException e) {
      return new RunRecord(
          peer.id(),
          shape,
          round,
          attempt,
          at,
          e.getMessage(),
          new JsonObject(),
          Disturbance.NOT_SEEN,
          0,
          List.of(),
          "",
          List.of());
    }
  }

  /** Starts a server and warms it up, unless it is the one that runs. */
  private void serve(PeerSpec peer, String name) throws InterruptedException {
    if (server != null && server.alive() && peer.id().equals(serves)) {
      return;
    }
    rest();
    List<String> prefix = List.of("taskset", "-c", Integer.toString(places.serverCore()));
    Path log = places.folder().resolve(name + ".server.log");
    server =
        ServerProcess.start(children, peer, places.values(), prefix, List.of(), log, START_SECONDS);
    serves = peer.id();
    if (warmup.seconds() > 0) {
      String warming = name + "-warmup";
      Path json = places.folder().resolve(warming + ".json");
      Outcome outcome = load(loadCommand(peer, warmup, json), warmup, json, warming);
      if (!outcome.failure().isEmpty()) {
        rest();
        throw new CompareException("while it was warmed up, " + outcome.failure());
      }
    }
  }

  @Override
  public void rest() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  private List<String> loadCommand(PeerSpec peer, Shape shape, Path json) {
    List<String> command =
        new ArrayList<>(List.of("taskset", "-c", Integer.toString(places.loadCore())));
    command.addAll(places.loadProgram());
    command.add("--protocol=" + peer.protocol());
    command.add("--url=" + server.url());
    command.add("--rooms=" + shape.rooms());
    command.add("--players=" + shape.players());
    command.add("--tick-hz=" + shape.tickHz());
    command.add("--input-hz=" + shape.inputHz());
    command.add("--turn-every=" + shape.turnEvery());
    command.add("--warmup=" + shape.warmupSeconds());
    command.add("--seconds=" + shape.seconds());
    command.add("--loops=1");
    command.add("--server-pid=" + server.pid());
    command.add("--json=" + json);
    return command;
  }

  private record Outcome(String failure, JsonObject figures, Disturbance disturbance) {
    static Outcome failed(String sentence, Disturbance disturbance) {
      return new Outcome(sentence, new JsonObject(), disturbance);
    }
  }

  private Outcome load(List<String> command, Shape shape, Path json, String name)
      throws InterruptedException {
    Path log = places.folder().resolve(name + ".load.log");
    long withinSeconds = shape.warmupSeconds() + shape.seconds() + OTHER_SECONDS;
    Process load = children.start(command, places.folder(), Map.of(), log);
    try {
      Disturbance disturbance = watch(load, shape, log, withinSeconds);
      if (load.isAlive()) {
        return Outcome.failed(
            "the load test did not end within " + withinSeconds + " s" + Children.tail(log),
            disturbance);
      }
      if (!server.alive()) {
        return Outcome.failed("the server ended under load" + server.said(), disturbance);
      }
      if (!Files.exists(json)) {
        return Outcome.failed(
            "the load test ended with " + load.exitValue() + Children.tail(log), disturbance);
      }
      return new Outcome("", new JsonObject(Files.readString(json)), disturbance);
    } catch (IOException | DecodeException e) {
      return Outcome.failed("cannot read " + json + ": " + e, Disturbance.NOT_SEEN);
    } finally {
      children.end(load);
    }
  }

  /** Waits for the load test, and watches the two cores while it measures. */
  private Disturbance watch(Process load, Shape shape, Path log, long withinSeconds)
      throws InterruptedException {
    CpuWatch watch =
        new CpuWatch(
            machine.proc(),
            Set.of(places.serverCore(), places.loadCore()),
            Set.of(server.pid(), load.pid(), ProcessHandle.current().pid()));
    long startNs = System.nanoTime();
    long measuredNs = 0;
    long watchedNs = Math.max(1, shape.seconds() - 1) * 1_000_000_000L;
    long nowNs = startNs;
    boolean ended = false;
    while (!ended && nowNs - startNs < withinSeconds * 1_000_000_000L) {
      ended = load.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
      nowNs = System.nanoTime();
      if (measuredNs == 0 && measures(log)) {
        measuredNs = nowNs;
        watch.begin(nowNs);
      } else if (measuredNs != 0 && nowNs - measuredNs < watchedNs) {
        watch.end(nowNs);
      }
    }
    return watch.disturbance();
  }

  /** The load test says so a second after the measured time has begun. */
  private static boolean measures(Path log) {
    try {
      String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      return text.lines().anyMatch(l -> l.startsWith(MEASURING));
    } catch (IOException e) {
      throw new CompareException("cannot read " + log + ": " + e, e);
    }
  }
}
