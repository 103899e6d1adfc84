package dev.backbeat.load;

import dev.backbeat.client.bots.TicketOptions;
import dev.backbeat.load.options.ServerOptions;
import dev.backbeat.load.protocol.LoadProtocol;
import dev.backbeat.settings.LayeredSettings;
import dev.backbeat.settings.SettingsException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of the load test, and what happens around a run: progress, summary, files. */
@Command(
    name = "backbeat-load",
    description = "Loads a running server with many light clients and measures what comes back.",
    mixinStandardHelpOptions = true,
    versionProvider = LoadCommand.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Every option can also come from the environment (BACKBEAT_LOAD_TURN_EVERY=20) or from a"
          + " properties file named by --config (turn-every=20); flags win over the environment,"
          + " that over the file.",
      "Exit codes: 0 all went well; 1 an error, an invariant or an objective broken; 2 bad usage."
    })
final class LoadCommand implements Callable<Integer> {
  static final String ENV_PREFIX = "BACKBEAT_LOAD_";
  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";
  private static final int MOST_DEFAULT_LOOPS = 2;

  /** From the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = LoadCommand.class.getPackage().getImplementationVersion();
      return new String[] {"backbeat-load " + (version == null ? "(development)" : version)};
    }
  }

  /** An option that is on or off. */
  private enum Switch {
    ON,
    OFF;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--protocol",
      paramLabel = "<protocol>",
      description =
          "What the server speaks: ${COMPLETION-CANDIDATES}; docs/load-testing.md has the URLs."
              + DEFAULT)
  private LoadProtocol.Kind protocol = LoadProtocol.Kind.BACKBEAT;

  @CommandLine.Mixin private ServerOptions server;

  @Option(names = "--rooms", description = "Rooms to create." + DEFAULT)
  private int rooms = 40;

  @Option(names = "--players", description = "Clients per room." + DEFAULT)
  private int players = 50;

  @Option(names = "--game", description = "The game that the rooms play." + DEFAULT)
  private String game = "arena";

  @Option(
      names = "--room-option",
      paramLabel = "NAME=VALUE",
      description = "An option of the game for the rooms; may be repeated. Default: none.")
  private Map<String, String> roomOptions;

  @Option(names = "--tick-hz", description = "Simulation rate of the rooms, Hz." + DEFAULT)
  private int tickHz = 20;

  @Option(names = "--input-hz", description = "Inputs per client and second, Hz." + DEFAULT)
  private int inputHz = 20;

  @Option(
      names = "--turn-every",
      description = "A new random direction with every n-th input." + DEFAULT)
  private int turnEvery = 1;

  @Option(
      names = "--input-runs",
      paramLabel = "on|off",
      description =
          "on: unchanged inputs are sent only to keep them alive, as Backbeat's clients do."
              + DEFAULT)
  private Switch inputRuns = Switch.ON;

  @Option(names = "--warmup", description = "Time between ramp and measurement, s." + DEFAULT)
  private int warmup = 5;

  @Option(names = "--seconds", description = "Measured time, s." + DEFAULT)
  private int seconds = 15;

  @Option(
      names = "--decode-share",
      description = "Share of clients that decode and check every frame, 0..1." + DEFAULT)
  private double decodeShare = 0.02;

  @Option(
      names = "--ramp-concurrency",
      description = "Handshakes under way at once during the ramp." + DEFAULT)
  private int rampConcurrency = 64;

  @Option(names = "--join-timeout", description = "From connecting to the Welcome, s." + DEFAULT)
  private int joinTimeout = 15;

  @Option(
      names = "--slow-percent",
      description = "Share of clients that read slowly once they have joined, %%." + DEFAULT)
  private double slowPercent = 0;

  @Option(
      names = "--slow-read-bytes-per-s",
      description = "What each of those reads, B/s." + DEFAULT)
  private int slowReadBytesPerS = Faults.NONE.slowReadBytesPerS();

  @Option(
      names = "--stuck-percent",
      description = "Share of clients that read nothing once they have joined, %%." + DEFAULT)
  private double stuckPercent = 0;

  @Option(
      names = "--loops",
      description = "Threads of the generator; 0 = one per processor, at most 2." + DEFAULT)
  private int loops = 0;

  @Option(names = "--seed", description = "Seed of everything random." + DEFAULT)
  private long seed = 1;

