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
 */
record AttackReport(List<Row> rows, List<Check> checks, List<HonestPlayers.Window> windows) {
  /** A row and what came of it. */
  record Row(Attack attack, Answer answer, double seconds) {
    boolean good() {
      return attack.expects(answer);
    }

    boolean skipped() {
      return answer.text().startsWith(ServerFaults.SKIPPED);
    }

    String verdict() {
      return skipped() ? "skipped" : good() ? "as expected" : "**not as expected**";
    }
  }

  /** Something else that must hold. */
  record Check(String name, String expected, String found, boolean good) {
    String verdict() {
      return good ? "as expected" : "**not as expected**";
    }
  }

  /** How many rows and checks are not as expected. */
  long bad() {
    return rows.stream().filter(row -> !row.good() && !row.skipped()).count()
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
    lines.add("| honest players during | inputs | ack p50 ms | ack p99 ms | longest gap ms |");
    lines.add("|---|---|---|---|---|");
    for (HonestPlayers.Window w : windows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %d | %.1f | %.1f | %.0f |",
              w.name(),
              w.ackUs().getTotalCount(),
              w.p50Ms(),
              w.p99Ms(),
              w.maxGapMs()));
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
    return String.format(
        Locale.ROOT,
        "%d of %d attacks answered as expected%s; %d of %d checks hold.",
        good,
        rows.size(),
        skipped == 0 ? "" : " (" + skipped + " skipped)",
        held,
        checks.size());
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
              .put("good", check.good));
    }
    JsonArray seen = new JsonArray();
    for (HonestPlayers.Window w : windows) {
      seen.add(
          new JsonObject()
              .put("name", w.name())
              .put("quiet", w.quiet())
              .put("inputs", w.ackUs().getTotalCount())
              .put("ack_p50_ms", w.p50Ms())
              .put("ack_p99_ms", w.p99Ms())
              .put("max_gap_ms", w.maxGapMs())
              .put("ticks", w.ticks()));
    }
    return new JsonObject()
        .put("summary", summary())
        .put("bad", bad())
        .put("attacks", attacks)
        .put("checks", others)
        .put("windows", seen);
  }
}
