package dev.backbeat.load.attack;

import dev.backbeat.load.compare.CompareException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code attack}: the hostile suite. */
@Command(
    name = "backbeat-load attack",
    description = {
      "Starts the server, lets honest players play on it, attacks it in every way of the"
          + " catalogue, and compares each answer with the expected one (docs/attacks.md).",
      "Attacks loopback addresses only, from loopback addresses only, and ends by itself."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Exit codes: 0 all is as expected; 1 something is not, or an error; 2 bad usage."
    })
public final class AttackCommand implements Callable<Integer> {
  /** The first argument that leads here. */
  public static final String NAME = "attack";

  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  @Option(names = "--list", description = "Print the catalogue and exit.")
  private boolean list;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME|GROUP",
      description = "Attacks or groups, such as rfc6455,slow-headers. Default: all.")
  private List<String> only = List.of();

  @Option(names = "--players", description = "Honest ones." + DEFAULT)
  private int players = 200;

  @Option(names = "--tick-hz", description = "Of their rooms." + DEFAULT)
  private int tickHz = 20;

  @Option(names = "--warmup", description = "Before the first window, s." + DEFAULT)
  private int warmupSeconds = 15;

  @Option(
      names = "--window",
      description = "Length of each quiet window, and of a hostile one at least, s." + DEFAULT)
  private int windowSeconds = 10;

  @Option(names = "--parallel", description = "Attacks at the same time." + DEFAULT)
  private int parallel = 6;

  @Option(
      names = "--judge-latency",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "The honest players' p99 may be 10 %% above that of the quiet windows." + DEFAULT)
  private boolean judgeLatency;

  @Option(
      names = "--mixed",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Make all attacks a second time, all of them at once." + DEFAULT)
  private boolean mixed;

  @Option(
      names = "--windows",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Quiet windows between the groups, to compare with; without them all groups are tried"
              + " together, in a shorter time."
              + DEFAULT)
  private boolean windows;

  @Option(
      names = "--nice",
      description = "By how much attackers yield to server and players, as for nice(1)." + DEFAULT)
  private int nice = 10;

  @Option(
      names = "--allow-skips",
      description = "What cannot be tried here (no libfaketime, say, or --url) is no failure.")
  private boolean allowSkips;

  @Option(
      names = "--url",
      description =
          "A server that runs already, ws:// on loopback, started with the options of"
              + " docs/attacks.md; faults, its memory and its admin port are then left out. Default: one"
              + " is started.")
  private URI url;

  @Option(names = "--server-jar", description = "What is started. Default: the source tree's.")
  private Path serverJar;

  @Option(names = "--api-key", description = "Of the server. Default: made up.")
  private String apiKey = secret();

  @Option(
      names = "--ticket-secret",
      description = "Of the server's HS256 tickets. Default: made up.")
  private String ticketSecret = secret();

  @Option(names = "--seed", description = "Of the players and of the mixed attack." + DEFAULT)
  private long seed = 1;

  @Option(names = "--out", description = "Folder for logs and reports." + DEFAULT)
  private Path out = Path.of("target", "attack");

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private final PrintStream stdout;
  private final PrintStream stderr;

  /** The command, writing to these. */
  public AttackCommand(PrintStream stdout, PrintStream stderr) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /** The server's options, as docs/attacks.md shows them. */
  static String serverOptions() {
    List<String> options = AttackServer.options("KEY", "SECRET");
    return String.join(" ", AttackServer.withAdmin(options, "PORT", "TOKEN"));
  }

  private static String secret() {
    byte[] bytes = new byte[36];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (list) {
      stdout.println(Catalogue.markdown());
      return ExitCode.OK;
    }
    AttackSettings settings;
    try {
      settings =
          new AttackSettings(
              url,
              serverJar,
              apiKey,
              ticketSecret,
              secret(),
              only,
              players,
              tickHz,
              warmupSeconds,
              windowSeconds,
              parallel,
              judgeLatency,
              mixed,
              seed,
              windows,
              nice,
              allowSkips,
              out);
      Catalogue.chosen(only);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    try {
      AttackRun run = new AttackRun(settings, stderr);
      AttackReport report = run.run();
      String markdown = report.markdown(run.head());
      stdout.println(markdown);
      Files.writeString(out.resolve("attacks.md"), markdown + "\n");
      Files.writeString(out.resolve("attacks.json"), report.toJson().encodePrettily() + "\n");
      return report.bad() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (CompareException e) {
      stderr.println("backbeat-load attack: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }
}
