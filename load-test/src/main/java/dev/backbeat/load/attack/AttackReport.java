package dev.backbeat.load.attack;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The outcome of a run.
 *
 * @param rows of the catalogue that were run
 * @param checks of what is seen besides the answers
 * @param windows of the honest players
 * @param allowSkips whether a row that cannot be tried here is no failure
 */
record AttackReport(List<Row> rows, List<Check> checks, List<Window> windows, boolean allowSkips) {
  /** A row and what came of it. */
  record Row(Attack attack, Answer answer, double seconds) {
    boolean good() {
      return attack.expects(answer);
    }

    boolean skipped() {
      return answer.text().startsWith(ServerFaults.SKIPPED);
    }

    String verdict() {
      return skipped() ? "**skipped**" : good() ? "as expected" : "**not as expected**";
    }
  }

  /**
   * Something else that must hold.
   *
   * @param good false = the run has failed
   * @param verdict what the table says
   */
  record Check(String name, String expected, String found, boolean good, String verdict) {
    Check(String name, String expected, String found, boolean good) {
      this(name, expected, found, good, good ? "as expected" : "**not as expected**");
    }

    /**
     * A figure that is missing.
     *
     * @param why it is
     * @param allowed whether the run may do without it
     */
    static Check notMeasured(String name, String expected, String why, boolean allowed) {
      return new Check(name, expected, "not measured: " + why, allowed, "**not measured**");
    }

    /** A figure that this machine cannot tell: neither met nor missed. */
    static Check notResolvable(String name, String expected, String found) {
      return new Check(name, expected, found, true, "**not resolvable**");
    }
  }

  /** How many rows and checks are not as expected. */
  long bad() {
    return rows.stream().filter(row -> !row.good() && !(row.skipped() && allowSkips)).count()
        + checks.stream().filter(check -> !check.good()).count();
  }

  /** The tables; {@code head} stands before them. */
  String markdown(String head) {
    List<String> lines = new ArrayList<>();
    lines.add(head);
    lines.add("");
    lines.add("| group | attack | expected | answer | |");
    lines.add("|---|---|---|---|---|");
    for (Row row : rows) {
      lines.add(
          "| %s | `%s` | %s | %s | %s |"
              .formatted(
                  row.attack.group(),
                  row.attack.name(),
                  row.attack.expectedText(),
                  row.answer.text().replace("|", "&#124;").replace("\n", " "),
                  row.verdict()));
    }
    lines.add("");
    lines.add("| besides | expected | found | |");
    lines.add("|---|---|---|---|");
    for (Check check : checks) {
      lines.add(
          "| %s | %s | %s | %s |"
              .formatted(
                  check.name,
                  check.expected,
                  check.found.replace("|", "&#124;").replace("\n", " "),
                  check.verdict()));
    }
    lines.add("");
    lines.add(
        "| honest players during | inputs | ack p50 ms | ack p99 ms | longest gap ms | their own"
            + " process late, p99 ms | server's loops late, p99 ms, at most | |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (Window w : windows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %d | %.1f | %.1f | %.0f | %.1f | %s | %s |",
              w.name(),
              w.inputs(),
              w.p50Ms(),
              w.p99Ms(),
              w.maxGapMs(),
              w.lateMs(),
              w.loopLag(),
              !w.compared() ? "not compared" : LatencyVerdict.disturbed(w) ? "left out" : ""));
    }
    lines.add("");
    lines.add(summary());
    return String.join("\n", lines);
  }

  /** One line. */
  String summary() {
    long good = rows.stream().filter(Row::good).count();
    long skipped = rows.stream().filter(Row::skipped).count();
    long held = checks.stream().filter(Check::good).count();
    long unresolved = checks.stream().filter(c -> c.verdict().contains("not resolvable")).count();
    return String.format(
        Locale.ROOT,
        "%d of %d attacks answered as expected%s; %d of %d checks hold%s.",
        good,
        rows.size(),
        skipped == 0 ? "" : " (" + skipped + " skipped)",
        held - unresolved,
        checks.size(),
        unresolved == 0 ? "" : " (" + unresolved + " not resolvable on this machine)");
  }

  JsonObject toJson() {
    JsonArray attacks = new JsonArray();
    for (Row row : rows) {
      attacks.add(
          new JsonObject()
              .put("name", row.attack.name())
              .put("group", row.attack.group())
              .put("does", row.attack.does())
              .put("expected", new JsonArray(row.attack.expected()))
              .put("answer", row.answer.text())
              .put("good", row.good())
              .put("skipped", row.skipped())
              .put("seconds", row.seconds));
    }
    JsonArray others = new JsonArray();
    for (Check check : checks) {
      others.add(
          new JsonObject()
              .put("name", check.name)
              .put("expected", check.expected)
              .put("found", check.found)
              .put("verdict", check.verdict.replace("*", ""))
              .put("good", check.good));
    }
    JsonArray seen = new JsonArray();
    for (Window w : windows) {
      seen.add(w.toJson());
    }
    return new JsonObject()
        .put("summary", summary())
        .put("bad", bad())
        .put("attacks", attacks)
        .put("checks", others)
        .put("windows", seen);
  }
}
