package dev.backbeat.server.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One run of Jazzer on one target, in a process of its own. What it finds is copied to where every
 * build runs it from then on.
 */
final class FuzzRun {
  private static final Pattern PROGRESS = Pattern.compile("^#(\\d+)\\s.* cov: (\\d+) ft: (\\d+).*");
  private static final Pattern EXECUTED =
      Pattern.compile("^stat::number_of_executed_units:\\s*(\\d+)");
  private static final Pattern DONE = Pattern.compile("^Done (\\d+) runs in .*");
  private static final int MAX_INPUT_BYTES = 4096;
  private static final int MAX_SECONDS_PER_INPUT = 60;
  private static final long START_SECONDS = 300;
  private static final long SHORT_RUNS = 10_000;

  private final FuzzTarget target;
  private final long seed;
  private final long runs;
  private final long seconds;

  /**
   * A run that ends after so many executions or seconds, whichever comes first.
   *
   * @param runs 0 = as many as there is time for
   */
  FuzzRun(FuzzTarget target, long seed, long runs, long seconds) {
    this.target = target;
    this.seed = seed;
    this.runs = runs;
    this.seconds = seconds;
  }

  /**
   * What a run came to.
   *
   * @param edges branches of the instrumented classes that were taken
   * @param features those, by how often
   * @param findings files of inputs that broke a rule
   */
  record Result(
      FuzzTarget target,
      long executions,
      double seconds,
      long edges,
      long features,
      List<Path> findings) {
    double executionsPerSecond() {
      return executions / Math.max(0.001, seconds);
    }
  }

  /** Runs it; lines of the fuzzer go to {@code log}. */
  Result run(PrintStream log) throws IOException, InterruptedException {
    Path work = FuzzFolders.work(target);
    Path corpus = Files.createDirectories(work.resolve("corpus"));
    Path seeds = seedFolder(work);
    Path artifacts = Files.createDirectories(work.resolve("artifacts"));
    forget(artifacts);
    Process process =
        new ProcessBuilder(command(corpus, seeds, artifacts)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    Watchdog watchdog = new Watchdog(process, seconds + START_SECONDS);
    Tally tally = new Tally();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(line -> tally.line(line, log));
    } finally {
      watchdog.stop();
    }
    int exit = process.waitFor();
    List<Path> findings = keep(artifacts);
    if (exit != 0 && findings.isEmpty()) {
      throw new IOException(target.title() + ": the fuzzer ended with " + exit + ", see its log");
    }
    return new Result(
        target, tally.executions, tally.seconds(), tally.edges, tally.features, findings);
  }

  private List<String> command(Path corpus, Path seeds, Path artifacts) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>();
    command.add(java);
    command.add("-Xmx1g");
    command.add("-Xss1m"); // As small as a gateway loop's, so that deep nesting shows.
    command.add("-XX:+UseSerialGC");
    // A short run is over before the optimizing compiler has paid for itself.
    command.add("-XX:TieredStopAtLevel=" + (runs > 0 && runs <= SHORT_RUNS ? 1 : 4));
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + FuzzDriver.class.getName(),
            "--target_args=" + target.title(),
            "--instrumentation_includes=" + target.instrumented(),
            "--custom_hook_includes=" + target.instrumented(),
            "--reproducer_path=" + artifacts,
            corpus.toString(),
            seeds.toString()));
    Path findings = FuzzFolders.findings(target);
    if (Files.isDirectory(findings)) {
      command.add(findings.toString());
    }
    command.addAll(
        List.of(
            "-seed=" + seed,
            "-max_total_time=" + seconds,
            "-max_len=" + MAX_INPUT_BYTES,
            "-timeout=" + MAX_SECONDS_PER_INPUT,
            "-report_slow_units=" + MAX_SECONDS_PER_INPUT,
            "-rss_limit_mb=3072",
            "-print_final_stats=1",
            "-artifact_prefix=" + artifacts + "/"));
    if (runs > 0) {
      command.add("-runs=" + runs);
    }
    return command;
  }

  private Path seedFolder(Path work) throws IOException {
    Path folder = Files.createDirectories(work.resolve("seeds"));
    try {
      List<byte[]> seeds = target.seeds();
      for (int i = 0; i < seeds.size(); i++) {
        Files.write(folder.resolve("seed-" + i), seeds.get(i));
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(target.title() + " has no seeds", e);
    }
    return folder;
  }

  /** A fuzzer that is killed leaves the input that it was at, which is no finding. */
  private static void forget(Path artifacts) throws IOException {
    try (Stream<Path> files = Files.list(artifacts)) {
      for (Path file : files.filter(FuzzRun::isInput).toList()) {
        Files.delete(file);
      }
    }
  }

  private List<Path> keep(Path artifacts) throws IOException {
    List<Path> kept = new ArrayList<>();
    try (Stream<Path> files = Files.list(artifacts)) {
      for (Path file : files.filter(FuzzRun::isInput).sorted().toList()) {
        Path folder = Files.createDirectories(FuzzFolders.findings(target));
        Path to = folder.resolve(file.getFileName());
        Files.move(file, to, StandardCopyOption.REPLACE_EXISTING);
        kept.add(to);
      }
    }
    return kept;
  }

  private static boolean isInput(Path file) {
    return file.getFileName().toString().matches("(crash|timeout|oom|leak|slow-unit)-[0-9a-f]+");
  }

  /** Reads the fuzzer's lines. */
  private static final class Tally {
    private long startNs = System.nanoTime();
    private long executions;
    private long edges;
    private long features;

    void line(String line, PrintStream log) {
      log.println(line);
      Matcher progress = PROGRESS.matcher(line);
      if (progress.matches()) {
        if (line.contains("INITED")) {
          startNs = System.nanoTime(); // Loading and instrumenting is over.
        }
        executions = Math.max(executions, Long.parseLong(progress.group(1)));
        edges = Long.parseLong(progress.group(2));
        features = Long.parseLong(progress.group(3));
      }
      for (Pattern end : List.of(EXECUTED, DONE)) {
        Matcher total = end.matcher(line);
        if (total.matches()) {
          executions = Math.max(executions, Long.parseLong(total.group(1)));
        }
      }
    }

    double seconds() {
      return (System.nanoTime() - startNs) / 1e9;
    }
  }

  /** Ends a fuzzer that does not end by itself. */
  private static final class Watchdog {
    private final Thread thread;

    Watchdog(Process process, long afterSeconds) {
      thread =
          new Thread(
              () -> {
                try {
                  if (!process.waitFor(afterSeconds, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                  }
                } catch (InterruptedException done) {
                  process.destroyForcibly();
                }
              },
              "fuzz-watchdog");
      thread.setDaemon(true);
      thread.start();
    }

    /** The fuzzer has closed its output: it is over, or is to be. */
    void stop() throws InterruptedException {
      thread.join(TimeUnit.SECONDS.toMillis(10));
      thread.interrupt();
    }
  }
}
