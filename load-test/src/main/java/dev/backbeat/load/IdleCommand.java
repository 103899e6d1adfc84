package dev.backbeat.load;

import dev.backbeat.load.options.PlayUrl;
import dev.backbeat.load.options.Range;
import dev.backbeat.load.options.ServerOptions;
import dev.backbeat.load.wire.Tls;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code idle}: what a connection costs in memory that has joined and does nothing. */
@Command(
    name = "backbeat-load idle",
    description = {
      "Joins clients that only answer pings, in steps, and reads the server's memory after each.",
      "Start the server anew for each run, with a heap of fixed size; docs/performance.md has the"
          + " command."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LoadCommand.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
final class IdleCommand implements Callable<Integer> {
  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  /** Loopback has 28,232 ephemeral ports by default. */
  private static final int MAX_CLIENTS = 28_000;

  @CommandLine.Mixin private ServerOptions target;

  @Option(
      names = "--clients",
      split = ",",
      paramLabel = "N",
      description = "Numbers of clients to read the memory at, ascending." + DEFAULT)
  private List<Integer> clients = List.of(100, 5_000);

  @Option(
      names = "--settle",
      description = "Time between the last join of a step and its reading, s." + DEFAULT)
  private int settleSeconds = 8;

  @Option(names = "--server-pid", required = true, description = "The server's process.")
  private long serverPid;

  @Option(names = "--json", description = "File for the figures. Default: none.")
  private Path json;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private final PrintStream out;
  private final PrintStream err;

  private IdleCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  static int execute(PrintStream out, PrintStream err, String... args) {
    return SubCommands.execute(new IdleCommand(out, err), out, err, args);
  }

  /** The server at one number of clients. */
  private record Step(int clients, double rssBytes, double framesPerSecond) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    URI url = target.url();
    int port = PlayUrl.port(url);
    Tls tls = PlayUrl.secure(url) ? Tls.of(url.getHost(), port, target.insecure()) : null;
    ProcessProbe server = new ProcessProbe(serverPid);
    List<Step> steps = new ArrayList<>();
    IdleClients idle = new IdleClients(url, port, tls, target.ticket());
    try {
      out.println("  clients     RSS MB   frames/s");
      for (int wanted : clients) {
        idle.growTo(wanted);
        long framesBefore = idle.frames();
        TimeUnit.SECONDS.sleep(settleSeconds);
        Step step =
            new Step(
                idle.joined(),
                server.rssBytes(),
                (double) (idle.frames() - framesBefore) / settleSeconds);
        steps.add(step);
        out.printf(
            Locale.ROOT,
            "%9d %10.1f %10.0f%n",
            step.clients,
            step.rssBytes / 1e6,
            step.framesPerSecond);
        if (step.clients != wanted) {
          err.println("backbeat-load idle: not everybody is in: " + idle.errors().byKind());
          return LoadMain.BAD;
        }
      }
    } finally {
      idle.stop();
    }
    report(steps);
    return LoadMain.GOOD;
  }

  private void report(List<Step> steps) throws IOException {
    Step first = steps.get(0);
    Step last = steps.get(steps.size() - 1);
    double each = (last.rssBytes - first.rssBytes) / (last.clients - first.clients);
    out.printf(
        Locale.ROOT, "%.2f KiB per idle joined connection (RSS, last - first)%n", each / 1024);
    if (json != null) {
      JsonArray rows = new JsonArray();
      for (Step step : steps) {
        rows.add(
            new JsonObject()
                .put("clients", step.clients)
                .put("rss_bytes", step.rssBytes)
                .put("frames_per_second", step.framesPerSecond));
      }
      JsonObject figures = new JsonObject().put("steps", rows).put("bytes_per_connection", each);
      Files.writeString(json, figures.encodePrettily() + "\n");
    }
  }

  private void check() {
    try {
      PlayUrl.check(target.url());
      Range.check("--settle", settleSeconds, 1, 3_600);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    if (clients.size() < 2) {
      refuse("--clients needs at least two numbers, such as 100,5000");
    }
    int before = 0;
    for (int n : clients) {
      if (n <= before || n > MAX_CLIENTS) {
        refuse("--clients must ascend and be in 1.." + MAX_CLIENTS + ", not " + clients);
      }
      before = n;
    }
    if (Double.isNaN(new ProcessProbe(serverPid).rssBytes())) {
      refuse("--server-pid: the memory of process " + serverPid + " cannot be read");
    }
  }

  private void refuse(String sentence) {
    throw new ParameterException(spec.commandLine(), sentence);
  }
}
