package dev.backbeat.client.bots;

import dev.backbeat.client.lab.LabCommand;
import dev.backbeat.settings.LayeredSettings;
import dev.backbeat.settings.SettingsException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Starts the bots from the command line. */
public final class BotsMain {
  private static final String ENV_PREFIX = "BACKBEAT_BOTS_";

  private BotsMain() {}

  /** Runs and exits. */
  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals(LabCommand.NAME)) {
      lab(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    BotsCommand command = new BotsCommand();
    // SIGINT and SIGTERM: the bots leave, the summary is printed, and its code is the exit code (a
    // hook alone cannot change it, hence halt).
    Thread hook = new Thread(() -> stop(command), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    int code = run(command, args, new PrintWriter(System.out), new PrintWriter(System.err));
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Stopped by a signal: the hook is running, and ends the process with the same code.
      return;
    }
    System.exit(code);
  }

  /** The network lab. A signal is how it ends, so that is well. */
  private static void lab(String... args) {
    LabCommand command = new LabCommand();
    Thread hook =
        new Thread(
            () -> {
              try {
                command.stopAndWait();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    int code =
        command.execute(
            new PrintWriter(System.out, false, StandardCharsets.UTF_8),
            new PrintWriter(System.err, false, StandardCharsets.UTF_8),
            args);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return;
    }
    System.exit(code);
  }

  private static void stop(BotsCommand command) {
    int code;
    try {
      code = command.stopAndWait();
    } catch (InterruptedException e) {
      code = 1;
    }
    Runtime.getRuntime().halt(code);
  }

  /** Runs without touching the process; returns the exit code. */
  static int run(BotsCommand command, String[] args, PrintWriter out, PrintWriter err) {
    CommandLine line = new CommandLine(command).setOut(out).setErr(err);
    line.setParameterExceptionHandler(
        (e, wrong) -> {
          err.println("backbeat-bots: " + e.getMessage());
          err.println("Try 'backbeat-bots --help'.");
          err.flush();
          return CommandLine.ExitCode.USAGE;
        });
    try {
      LayeredSettings settings = LayeredSettings.load(ENV_PREFIX, args);
      List<String> names =
          line.getCommandSpec().options().stream().map(BotsMain::bareName).toList();
      settings.checkKeys(names);
      line.setDefaultValueProvider(
          argument ->
              argument instanceof OptionSpec option
                  ? settings.find(bareName(option)).orElse(null)
                  : null);
      describeBehaviors(line);
      return line.execute(args);
    } catch (SettingsException e) {
      err.println("backbeat-bots: " + e.getMessage());
      err.flush();
      return CommandLine.ExitCode.USAGE;
    }
  }

  private static String bareName(OptionSpec option) {
    return option.longestName().substring(2);
  }

  /** The help lists what is on the class path. */
  private static void describeBehaviors(CommandLine line) {
    Stream<String> list =
        BehaviorMix.available().values().stream()
            .map(f -> String.format("  %-14s%s", f.name(), f.description()));
    var usage = line.getCommandSpec().usageMessage();
    usage.footer(
        Stream.concat(Stream.concat(Stream.of("", "Behaviours:"), list), Stream.of(usage.footer()))
            .toArray(String[]::new));
  }
}
