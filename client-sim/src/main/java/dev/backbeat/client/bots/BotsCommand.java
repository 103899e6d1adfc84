package dev.backbeat.client.bots;

import dev.backbeat.client.ClientHub;
import dev.backbeat.client.ClientOptions;
import dev.backbeat.client.ReconnectPolicy;
import dev.backbeat.client.TransportOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code backbeat-bots.jar}. Exit codes: 0 well, 1 something broken, 2 bad usage. */
@Command(
    name = "backbeat-bots",
    description = {
      "Headless bots that play on a Backbeat server as real clients do, and check what they see.",
      ""
    },
    sortOptions = false,
    sortSynopsis = false,
    usageHelpAutoWidth = true,
    versionProvider = BotsCommand.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all went well",
      "1:an invariant was broken, or a bot did not get in or did not stay in",
      "2:bad usage"
    },
    footer = {
      "",
      "Options also come from environment variables (--bots: BACKBEAT_BOTS_BOTS) and",
      "from the properties file named by --config (key: bots). A flag outweighs a",
      "variable, a variable the file, the file the default.",
      "",
      "'backbeat-bots lab --help' explains the network lab, a proxy with a bad network inside."
    })
final class BotsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "ws://127.0.0.1:8080/play",
      description = "Where to play. Default: ${DEFAULT-VALUE}")
  private String url;

  @Option(
      names = "--bots",
      paramLabel = "N",
      defaultValue = "24",
      description = "How many bots, 1 to 100000. Default: ${DEFAULT-VALUE}")
  private int bots;

  @Option(
      names = "--behavior",
      paramLabel = "MIX",
      defaultValue = "hunt",
      description =
          "Who behaves how: name[:argument][=weight], several with commas (hunt=3,turn:20=1)."
              + " Default: ${DEFAULT-VALUE}")
  private String behavior;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "60",
      description = "Length of the run in seconds; 0 = until stopped. Default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Bot i decides with the seed N + i. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--room",
      paramLabel = "ID",
      defaultValue = "any",
      description = "A room's id, or any: the fullest that has a seat. Default: ${DEFAULT-VALUE}")
  private String room;

  @Option(
      names = "--game",
      paramLabel = "NAME",
      defaultValue = "",
      description = "The game wanted where the room is any. Default: the server's")
  private String game;

  @Option(
      names = "--watch",
      defaultValue = "false",
      description = "Join as watchers: no avatar, no inputs. Default: ${DEFAULT-VALUE}")
  private boolean watch;

  @Option(
      names = "--name-prefix",
      paramLabel = "TEXT",
      defaultValue = "bot-",
      description = "Bot i is called TEXT and i; at most 18 characters. Default: ${DEFAULT-VALUE}")
  private String namePrefix;

  @Option(
      names = "--ticket",
      paramLabel = "TICKET",
      defaultValue = "",
      description = "Credential of a single bot. Default: none, bots join as guests")
  private String ticket;

  @Mixin private TicketOptions tickets;

  @Option(
      names = "--ramp-per-second",
      paramLabel = "N",
      defaultValue = "100",
      description = "Bots started per second. Default: ${DEFAULT-VALUE}")
  private int rampPerSecond;

  @Option(
      names = "--rejoin",
      defaultValue = "false",
      description =
          "A bot whom nobody answers within its session's grace period (server restarted) joins"
              + " anew, for five minutes. Default: ${DEFAULT-VALUE}")
  private boolean rejoin;

  @Option(
      names = "--event-loops",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that the bots are spread over. Default: ${DEFAULT-VALUE}")
  private int eventLoops;

  @Option(
      names = "--insecure",
      defaultValue = "false",
      description = "Accept any TLS certificate (wss:// in development). Default: ${DEFAULT-VALUE}")
  private boolean insecure;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the summary to a file as JSON. Default: not written")
  private Path json;

  @Option(
      names = "--quiet",
      defaultValue = "false",
      description = "No progress line. Default: ${DEFAULT-VALUE}")
  private boolean quiet;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Java properties file with option names as keys. Default: none")
  private Path config;

  @Option(names = "--help", usageHelp = true, description = "Print this and exit.")
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Print the version and exit.")
  private boolean version;

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile Swarm swarm;
  private volatile int exitCode = 1;

  /** The version out of the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String found = BotsCommand.class.getPackage().getImplementationVersion();
      return new String[] {"backbeat-bots " + (found == null ? "(not packaged)" : found)};
    }
  }

  @Override
  public Integer call() throws Exception {
    SwarmOptions options = options();
    Vertx vertx = Vertx.vertx(new io.vertx.core.VertxOptions().setEventLoopPoolSize(eventLoops));
    try {
      ClientHub hub =
          ClientHub.create(
              vertx, TransportOptions.DEFAULT.withEventLoops(eventLoops).withTrustAll(insecure));
      Swarm running = new Swarm(hub, options, quiet ? now -> {} : progressLine());
      swarm = running;
      SwarmSummary summary = running.run();
      PrintWriter out = spec.commandLine().getOut();
      out.print((quiet || System.console() == null ? "" : System.lineSeparator()) + summary.text());
      out.flush();
      if (json != null) {
        write(summary);
      }
      exitCode = summary.exitCode();
      return exitCode;
    } finally {
      vertx.close();
      finished.countDown();
    }
  }

  /** Ends the run early and waits for its summary; returns the exit code. From a shutdown hook. */
  int stopAndWait() throws InterruptedException {
    Swarm running = swarm;
    if (running != null) {
      running.stop();
      finished.await();
    }
    return running == null ? 0 : exitCode;
  }

  private SwarmOptions options() {
    Map<String, BehaviorFactory> available = BehaviorMix.available();
    check(bots >= 1 && bots <= 100_000, "--bots must be 1..100000, is " + bots);
    check(seconds >= 0, "--seconds must be 0 or more, is " + seconds);
    check(rampPerSecond >= 1, "--ramp-per-second must be 1 or more, is " + rampPerSecond);
    check(eventLoops >= 1 && eventLoops <= 256, "--event-loops must be 1..256, is " + eventLoops);
    check(namePrefix.length() <= 18, "--name-prefix has more than 18 characters");
    // Better now than after the run.
    check(json == null || writable(json), "--json: " + json + " cannot be written");
    try {
      ClientOptions client =
          ClientOptions.of(url)
              .withRoom(room)
              .withGame(game)
              .withWatcher(watch)
              .withTicket(ticket)
              .withSeed(seed)
              .withReconnect(ReconnectPolicy.DEFAULT.withRejoin(rejoin));
      return new SwarmOptions(
          bots,
          BehaviorMix.parse(behavior, available),
          seconds,
          rampPerSecond,
          namePrefix,
          tickets.client(client.url(), insecure).orElse(null),
          client);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private static boolean writable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return !Files.isDirectory(file) && folder != null && Files.isWritable(folder);
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  /**
   * On a terminal one line that changes; in a log one every ten seconds and when bots came or went.
   */
  private Consumer<SwarmSummary> progressLine() {
    PrintWriter err = spec.commandLine().getErr();
    boolean terminal = System.console() != null;
    int everySeconds = terminal ? 1 : 10;
    SwarmSummary[] before = {null};
    int[] seconds = {0};
    return now -> {
      boolean moved = before[0] == null || before[0].playing() != now.playing();
      if (seconds[0]++ % everySeconds == 0 || moved) {
        String line = now.progress(before[0]);
        before[0] = now;
        err.print(terminal ? "\r" + line + "\033[K" : line + System.lineSeparator());
        err.flush();
      }
    };
  }

  private void write(SwarmSummary summary) {
    try {
      Files.writeString(json, summary.json().encodePrettily() + "\n");
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), "cannot write the file of --json: " + e.getMessage());
    }
  }
}
