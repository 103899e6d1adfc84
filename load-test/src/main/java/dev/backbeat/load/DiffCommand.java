package dev.backbeat.load;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code diff}: two runs side by side. */
@Command(
    name = "backbeat-load diff",
    description = "Prints the figures of two runs side by side, and by how much they differ.",
    mixinStandardHelpOptions = true,
    versionProvider = LoadCommand.Version.class,
    usageHelpAutoWidth = true)
final class DiffCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "A.json", description = "Results of one run (--json).")
  private Path first;

  @Parameters(index = "1", paramLabel = "B.json", description = "Results of the other run.")
  private Path second;

  private final PrintStream out;

  private DiffCommand(PrintStream out) {
    this.out = out;
  }

  static int execute(PrintStream out, PrintStream err, String... args) {
    return SubCommands.execute(new DiffCommand(out), out, err, args);
  }

  @Override
  public Integer call() throws IOException {
    JsonObject a = new JsonObject(Files.readString(first));
    JsonObject b = new JsonObject(Files.readString(second));
    out.println(String.format("%-32s %12s %12s %9s  %s", "figure", "A", "B", "B to A", "unit"));
    for (Metric metric : Metric.values()) {
      double va = number(a, metric);
      double vb = number(b, metric);
      if (!Double.isNaN(va) || !Double.isNaN(vb)) {
        String unit = metric.isBoolean() ? "" : metric.unit();
        String change =
            va == 0 || Double.isNaN(vb / va)
                ? ""
                : String.format(Locale.ROOT, "%+.1f %%", (vb / va - 1) * 100);
        out.println(
            String.format(
                    Locale.ROOT,
                    "%-32s %12s %12s %9s  %s",
                    metric.jsonName(),
                    text(va),
                    text(vb),
                    change,
                    unit)
                .stripTrailing());
      }
    }
    return LoadMain.GOOD;
  }

  private static double number(JsonObject results, Metric metric) {
    Object value = results.getValue(metric.jsonName());
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static String text(double value) {
    return Double.isNaN(value)
        ? "-"
        : String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.3f", value);
  }
}
