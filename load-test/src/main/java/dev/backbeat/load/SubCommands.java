package dev.backbeat.load;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** What runs instead of a load test if its name is the first argument. */
final class SubCommands {
  private SubCommands() {}

  /** Parses and runs; bad usage is a sentence and an exit code. */
  static int execute(Object command, PrintStream out, PrintStream err, String... args) {
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    String name = line.getCommandName();
    line.setParameterExceptionHandler(
        (e, arguments) -> {
          err.println(name + ": " + e.getMessage() + " (--help explains every option)");
          return LoadMain.USAGE;
        });
    line.setExecutionExceptionHandler(
        (e, parsed, result) -> {
          err.println(name + ": " + e);
          return LoadMain.BAD;
        });
    return line.execute(args);
  }
}
