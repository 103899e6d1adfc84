package dev.backbeat.server.ops;

import dev.backbeat.server.admission.TicketSettings;
import dev.backbeat.settings.SettingsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

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
  /** Options that mean something on the command line alone. */
  static final Set<String> FLAGS_ALONE = Set.of("config", "check-config", "help", "version");

  @Spec private CommandSpec spec;
  @Mixin private ListenOptions listen;
  @Mixin private ProxyOptions proxies;
  @Mixin private HttpOptions http;
  @Mixin private TlsOptions tls;
  @Mixin private SimulationOptions simulation;
  @Mixin private LimitOptions limits;
  @Mixin private RateOptions rates;
  @Mixin private AccessOptions access;
  @Mixin private TicketOptions tickets;
  @Mixin private LabOptions lab;
  @Mixin private OverloadOptions overload;
  @Mixin private ObservabilityOptions observability;
  @Mixin private OperationOptions operation;
  @Mixin private AdminOptions admin;
  @Mixin private DrainOptions drain;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file: Java properties, option names as keys. Default: none.")
  private String config;

  @Option(
      names = "--check-config",
      arity = "0..1",
      fallbackValue = "text",
      paramLabel = "text|json",
      description =
          "Print every option's value and where it comes from, secrets masked, check whether a"
              + " server could start, and exit: 0 = it could, 2 = not. Default form: text.")
  private ConfigReport.Format checkConfig;

  @Option(names = "--help", usageHelp = true, description = "Explain every option and exit.")
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Print the version and exit.")
  private boolean version;

  private ServerCommand() {}

  /** What parsing came to: a configuration, or an exit code after something was printed. */
  public record Parsed(Optional<LiveConfig> config, int exitCode) {}

  /**
   * Reads the command line; prints help, version, {@code --check-config} and usage errors by
   * itself.
   *
   * @param startupChecks what keeps a server with a configuration from starting, in sentences;
   *     called for {@code --check-config} alone, must open no socket
   */
  public static Parsed parse(Function<ServerConfig, List<String>> startupChecks, String... args) {
    return parse(startupChecks, System.getenv(), args);
  }

  static Parsed parse(
      Function<ServerConfig, List<String>> startupChecks,
      Map<String, String> environment,
      String... args) {
    CommandLine line = commandLine();
    try {
      Integer printed = CommandLine.executeHelpRequest(line.parseArgs(args));
      if (printed != null) {
        return new Parsed(Optional.empty(), printed);
      }
      ConfigReader reader = new ConfigReader(environment, args);
      EffectiveConfig effective = reader.read();
      ConfigReport.Format format = ((ServerCommand) line.getCommand()).checkConfig;
      if (format != null) {
        return check(format, effective, startupChecks.apply(effective.config()));
      }
      return new Parsed(Optional.of(LiveConfig.of(reader, effective)), CommandLine.ExitCode.OK);
    } catch (ParameterException | SettingsException e) {
      String sentence =
          e instanceof UnmatchedArgumentException unmatched
              ? ConfigErrors.unmatched(unmatched.getUnmatched())
              : e.getMessage();
      if (((ServerCommand) line.getCommand()).checkConfig == ConfigReport.Format.JSON) {
        System.out.println(ConfigReport.unreadable(sentence));
      }
      System.err.println(sentence);
      if (e instanceof UnmatchedArgumentException unmatched
          && !unmatched.getSuggestions().isEmpty()) {
        System.err.println("Did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?");
      }
      System.err.println("Try 'backbeat-server --help'.");
      return new Parsed(Optional.empty(), CommandLine.ExitCode.USAGE);
    }
  }

  private static Parsed check(
      ConfigReport.Format format, EffectiveConfig effective, List<String> problems) {
    System.out.println(ConfigReport.of(format, effective, problems));
    return new Parsed(
        Optional.empty(),
        problems.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.USAGE);
  }

  /** A configuration for a server inside another program, by the same options; for tests too. */
  public static ServerConfig configOf(String... args) {
    return new ConfigReader(Map.of(), args).read().config();
  }

  /**
   * The same for a server whose configuration is reloaded.
   *
   * @param environment variables such as {@code BACKBEAT_PORT}
   */
  public static LiveConfig liveConfigOf(Map<String, String> environment, String... args) {
    ConfigReader reader = new ConfigReader(environment, args);
    return LiveConfig.of(reader, reader.read());
  }

  /** All option names, without dashes in front. */
  public static Set<String> optionNames() {
    Set<String> names = new TreeSet<>();
    for (OptionSpec option : commandLine().getCommandSpec().options()) {
      names.add(ConfigReader.bareName(option));
    }
    return names;
  }

  /** With an option {@code --xxx-file} beside each that is marked {@link Secret}. */
  static CommandLine commandLine() {
    CommandLine line =
        new CommandLine(new ServerCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExpandAtFiles(false);
    CommandSpec spec = line.getCommandSpec();
    for (OptionSpec option : List.copyOf(spec.options())) {
      if (ConfigReader.isSecret(option)) {
        spec.addOption(
            OptionSpec.builder(option.longestName() + ConfigReader.FILE_SUFFIX)
                .paramLabel("FILE")
                .type(Path.class)
                .order(option.order())
                .description("File that holds " + option.longestName() + ". Default: none.")
                .build());
      }
    }
    return line;
  }

  ServerConfig toConfig() {
    ListenOptions.Checks checks = s -> new ParameterException(spec.commandLine(), s);
    ServerConfig.Tls encryption = tls.tls(checks);
    ServerConfig.Listen listening = listen.listen(checks);
    TicketSettings signed = tickets.tickets(checks);
    ServerConfig.Proxies before = proxies.proxies(checks);
    return new ServerConfig(
        listening,
        before,
        http.http(checks),
        encryption,
        simulation.simulation(checks),
        limits.limits(checks),
        rates.rates(checks),
        rates.penalties(checks),
        access.access(checks, listening, before, signed),
        signed,
        lab.lab(checks),
        overload.overload(checks),
        observability.observability(checks),
        operation.operation(checks),
        admin.admin(checks, listening, encryption.enabled()),
        drain.drain(checks));
  }

  /** The version that the build wrote into the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"backbeat-server " + BuildInfo.version()};
    }
  }
}
