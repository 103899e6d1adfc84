package dev.backbeat.load.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One comparison from the checks to everything that was measured. */
final class Comparer {
  /**
   * Where things are.
   *
   * @param servers ids of those to compare; empty = all that are not optional
   * @param java the program, for servers that run on it
   */
  record Where(
      Path peers, List<String> servers, Path java, Path out, int serverCore, int loadCore) {}

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final CompareSettings settings;
  private final Where where;
  private final PrintStream progress;
  private final Machine machine = Machine.here();
  private final Clock clock = Clock.systemUTC();
  private final List<PeerSpec> peers;

  /**
   * @throws CompareException if the servers' files are no good
   */
  Comparer(CompareSettings settings, Where where, PrintStream progress) {
    this.settings = settings;
    this.where = where;
    this.progress = progress;
    this.peers = chosen(PeerSpec.readAll(where.peers()), where.servers());
  }

  private static List<PeerSpec> chosen(List<PeerSpec> all, List<String> ids) {
    List<String> known = all.stream().map(PeerSpec::id).toList();
    for (String id : ids) {
      if (!known.contains(id)) {
        throw new CompareException("--servers: there is no '" + id + "'; known are " + known);
      }
    }
    if (all.isEmpty()) {
      throw new CompareException("--peers: no folder has a " + PeerSpec.FILE);
    }
    return all.stream().filter(p -> ids.isEmpty() ? !p.optional() : ids.contains(p.id())).toList();
  }

  /**
   * Refuses what would not be a comparison, before anything starts.
   *
   * @throws CompareException with a sentence
   */
  void check() {
    machine.checkPinning(where.serverCore(), where.loadCore());
    machine.checkOpenFiles(settings.mostClients());
    if (!machine.has(where.java().toString())) {
      throw new CompareException("--java: there is no program " + where.java());
    }
  }

  /** Installs, measures, and ends whatever was started, at a signal too. */
  Comparison run() throws InterruptedException, IOException {
    Path logs = Files.createDirectories(where.out().resolve("runs"));
    Children children = new Children(machine);
    Thread hook = new Thread(children::close, "compare-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return compare(children, logs);
    } finally {
      children.close();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        say("stopped");
      }
    }
  }

  private Comparison compare(Children children, Path logs) throws InterruptedException {
    Map<String, String> values =
        Map.of(
            "java",
            where.java().toString(),
            "java.home",
            javaHome().toString(),
            "root",
            root().toString());
    Installer installer = new Installer(children, machine, values, logs);
    Map<String, String> facts = facts(installer);
    List<PeerSpec> ready = new ArrayList<>();
    Map<String, String> leftOut = new TreeMap<>();
    Map<String, String> versions = new TreeMap<>();
    for (PeerSpec peer : peers) {
      say("preparing " + peer.name());
      String reason = installer.install(peer);
      if (reason.isEmpty()) {
        ready.add(peer);
        versions.put(peer.id(), installer.version(peer));
      } else {
        say(peer.name() + " is left out: " + reason);
        leftOut.put(peer.id(), reason);
      }
    }
    ProcessBench bench =
        new ProcessBench(
            children,
            machine,
            new ProcessBench.Places(
                values, Repository.loadProgram(), logs, where.serverCore(), where.loadCore()),
            settings.serverWarmup(),
            clock);
    long startNs = System.nanoTime();
    Conductor conductor = new Conductor(ready, settings, bench, this::say);
    try {
      conductor.run();
    } finally {
      bench.rest();
    }
    leftOut.putAll(conductor.givenUp());
    Duration took = Duration.ofNanos(System.nanoTime() - startNs).truncatedTo(ChronoUnit.SECONDS);
    facts.put("took", took.toString().substring(2).toLowerCase(Locale.ROOT));
    return new Comparison(
        facts,
        settings.toMap(),
        peers.stream().map(p -> server(p, versions, leftOut)).toList(),
        conductor.runs(),
        conductor.sustained());
  }

  private static Comparison.Server server(
      PeerSpec peer, Map<String, String> versions, Map<String, String> leftOut) {
    return new Comparison.Server(
        peer.id(),
        peer.name(),
        versions.getOrDefault(peer.id(), ""),
        peer.protocol(),
        peer.note(),
        leftOut.getOrDefault(peer.id(), ""));
  }

  /** The source tree: the parent of load-test/peers' parent. */
  private Path root() {
    Path loadTest = where.peers().getParent();
    return loadTest == null || loadTest.getParent() == null ? where.peers() : loadTest.getParent();
  }

  /** The folder above bin/java: of the program itself, where its path is a link to it. */
  private Path javaHome() {
    Path program = where.java().toAbsolutePath().normalize();
    try {
      program = program.toRealPath();
    } catch (IOException e) {
      throw new CompareException("there is no " + program, e);
    }
    Path bin = program.getParent();
    return bin.getParent() == null ? bin : bin.getParent();
  }

  private Map<String, String> facts(Installer installer) throws InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    facts.put("date", LocalDate.now(clock).toString());
    facts.put("cpu", machine.proc().cpuModel());
    facts.put("cores", Integer.toString(machine.proc().cores().size()));
    facts.put("kernel", machine.proc().kernel());
    facts.put("open-files", Long.toString(machine.proc().openFilesLimit()));
    facts.put("generator-java", Runtime.version().toString());
    Path here = where.out();
    facts.put(
        "java",
        installer
            .firstLine("java", List.of(where.java().toString(), "-version"), here)
            .replaceAll("^[^\"]*\"([^\"]*)\".*", "$1"));
    String node = "node";
    facts.put(
        node, machine.has(node) ? installer.firstLine(node, List.of(node, "-v"), here) : "none");
    facts.put("server-core", Integer.toString(where.serverCore()));
    facts.put("load-core", Integer.toString(where.loadCore()));
    return facts;
  }

  private void say(String sentence) {
    String now = CLOCK.format(LocalTime.now(clock.withZone(ZoneOffset.UTC)));
    progress.println(now + " " + sentence);
  }
}
