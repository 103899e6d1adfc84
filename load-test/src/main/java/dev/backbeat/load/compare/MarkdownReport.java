package dev.backbeat.load.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The comparison as Markdown: for each case a table of figures and one of ratios. */
final class MarkdownReport {
  private static final List<Measure> RATIOS =
      List.of(
          Measure.SUSTAINED,
          Measure.CPU_US,
          Measure.BYTES_PER_ENTITY,
          Measure.ACK_P50,
          Measure.ACK_P99,
          Measure.RSS);

  private static final String JAR = " -jar ";

  private final Comparison comparison;

  private MarkdownReport(Comparison comparison) {
    this.comparison = comparison;
  }

  static String render(Comparison comparison) {
    MarkdownReport report = new MarkdownReport(comparison);
    List<String> lines = new ArrayList<>();
    lines.addAll(report.head());
    for (int turnEvery : comparison.cases()) {
      ReportTable table = ReportTable.of(comparison, turnEvery);
      lines.add("");
      lines.add("**" + capital(Shape.caseName(turnEvery)) + "**");
      lines.add("");
      lines.addAll(figures(table));
      if (table.backbeat() != null && table.rows().size() > 1) {
        lines.add("");
        lines.add("Backbeat : the other, " + Shape.caseName(turnEvery) + ":");
        lines.add("");
        lines.addAll(ratios(table));
      }
    }
    lines.add("");
    lines.addAll(report.foot());
    return String.join("\n", lines) + "\n";
  }

  private List<String> head() {
    String text =
        "Measured on %s: %s, %s, kernel %s, JDK %s (%s), Node %s. Server on one core, generator on"
                .formatted(
                    value(comparison.machine(), "date"),
                    value(comparison.machine(), "cpu"),
                    value(comparison.machine(), "cores") + " cores",
                    value(comparison.machine(), "kernel"),
                    value(comparison.machine(), "java"),
                    jvmFlags(),
                    value(comparison.machine(), "node"))
            + " another. Fixed load: %s rooms of %s players, %s Hz ticks, %s inputs per second and"
                .formatted(
                    value(comparison.settings(), "rooms"),
                    value(comparison.settings(), "players"),
                    value(comparison.settings(), "tick-hz"),
                    value(comparison.settings(), "input-hz"))
            + " player, %s s after %s s of warm-up. Medians, with the least and the greatest in"
                .formatted(
                    value(comparison.settings(), "seconds"), value(comparison.settings(), "warmup"))
            + " parentheses, of %s rounds; sustained clients of %s."
                .formatted(
                    value(comparison.settings(), "rounds"),
                    value(comparison.settings(), "sustained-rounds"));
    return List.of(text);
  }

  /** Backbeat's, as its process had them. */
  private String jvmFlags() {
    String flags =
        comparison.runs().stream()
            .filter(r -> r.serverProcess().contains(JAR))
            .map(r -> r.serverProcess().substring(0, r.serverProcess().indexOf(JAR)))
            .map(line -> line.replaceFirst("^\\S+", "").strip())
            .findFirst()
            .orElse("");
    return flags.isEmpty() ? "default flags" : "`" + flags + "`";
  }

  private static List<String> figures(ReportTable table) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| server | version | sustained clients | CPU per delivered frame, µs | of it user, µs"
            + " | payload per entity update, B | input→ack p50 / p99, ms | RSS, MB"
            + " | delivered, Hz | messages in per client, 1/s |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|");
    for (ReportTable.Row row : table.rows()) {
      lines.add(
          "| "
              + List.of(
                      bold(row, cell(row.server().name())),
                      cell(row.server().version()),
                      figure(row, Measure.SUSTAINED),
                      figure(row, Measure.CPU_US),
                      figure(row, Measure.CPU_USER_US),
                      figure(row, Measure.BYTES_PER_ENTITY),
                      figure(row, Measure.ACK_P50) + " / " + figure(row, Measure.ACK_P99),
                      figure(row, Measure.RSS),
                      figure(row, Measure.DELIVERED_HZ) + (row.keptUp() ? "" : " ‡"),
                      figure(row, Measure.MESSAGES_IN))
                  .stream()
                  .collect(Collectors.joining(" | "))
              + " |");
    }
    return lines;
  }

  private static List<String> ratios(ReportTable table) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| Backbeat : | sustained clients | CPU per delivered frame | payload per entity update"
            + " | ack p50 | ack p99 | RSS |");
    lines.add("|---|---|---|---|---|---|---|");
    for (ReportTable.Row row : table.rows()) {
      if (row.server().isBackbeat()) {
        continue;
      }
      String cells =
          RATIOS.stream()
              .map(m -> ratio(ReportTable.ratio(table.backbeat(), row, m)))
              .collect(Collectors.joining(" | "));
      lines.add("| " + cell(row.server().name()) + " | " + cells + " |");
    }
    return lines;
  }

  private List<String> foot() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Sustained: the most clients with every client kept, at least 95 % of the ticks delivered"
            + " and p99 of input→ack at most 250 ms. \"≥\": the server's own limit was not reached"
            + " (the generator's was). †: only runs that other work on the machine or a late"
            + " generator had disturbed. ‡: did not keep up with the fixed load. –: not measured.");
    for (Comparison.Server server : comparison.servers()) {
      if (!server.leftOut().isEmpty()) {
        lines.add("");
        lines.add(server.name() + " was left out: " + oneLine(server.leftOut()) + ".");
      }
      if (!server.note().isEmpty()) {
        lines.add("");
        lines.add(server.name() + ": " + server.note());
      }
    }
    return lines;
  }

  /** "13.2 (13.0–13.6)"; without the spread if there was one value, or all are alike. */
  static String figure(ReportTable.Row row, Measure measure) {
    ReportTable.Cell cell = row.cell(measure);
    Spread s = cell.spread();
    if (!s.measured()) {
      return "–";
    }
    String median = number(s.median(), measure);
    String min = number(s.min(), measure);
    String max = number(s.max(), measure);
    String spread = min.equals(max) ? "" : " (" + min + "–" + max + ")";
    return (cell.atLeast() ? "≥ " : "") + median + spread + (cell.disturbed() ? " †" : "");
  }

  private static String ratio(ReportTable.Ratio ratio) {
    String bound =
        switch (ratio.bound()) {
          case "at least" -> "≥ ";
          case "at most" -> "≤ ";
          default -> "";
        };
    return Double.isNaN(ratio.value())
        ? "–"
        : bound + String.format(Locale.ROOT, "%.2f", ratio.value());
  }

  static String number(double value, Measure measure) {
    return String.format(Locale.ROOT, "%,." + measure.decimals() + "f", value);
  }

  private static String bold(ReportTable.Row row, String text) {
    return row.server().isBackbeat() ? "**" + text + "**" : text;
  }

  /** A bar would end the cell. */
  private static String cell(String text) {
    return text.isEmpty() ? "–" : oneLine(text).replace("|", "\\|");
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String value(Map<String, String> map, String key) {
    String value = map.getOrDefault(key, "");
    return value.isEmpty() ? "unknown" : value;
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
