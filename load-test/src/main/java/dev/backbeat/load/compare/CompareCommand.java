package dev.backbeat.load.compare;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code compare}: the options of the comparison, and the files that it writes. */
@Command(
    name = "backbeat-load compare",
    description = {
      "Runs Backbeat and the servers of load-test/peers in turn on the same work, each pinned to"
          + " one core, and writes compare.md, compare.html and compare.json.",
      "Needs Linux, taskset and two cores that have nothing else to do."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Exit codes: 0 all servers were measured; 1 one was not, or an error; 2 bad usage."
    })
public final class CompareCommand implements Callable<Integer> {
  /** The first argument that leads here. */
  public static final String NAME = "compare";

  /** Where a README has the table. */
  static final MarkedBlock TABLE = new MarkedBlock(NAME);

  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";
  private static final String JSON_FILE = "compare.json";

  @Option(names = "--quick", description = "One short round, no search for the most clients.")
  private boolean quick = false;

  @Option(
      names = "--servers",
      split = ",",
      description = "Only these, by id. Default: all that are not optional.")
  private List<String> servers = List.of();

  @Option(names = "--cases", split = ",", description = "A turn with every n-th input." + DEFAULT)
  private List<Integer> cases = List.of(1, 20);

  @Option(
      names = "--rounds",
      description = "Of the cost at the fixed load; 1 if --quick." + DEFAULT)
  private Integer rounds = 3;

  @Option(names = "--rooms", description = "Rooms at the fixed load." + DEFAULT)
  private int rooms = 40;

  @Option(names = "--players", description = "Clients per room." + DEFAULT)
  private int players = 50;

  @Option(
      names = "--tick-hz",
      description = "Ticks per second; the peers are fixed at 20." + DEFAULT)
  private int tickHz = 20;

  @Option(names = "--input-hz", description = "Inputs per client and second." + DEFAULT)
  private int inputHz = 20;

  @Option(
      names = "--server-warmup",
      description =
          "Of the fixed load for a server that has just been started, s: until then its compiler"
              + " takes more than its work."
              + DEFAULT)
  private int serverWarmup = 20;

  @Option(names = "--warmup", description = "Before the measured time, s." + DEFAULT)
  private int warmup = 12;

  @Option(names = "--seconds", description = "Measured time, s; 5 if --quick." + DEFAULT)
  private Integer seconds = 10;

  @Option(
      names = "--sustained",
      description = "on or off: search for the most clients; off if --quick." + DEFAULT)
  private OnOff sustained = OnOff.on;

  @Option(names = "--sustained-rounds", description = "Of that search." + DEFAULT)
  private int sustainedRounds = 2;

  @Option(names = "--sustained-cases", split = ",", description = "Of which cases." + DEFAULT)
  private List<Integer> sustainedCases = List.of(1);

  @Option(names = "--probe-warmup", description = "In the search, s." + DEFAULT)
  private int probeWarmup = 8;

  @Option(names = "--probe-seconds", description = "In the search, s." + DEFAULT)
  private int probeSeconds = 8;

  @Option(names = "--step", description = "Clients between two tries." + DEFAULT)
  private int step = 250;

  @Option(names = "--max-clients", description = "More are never tried." + DEFAULT)
  private int maxClients = 8_000;

  @Option(names = "--max-probes", description = "Tries per server and round." + DEFAULT)
  private int maxProbes = 6;

  @Option(names = "--server-core", description = "Core of the servers." + DEFAULT)
  private int serverCore = 0;

  @Option(names = "--load-core", description = "Core of the generator." + DEFAULT)
  private int loadCore = 1;

  @Option(names = "--java", description = "JVM of Backbeat and raw Netty. Default: this one.")
  private Path java = Path.of(System.getProperty("java.home"), "bin", "java");

  @Option(names = "--peers", description = "Folder of the servers. Default: load-test/peers.")
  private Path peers;

