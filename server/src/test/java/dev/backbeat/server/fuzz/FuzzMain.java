package dev.backbeat.server.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The long run: {@code ./fuzz}. */
@Command(
    name = "fuzz",
    description = "Coverage-guided fuzzing of whatever reads what a client sends.",
    footer = {
      "",
      "Inputs that break a rule are saved in server/src/test/resources/fuzz/TARGET, where every"
          + " build runs them. Exit codes: 0 nothing found, 1 something was, 2 bad usage."
    },
    mixinStandardHelpOptions = true)
final class FuzzMain implements Callable<Integer> {
  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "Minutes per target. Default: ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(names = "--seed", description = "Of the fuzzer. Default: another one each time.")
  private Long seed;

  @Option(
      names = "--runs",
      defaultValue = "0",
      description = "Executions per target at most; 0 = as many as there is time for.")
  private long runs;

  @Parameters(paramLabel = "TARGET", description = "What to fuzz; all of them if none is named.")
  private List<String> titles = List.of();

  private FuzzMain() {}

  /** Runs it. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new FuzzMain()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<FuzzTarget> targets;
    try {
      targets =
          titles.isEmpty()
              ? Arrays.asList(FuzzTarget.values())
              : titles.stream().map(FuzzTarget::of).toList();
    } catch (IllegalArgumentException e) {
      System.err.println("fuzz: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    long seeded = seed == null ? System.nanoTime() & 0x7fff_ffff : seed;
    System.out.printf(
        Locale.ROOT, "%d targets, %.1f minutes each, seed %d%n", targets.size(), minutes, seeded);
    List<FuzzRun.Result> results = new ArrayList<>();
    for (FuzzTarget target : targets) {
      Path log = Files.createDirectories(FuzzFolders.work(target)).resolve("fuzz.log");
      try (PrintStream lines = new PrintStream(log.toFile(), StandardCharsets.UTF_8)) {
        FuzzRun.Result result =
            new FuzzRun(target, seeded, runs, Math.max(1, Math.round(minutes * 60))).run(lines);
        results.add(result);
        System.out.println(line(result));
        result.findings().forEach(file -> System.out.println("  found " + file + ", see " + log));
      }
    }
    return results.stream().allMatch(result -> result.findings().isEmpty()) ? 0 : 1;
  }

  static String line(FuzzRun.Result result) {
    return String.format(
        Locale.ROOT,
        "%-18s %,14d executions %,9.0f/s %,7d edges %,8d features %3d findings",
        result.target().title(),
        result.executions(),
        result.executionsPerSecond(),
        result.edges(),
        result.features(),
        result.findings().size());
  }
}
