package dev.backbeat.load.compare;

import dev.backbeat.load.page.HtmlPage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.TreeMap;

/** The comparison as one HTML file: the tables, and a chart per measure with the spreads in it. */
final class HtmlComparison {
  private HtmlComparison() {}

  static String render(Comparison comparison) {
    JsonArray cases = new JsonArray();
    for (int turnEvery : comparison.cases()) {
      cases.add(table(ReportTable.of(comparison, turnEvery)));
    }
    JsonArray leftOut = new JsonArray();
    JsonArray notes = new JsonArray();
    for (Comparison.Server server : comparison.servers()) {
      if (!server.leftOut().isEmpty()) {
        leftOut.add(server.name() + " was left out: " + server.leftOut());
      }
      if (!server.note().isEmpty()) {
        notes.add(server.name() + ": " + server.note());
      }
    }
    JsonObject data =
        new JsonObject()
            .put("machine", new JsonObject(new TreeMap<>(comparison.machine())))
            .put("settings", new JsonObject(new TreeMap<>(comparison.settings())))
            .put("measures", measures())
            .put("cases", cases)
            .put("left_out", leftOut)
            .put("notes", notes);
    return HtmlPage.render("compare", data);
  }

  private static JsonArray measures() {
    JsonArray measures = new JsonArray();
    for (Measure m : Measure.values()) {
      measures.add(
          new JsonObject()
              .put("id", m.name())
              .put("title", m.title())
              .put("unit", m.unit())
              .put("decimals", m.decimals())
              .put("more_is_better", m.moreIsBetter()));
    }
    return measures;
  }

  private static JsonObject table(ReportTable table) {
    JsonArray rows = new JsonArray();
    for (ReportTable.Row row : table.rows()) {
      JsonObject cells = new JsonObject();
      row.cells().forEach((measure, cell) -> cells.put(measure.name(), cell(table, row, measure)));
      rows.add(
          new JsonObject()
              .put("name", row.server().name())
              .put("version", row.server().version())
              .put("backbeat", row.server().isBackbeat())
              .put("kept_up", row.keptUp())
              .put("cells", cells));
    }
    return new JsonObject()
        .put("turn_every", table.turnEvery())
        .put("title", Shape.caseName(table.turnEvery()))
        .put("rows", rows);
  }

  private static JsonObject cell(ReportTable table, ReportTable.Row row, Measure measure) {
    ReportTable.Cell cell = row.cell(measure);
    Spread s = cell.spread();
    JsonObject json =
        new JsonObject()
            .put("count", s.count())
            .put("at_least", cell.atLeast())
            .put("disturbed", cell.disturbed());
    if (s.measured()) {
      json.put("median", s.median()).put("min", s.min()).put("max", s.max());
    }
    ReportTable.Row backbeat = table.backbeat();
    if (backbeat != null && backbeat != row) {
      ReportTable.Ratio ratio = ReportTable.ratio(backbeat, row, measure);
      if (!Double.isNaN(ratio.value())) {
        json.put("ratio", ratio.value()).put("ratio_bound", ratio.bound());
      }
    }
    return json;
  }
}