  @Option(
      names = "--server-pid",
      description =
          "Process of a server on this machine, for its CPU and memory; 0 = ask /metrics."
              + DEFAULT)
  private long serverPid = 0;

  @Option(
      names = "--slo",
      description =
          "Objectives that decide the exit code, such as \"ack_p99_ms<100,delivered_hz>19\";"
              + " names as in the JSON. Default: none.")
  private String slo = "";

  @Option(names = "--api-key", description = "For creating rooms. Default: none.")
  private String apiKey = "";

  @CommandLine.Mixin private TicketOptions tickets;

  @Option(names = "--json", description = "File for the results. Default: none.")
  private Path json;

  @Option(names = "--html", description = "File for the report. Default: none.")
  private Path html;

  @Option(names = "--quiet", description = "No progress, no summary." + DEFAULT)
  private boolean quiet = false;

  @Option(names = "--config", description = "Properties file with options. Default: none.")
  private Path config;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private final PrintStream out;
  private final PrintStream err;

  private LoadCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Parses, runs, reports.
   *
   * @throws SettingsException if the configuration file is no good
   */
  static int execute(PrintStream out, PrintStream err, String... args) {
    CommandLine line = new CommandLine(new LoadCommand(out, err));
    LayeredSettings layered = LayeredSettings.load(ENV_PREFIX, args);
    List<String> names = line.getCommandSpec().options().stream().map(LoadCommand::key).toList();
    layered.checkKeys(names);
    line.setDefaultValueProvider(
        argument ->
            argument instanceof CommandLine.Model.OptionSpec option
                ? layered.find(key(option)).orElse(null)
                : null);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler(
        (e, arguments) -> {
          err.println("backbeat-load: " + e.getMessage() + " (--help explains every option)");
          return LoadMain.USAGE;
        });
    return line.execute(args);
  }

  /** "--name default" of every option of the load test's own. */
  static List<String> optionsWithDefaults() {
    CommandLine line = new CommandLine(new LoadCommand(System.out, System.err));
    return line.getCommandSpec().options().stream()
        .filter(o -> !o.usageHelp() && !o.versionHelp())
        .map(
            o -> {
              Object value = o.initialValue();
              return o.longestName() + " " + (value == null || value.equals("") ? "none" : value);
            })
        .toList();
  }

  private static String key(CommandLine.Model.OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }

  @Override
  public Integer call() throws InterruptedException {
    LoadSettings settings = settings();
    Progress progress = new Progress(err, quiet, System.getenv("TERM") != null && isTerminal());
    Results results = new LoadRun(settings, progress).run();
    if (!quiet) {
      Summary.print(results, out);
    }
    try {
      if (json != null) {
        Files.writeString(json, ResultsJson.of(results).encodePrettily() + "\n");
      }
      if (html != null) {
        Files.writeString(html, HtmlReport.render(results, Instant.now()));
      }
    } catch (IOException e) {
      err.println("backbeat-load: cannot write the results: " + e);
      return LoadMain.BAD;
    }
    return results.good() ? LoadMain.GOOD : LoadMain.BAD;
  }

  /** Standard error of a terminal, as far as Linux can tell; elsewhere lines are printed. */
  private static boolean isTerminal() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/2")).startsWith("/dev/pts");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private LoadSettings settings() {
    try {
      int threads =
          loops != 0
              ? loops
              : Math.min(MOST_DEFAULT_LOOPS, Runtime.getRuntime().availableProcessors());
      LoadSettings settings =
          new LoadSettings(
              protocol,
              server.url(),
              rooms,
              players,
              game,
              roomOptions == null ? Map.of() : roomOptions,
              tickHz,
              inputHz,
              turnEvery,
              inputRuns == Switch.ON,
              decodeShare,
              warmup,
              seconds,
              rampConcurrency,
              joinTimeout,
              new Faults(slowPercent, slowReadBytesPerS, stuckPercent),
              threads,
              seed,
              serverPid,
              apiKey,
              server.ticket(),
              tickets.client(server.url(), server.insecure()).orElse(null),
              server.insecure(),
              quiet,
              json,
              html,
              Slo.parse(slo));
      settings.check();
      writable("--json", json);
      writable("--html", html);
      return settings;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** Better now than after the run. */
  private static void writable(String option, Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
      throw new IllegalArgumentException(option + ": " + file + " cannot be written");
    }
  }
}
