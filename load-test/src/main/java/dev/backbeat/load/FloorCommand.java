package dev.backbeat.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code floor}: how late a bare timed loop is on this machine, beside whatever else runs. */
@Command(
    name = "backbeat-load floor",
    description = {
      "Runs a bare timed loop and tells how late it was: what the machine itself allows.",
      "Pin it to the core of the server (taskset -c 0) and run it while the server is under load."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LoadCommand.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
final class FloorCommand implements Callable<Integer> {
  private static final double[] QUANTILES = {50, 99, 99.9, 100};

  @Option(names = "--hz", description = "Deadlines per second. Default: ${DEFAULT-VALUE}.")
  private int hz = 60;

  @Option(names = "--seconds", description = "Measured time, s. Default: ${DEFAULT-VALUE}.")
  private int seconds = 10;

  @Option(
      names = "--warmup",
      description = "Time for the loop's own start before that, s. Default: ${DEFAULT-VALUE}.")
  private int warmup = 2;

  @Option(names = "--json", description = "File for the figures. Default: none.")
  private Path json;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private final PrintStream out;

  private FloorCommand(PrintStream out) {
    this.out = out;
  }

  static int execute(PrintStream out, PrintStream err, String... args) {
    return SubCommands.execute(new FloorCommand(out), out, err, args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (hz < 1 || hz > 10_000 || seconds < 1 || seconds > 86_400 || warmup < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--hz must be in 1..10000, --seconds in 1..86400, --warmup not negative");
    }
    JsonArray rows = new JsonArray();
    out.println(
        "waiting          Hz  deadlines     p50 us     p99 us   p99.9 us     max us  CPU %");
    for (TimedLoop.Outcome outcome : measure()) {
      Histogram late = outcome.latenessNs();
      String name = outcome.waiting().name().toLowerCase(Locale.ROOT);
      JsonObject row = new JsonObject().put("waiting", name).put("hz", hz);
      row.put("deadlines", late.getTotalCount()).put("cpu_share", outcome.cpuSeconds() / seconds);
      StringBuilder line =
          new StringBuilder(
              String.format(Locale.ROOT, "%-13s %5d %10d", name, hz, late.getTotalCount()));
      for (double quantile : QUANTILES) {
        double us = late.getValueAtPercentile(quantile) / 1e3;
        row.put(quantile == 100 ? "max_us" : ("p" + quantile + "_us").replace(".0_", "_"), us);
        line.append(String.format(Locale.ROOT, " %10.1f", us));
      }
      rows.add(row);
      out.println(
          line.append(String.format(Locale.ROOT, " %6.2f", outcome.cpuSeconds() / seconds * 100)));
    }
    if (json != null) {
      Files.writeString(json, rows.encodePrettily() + "\n");
    }
    return LoadMain.GOOD;
  }

  /** Both ways of waiting at the same time, half a period apart. */
  private List<TimedLoop.Outcome> measure() throws InterruptedException {
    TimedLoop.Waiting[] ways = TimedLoop.Waiting.values();
    ExecutorService threads = Executors.newFixedThreadPool(ways.length);
    try {
      long startNs = System.nanoTime();
      List<Future<TimedLoop.Outcome>> running = new ArrayList<>();
      for (TimedLoop.Waiting way : ways) {
        long phaseNs = 1_000_000_000L / hz * way.ordinal() / ways.length;
        running.add(
            threads.submit(() -> TimedLoop.run(way, hz, warmup, seconds, startNs + phaseNs)));
      }
      List<TimedLoop.Outcome> outcomes = new ArrayList<>();
      for (Future<TimedLoop.Outcome> loop : running) {
        outcomes.add(loop.get());
      }
      return outcomes;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a timed loop failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
