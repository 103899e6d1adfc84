package dev.backbeat.load.netcode;

import dev.backbeat.load.compare.CompareException;
import dev.backbeat.load.compare.MarkedBlock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code netcode}: plays through the network lab and writes what players would feel. */
@Command(
    name = "backbeat-load netcode",
    description = {
      "Starts the server, puts the network lab in front of it, lets players of both clients play"
          + " the arena through it, and writes a table of what they saw. All rows are played at"
          + " the same time.",
      "Needs the built server; for the JavaScript SDK a Chromium on the PATH."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footer = {"", "Exit codes: 0 all goals were met; 1 one was missed, or an error; 2 bad usage."})
public final class NetcodeCommand implements Callable<Integer> {
  /** The first argument that leads here. */
  public static final String NAME = "netcode";

  private static final MarkedBlock TABLE = new MarkedBlock(NAME);
  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  @Option(
      names = "--rows",
      split = ",",
      description = "Rows by number: 1 lan, 2 100 ms, 3 and 4 200 ms, 5 bad-wifi. Default: all.")
  private List<Integer> rows = IntStream.rangeClosed(1, NetcodeRow.ALL.size()).boxed().toList();

  @Option(names = "--clients", split = ",", description = "java, js or both." + DEFAULT)
  private List<String> clients = List.of(NetcodeSettings.JAVA, NetcodeSettings.JS);

  @Option(names = "--players", description = "Per row." + DEFAULT)
  private int players = 8;

  @Option(names = "--tick-hz", description = "Of the rooms." + DEFAULT)
  private int tickHz = 30;

  @Option(names = "--warmup", description = "Before it counts, s." + DEFAULT)
  private int warmupSeconds = 20;

  @Option(names = "--seconds", description = "That count, per client, s." + DEFAULT)
  private int seconds = 340;

  @Option(names = "--seed", description = "Of the network and of the players." + DEFAULT)
  private long seed = 1;

  @Option(names = "--out", description = "Folder for logs." + DEFAULT)
  private Path out = Path.of("target", "netcode");

  @Option(
      names = "--update",
      description = "File whose block 'netcode' gets the table. Default: none.")
  private Path update;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private final PrintStream stdout;
  private final PrintStream stderr;

  /** The command, writing to these. */
  public NetcodeCommand(PrintStream stdout, PrintStream stderr) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    NetcodeSettings settings;
    try {
      settings =
          new NetcodeSettings(
              rows.stream()
                  .filter(n -> n >= 1 && n <= NetcodeRow.ALL.size())
                  .map(n -> NetcodeRow.ALL.get(n - 1))
                  .toList(),
              clients,
              players,
              tickHz,
              warmupSeconds,
              seconds,
              seed,
              out);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    try {
      if (update != null) {
        // Better now than after a quarter of an hour.
        TABLE.replace(Files.readString(update), "");
      }
      Files.createDirectories(out);
      NetcodeTable table = new NetcodeTable(new NetcodeRun(settings, stderr).run());
      String markdown = table.markdown(head());
      stdout.println(markdown);
      if (update != null) {
        Files.writeString(update, TABLE.replace(Files.readString(update), markdown));
      }
      if (table.missed() > 0) {
        stderr.println("backbeat-load netcode: " + table.missed() + " goals were missed");
      }
      return table.missed() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (CompareException e) {
      stderr.println("backbeat-load netcode: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private String head() {
    return String.format(
        Locale.ROOT,
        "Measured on %s with `java -jar load-test/target/backbeat-load.jar netcode --rows %s"
            + " --clients %s --players %d --tick-hz %d --warmup %d --seconds %d --seed %d`: all"
            + " rows at the same time, %d processors for players, networks and servers.",
        LocalDate.now(),
        rows.stream().map(String::valueOf).collect(Collectors.joining(",")),
        String.join(",", clients),
        players,
        tickHz,
        warmupSeconds,
        seconds,
        seed,
        Runtime.getRuntime().availableProcessors());
  }
}
