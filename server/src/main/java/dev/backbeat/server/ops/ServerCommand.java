package dev.backbeat.server.ops;

import dev.backbeat.settings.LayeredSettings;
import dev.backbeat.settings.SettingsException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The server's command line, and the settings that come from environment and file. */
@Command(
    name = "backbeat-server",
    versionProvider = ServerCommand.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "An authoritative multiplayer game server.",
    footer = {
      "",
      "Every option can also be set by an environment variable (--tick-hz: BACKBEAT_TICK_HZ) or by a"
          + " line of the configuration file (tick-hz = 20). A flag wins over the environment, the"
          + " environment over the file, the file over the default.",
      "",
      "Exit codes: 0 ended by SIGTERM or SIGINT, 1 could not start, 2 bad usage."
    })
public final class ServerCommand {
  private static final String ENV_PREFIX = "BACKBEAT_";

  @Spec private CommandSpec spec;
  @Mixin private ListenOptions listen;
  @Mixin private SimulationOptions simulation;
  @Mixin private LimitOptions limits;
  @Mixin private AccessOptions access;
  @Mixin private LabOptions lab;
  @Mixin private OverloadOptions overload;
  @Mixin private OperationOptions operation;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file: Java properties, option names as keys. Default: none.")
  private String config;

  @Option(names = "--help", usageHelp = true, description = "Explain every option and exit.")
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Print the version and exit.")
  private boolean version;

  private ServerCommand() {}

  /** What parsing came to: a configuration, or an exit code after something was printed. */
  public record Parsed(Optional<ServerConfig> config, int exitCode) {}

  /** Reads the command line; prints help, version and usage errors by itself. */
  public static Parsed parse(String... args) {
    CommandLine line = commandLine();
    try {
      LayeredSettings settings = LayeredSettings.load(ENV_PREFIX, args);
      settings.checkKeys(optionNames());
      line.setDefaultValueProvider(new Layers(settings));
      ParseResult result = line.parseArgs(args);
      Integer printed = CommandLine.executeHelpRequest(result);
      return printed != null
          ? new Parsed(Optional.empty(), printed)
          : new Parsed(Optional.of(((ServerCommand) line.getCommand()).toConfig()), 0);
    } catch (ParameterException | SettingsException e) {
      line.getErr().println(e.getMessage());
      line.getErr().println("Try 'backbeat-server --help'.");
      return new Parsed(Optional.empty(), CommandLine.ExitCode.USAGE);
    }
  }

  /** A configuration for a server inside another program, by the same options; for tests too. */
  public static ServerConfig configOf(String... args) {
    CommandLine line = commandLine();
    line.parseArgs(args);
    return ((ServerCommand) line.getCommand()).toConfig();
  }

  /** All option names, without dashes in front. */
  public static Set<String> optionNames() {
    Set<String> names = new TreeSet<>();
    for (OptionSpec option : commandLine().getCommandSpec().options()) {
      names.add(option.longestName().replaceFirst("^--", ""));
    }
    return names;
  }

  private static CommandLine commandLine() {
    return new CommandLine(new ServerCommand()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  private ServerConfig toConfig() {
    ListenOptions.Checks checks = s -> new ParameterException(spec.commandLine(), s);
    return new ServerConfig(
        listen.listen(checks),
        listen.tls(checks),
        simulation.simulation(checks),
        limits.limits(checks),
        access.access(checks),
        lab.lab(checks),
        overload.overload(checks),
        operation.operation(checks));
  }

  /** Environment and file as picocli's defaults; null = the option's own default. */
  private record Layers(LayeredSettings settings) implements IDefaultValueProvider {
    @Override
    public String defaultValue(ArgSpec arg) {
      if (!(arg instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
        return null;
      }
      return settings.find(option.longestName().replaceFirst("^--", "")).orElse(null);
    }
  }

  /** The version that the build wrote into the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"backbeat-server " + BuildInfo.version()};
    }
  }
}