  @Option(names = "--out", description = "Folder for the results." + DEFAULT)
  private Path out = Path.of("compare-results");

  @Option(
      names = "--update-readme",
      description = "File in which the table between the two compare lines is replaced.")
  private Path readme;

  @Option(
      names = "--from",
      description = "Measure nothing; make the reports from this compare.json.")
  private Path from;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private final PrintStream stdout;
  private final PrintStream stderr;

  /** The two ways of {@code --sustained}. */
  enum OnOff {
    on,
    off
  }

  private CompareCommand(PrintStream stdout, PrintStream stderr) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /** Parses, runs, reports; returns the exit code. */
  public static int execute(PrintStream out, PrintStream err, String... args) {
    CommandLine line = commandLine(out, err);
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler(
        (e, arguments) -> {
          err.println("backbeat-load: " + e.getMessage() + " (compare --help explains all)");
          return ExitCode.USAGE;
        });
    return line.execute(args);
  }

  private static CommandLine commandLine(PrintStream out, PrintStream err) {
    return new CommandLine(new CompareCommand(out, err));
  }

  /** Names of all options, for the test of the documentation. */
  static List<String> options() {
    return commandLine(System.out, System.err).getCommandSpec().options().stream()
        .filter(o -> !o.usageHelp() && !o.versionHelp())
        .map(CommandLine.Model.OptionSpec::longestName)
        .toList();
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      Comparison comparison = from != null ? read(from) : measure();
      Files.createDirectories(out);
      String markdown = MarkdownReport.render(comparison);
      Files.writeString(out.resolve(JSON_FILE), comparison.toJson().encodePrettily() + "\n");
      Files.writeString(out.resolve("compare.md"), markdown);
      Files.writeString(out.resolve("compare.html"), HtmlComparison.render(comparison));
      if (readme != null) {
        Files.writeString(readme, TABLE.replace(Files.readString(readme), markdown));
      }
      stdout.print(markdown);
      return comparison.servers().stream().allMatch(s -> s.leftOut().isEmpty())
          ? ExitCode.OK
          : ExitCode.SOFTWARE;
    } catch (CompareException e) {
      stderr.println("backbeat-load: " + e.getMessage());
      return ExitCode.SOFTWARE;
    } catch (IOException e) {
      stderr.println("backbeat-load: cannot read or write: " + e);
      return ExitCode.SOFTWARE;
    }
  }

  private static Comparison read(Path json) throws IOException {
    try {
      return Comparison.fromJson(new JsonObject(Files.readString(json)));
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      throw new CompareException(json + " is no compare.json: " + e, e);
    }
  }

  private Comparison measure() throws InterruptedException, IOException {
    CompareSettings settings = settings();
    Comparer comparer;
    try {
      settings.check();
      comparer =
          new Comparer(
              settings,
              new Comparer.Where(
                  Repository.peers(peers),
                  servers,
                  java,
                  out.toAbsolutePath().normalize(),
                  serverCore,
                  loadCore),
              stderr);
      comparer.check();
    } catch (CompareException | IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    if (readme != null) {
      // Better now than after half an hour.
      TABLE.replace(Files.readString(readme), "");
    }
    return comparer.run();
  }

  /** {@code --quick} changes the defaults, not what was asked for. */
  private CompareSettings settings() {
    return new CompareSettings(
        cases,
        quick && !given("--rounds") ? 1 : rounds,
        rooms,
        players,
        tickHz,
        inputHz,
        serverWarmup,
        warmup,
        quick && !given("--seconds") ? 5 : seconds,
        sustained == OnOff.off || quick && !given("--sustained") ? 0 : sustainedRounds,
        given("--sustained-cases")
            ? sustainedCases
            : cases.stream().filter(sustainedCases::contains).toList(),
        probeWarmup,
        probeSeconds,
        step,
        maxClients,
        maxProbes);
  }

  private boolean given(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }
}
