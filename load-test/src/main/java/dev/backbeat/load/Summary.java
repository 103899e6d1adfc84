package dev.backbeat.load;

import java.io.PrintStream;
import java.util.Locale;
import java.util.TreeMap;

/** The results for people, on standard output. */
final class Summary {
  private Summary() {}

  static void print(Results results, PrintStream out) {
    for (Metric metric : Metric.values()) {
      double value = results.figure(metric);
      String unit = metric.isBoolean() ? "" : metric.unit();
      out.println(
          String.format(Locale.ROOT, "%-25s %14s %s", metric.jsonName(), text(metric, value), unit)
              .stripTrailing());
    }
    new TreeMap<>(results.errorsByKind())
        .forEach(
            (kind, e) -> out.println("error: " + kind + " x " + e.count() + ", " + e.example()));
    results.violations().forEach(v -> out.println("violation: " + v));
    results
        .verdicts()
        .forEach(
            v ->
                out.println(
                    (v.met() ? "met:    " : "BROKEN: ")
                        + v.slo()
                        + " (measured "
                        + text(v.slo().metric(), v.value())
                        + ")"));
    results.notes().forEach(n -> out.println("note: " + n));
    if (results.figure(Metric.VALID) != 1) {
      out.println(
          "NOT VALID: the generator was late, saturated or stalled, or measured nothing; the figures say");
      out.println("more about the load test's machine than about the server.");
    }
  }

  private static String text(Metric metric, double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (metric.isBoolean()) {
      return value == 1 ? "yes" : "no";
    }
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
