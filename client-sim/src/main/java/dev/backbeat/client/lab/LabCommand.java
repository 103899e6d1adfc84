package dev.backbeat.client.lab;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code backbeat-bots.jar lab}. Exit codes: 0 stopped, 1 cannot run, 2 bad usage. */
@Command(
    name = LabCommand.NAME,
    description = {
      "A TCP proxy with a network inside: delay, jitter, stalls, bandwidth and resets, so that a"
          + " server on this machine is as far away as a real one.",
      ""
    },
    sortOptions = false,
    sortSynopsis = false,
    abbreviateSynopsis = true,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:stopped by SIGINT or SIGTERM", "1:a port is not to be had", "2:bad usage"},
    footer = {
      "",
      "Durations: 250us, 20ms, 2s, 1m, 1h. Sizes: 64kB, 1MB. Rates: 64kB/s, 1MB/s, 384kbit/s,"
          + " 10Mbit/s.",
      "docs/network-lab.md explains the model, the profiles and the script."
    })
public final class LabCommand implements Callable<Integer> {
  /** The first argument that asks for this command. */
  public static final String NAME = "lab";

  private static final int LAST_PORT = 65_535;

  @Spec private CommandSpec spec;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9000",
      description = "Where clients connect; port 0 = any free one. Default: ${DEFAULT-VALUE}")
  private String listen;

  @Option(
      names = "--to",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8080",
      description = "The server. Default: ${DEFAULT-VALUE}")
  private String to;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "A network with a name, see below. Default: none, bytes pass at once")
  private String profile;

  @Option(
      names = "--profiles",
      paramLabel = "all|NAME,...",
      split = ",",
      description = {
        "One port for each of these, from --listen's on, in this order.",
        "Default: none"
      })
  private List<String> profiles;

  @Mixin private NetworkOptions network;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of all jitter. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = {
        "What happens when, in seconds since the first connection: 'at 10s stall down 2s', 'at 20s"
            + " delay 200ms jitter 50ms', 'at 30s reset'.",
        "Default: nothing"
      })
  private Path script;

  @Option(names = "--help", usageHelp = true, description = "Print this and exit.")
  private boolean help;

  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);

  /** Runs until {@link #stopAndWait()}; bad usage is a sentence and an exit code. */
  public int execute(PrintWriter out, PrintWriter err, String... args) {
    try {
      return commandLine(out, err).execute(args);
    } finally {
      finished.countDown();
    }
  }

  CommandLine commandLine(PrintWriter out, PrintWriter err) {
    CommandLine line = new CommandLine(this).setOut(out).setErr(err);
    List<String> footer = new ArrayList<>(List.of("", "Profiles:"));
    for (LabProfile known : LabProfile.values()) {
      footer.add(
          String.format(Locale.ROOT, "  %-10s %s", known.label(), describe(known.network())));
    }
    footer.addAll(List.of(line.getCommandSpec().usageMessage().footer()));
    line.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
    line.setParameterExceptionHandler(
        (e, wrong) -> {
          err.println("lab: " + e.getMessage());
          err.println("Try 'backbeat-bots lab --help'.");
          err.flush();
          return CommandLine.ExitCode.USAGE;
        });
    return line;
  }

  /** Ends the run and waits for it; from a shutdown hook. */
  public void stopAndWait() throws InterruptedException {
    stop.countDown();
    finished.await();
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, LabSettings> wanted = settings();
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Lab> labs = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, LabSettings> entry : wanted.entrySet()) {
        labs.put(entry.getKey(), Lab.start(entry.getValue()));
      }
      out.println("The lab leads to " + to + ":");
      labs.forEach((name, lab) -> out.println(row(name, lab)));
      out.println("Ctrl-C stops it.");
      out.flush();
      stop.await();
    } catch (IOException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("lab: " + e.getMessage());
      err.flush();
      return CommandLine.ExitCode.SOFTWARE;
    } finally {
      labs.values().forEach(Lab::close);
    }
    labs.forEach((name, lab) -> out.print(summary(name, lab.stats())));
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private Map<String, LabSettings> settings() {
    try {
      HostAndPort from = HostAndPort.parse("--listen", listen);
      HostAndPort target = HostAndPort.parse("--to", to);
      LabScript steps = script == null ? LabScript.EMPTY : readScript();
      Map<String, LabSettings> all = new LinkedHashMap<>();
      for (String name : names()) {
        int port = from.port() == 0 ? 0 : from.port() + all.size();
        if (port > LAST_PORT) {
          throw new IllegalArgumentException("--listen: there are too few ports behind this one");
        }
        NetworkSettings base =
            name.isEmpty() ? NetworkSettings.DIRECT : LabProfile.named(name).network();
        all.put(
            name,
            LabSettings.to(target.host(), target.port())
                .withListen(from.host(), port)
                .withNetwork(network.over(base))
                .withSeed(seed)
                .withScript(steps));
      }
      return all;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** One name for each lab; an empty one stands for no profile. */
  private List<String> names() {
    if (profiles == null) {
      return List.of(profile == null ? "" : profile);
    }
    if (profile != null) {
      throw new IllegalArgumentException("--profile and --profiles exclude each other");
    }
    return profiles.equals(List.of("all")) ? List.of(LabProfile.labels().split(", ")) : profiles;
  }

  private LabScript readScript() {
    try {
      return LabScript.parse(Files.readString(script));
    } catch (IOException e) {
      throw new IllegalArgumentException("--script: cannot read " + script, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--script: " + script + ", " + e.getMessage(), e);
    }
  }

  private static String row(String name, Lab lab) {
    return String.format(
        Locale.ROOT,
        "  %-10s %s:%d  %s",
        name.isEmpty() ? "-" : name,
        lab.settings().listenHost(),
        lab.port(),
        describe(lab.network()));
  }

  private static String summary(String name, LabStats stats) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s%d connections, %d refused by the server, %d reset by the lab%n",
            name.isEmpty() ? "" : name + ": ",
            stats.opened(),
            stats.refused(),
            stats.resets()));
    for (Direction direction : stats.opened() == 0 ? new Direction[0] : Direction.values()) {
      PathStats path = stats.path(direction);
      text.append(
          String.format(
              Locale.ROOT,
              "  %-4s %d bytes, delayed p50 %.1f ms, p99 %.1f ms; later than due p50 %.2f ms, p99"
                  + " %.2f ms%n",
              direction.name().toLowerCase(Locale.ROOT),
              path.bytes(),
              path.delayP50Ns() / 1e6,
              path.delayP99Ns() / 1e6,
              path.errorP50Ns() / 1e6,
              path.errorP99Ns() / 1e6));
    }
    return text.toString();
  }

  /** A network in a line. */
  static String describe(NetworkSettings network) {
    PathSettings up = network.up();
    PathSettings down = network.down();
    StringBuilder text = new StringBuilder("round trip ");
    text.append(LabUnits.duration(network.roundTripNs()))
        .append(" ± ")
        .append(LabUnits.duration(up.jitterNs() + down.jitterNs()))
        .append(", down ")
        .append(LabUnits.rate(down.bytesPerSecond()))
        .append(", up ")
        .append(LabUnits.rate(up.bytesPerSecond()));
    if (!down.stalls().equals(Stalls.NONE)) {
      text.append(", stalls ")
          .append(LabUnits.duration(down.stalls().lengthNs()))
          .append(" every ")
          .append(LabUnits.duration(down.stalls().everyNs()));
    }
    if (network.resetAfterNs() > 0) {
      text.append(", resets after ").append(LabUnits.duration(network.resetAfterNs()));
    }
    return text.toString();
  }

  /** An address on a command line. */
  private record HostAndPort(String host, int port) {
    static HostAndPort parse(String option, String text) {
      int colon = text.lastIndexOf(':');
      String host = colon < 0 ? "" : text.substring(0, colon).replaceFirst("^\\[(.*)]$", "$1");
      try {
        int port = Integer.parseInt(text.substring(colon + 1));
        if (!host.isEmpty() && port >= 0 && port <= LAST_PORT) {
          return new HostAndPort(host, port);
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw new IllegalArgumentException(
          option + ": '" + text + "' is not host:port, such as 127.0.0.1:9000");
    }
  }
}
