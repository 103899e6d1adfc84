package dev.backbeat.load;

import dev.backbeat.load.attack.AttackCommand;
import dev.backbeat.load.attack.HonestProgram;
import dev.backbeat.load.compare.CompareCommand;
import dev.backbeat.load.netcode.NetcodeCommand;
import dev.backbeat.load.soak.SoakCommand;
import dev.backbeat.settings.SettingsException;
import java.io.PrintStream;
import java.util.Arrays;

/**
 * The command {@code backbeat-load.jar}. Exit codes: {@value #GOOD} all went well, {@value #BAD} an
 * error, an invariant or an objective broken, {@value #USAGE} bad usage.
 */
public final class LoadMain {
  static final int GOOD = 0;
  static final int BAD = 1;
  static final int USAGE = 2;

  private LoadMain() {}

  /** Runs the load test and exits with its code. */
  public static void main(String[] args) {
    System.setProperty("logback.configurationFile", "dev/backbeat/load/logback.xml");
    System.exit(run(System.out, System.err, args));
  }

  /** The same without the exit. */
  static int run(PrintStream out, PrintStream err, String... args) {
    String first = args.length == 0 ? "" : args[0];
    switch (first) {
      case CompareCommand.NAME:
        return CompareCommand.execute(out, err, rest(args));
      case "diff":
        return DiffCommand.execute(out, err, rest(args));
      case "floor":
        return FloorCommand.execute(out, err, rest(args));
      case NetcodeCommand.NAME:
        return SubCommands.execute(new NetcodeCommand(out, err), out, err, rest(args));
      case AttackCommand.NAME:
        return SubCommands.execute(new AttackCommand(out, err), out, err, rest(args));
      case HonestProgram.NAME:
        return HonestProgram.run(System.in, out);
      case SoakCommand.NAME:
        return SubCommands.execute(new SoakCommand(out), out, err, rest(args));
      case "idle":
        return IdleCommand.execute(out, err, rest(args));
      default:
        return load(out, err, args);
    }
  }

  private static String[] rest(String... args) {
    return Arrays.copyOfRange(args, 1, args.length);
  }

  private static int load(PrintStream out, PrintStream err, String... args) {
    try {
      return LoadCommand.execute(out, err, args);
    } catch (SettingsException e) {
      err.println("backbeat-load: " + e.getMessage());
      return USAGE;
    }
  }
}
