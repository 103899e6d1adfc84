package dev.backbeat.load;

import dev.backbeat.load.page.HtmlPage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The report: one HTML file with everything in it, the chart library included, so that it can be
 * mailed and read without a network. The page forbids itself any request.
 */
final class HtmlReport {
  private HtmlReport() {}

  static String render(Results results, Instant at) {
    JsonObject data = ResultsJson.of(results);
    JsonArray figures = new JsonArray();
    for (Metric metric : Metric.values()) {
      figures.add(
          new JsonObject()
              .put("name", metric.jsonName())
              .put("unit", metric.isBoolean() ? "" : metric.unit())
              .put("meaning", metric.meaning()));
    }
    data.put("figures", figures);
    data.put("at", at.truncatedTo(ChronoUnit.SECONDS).toString());
    return HtmlPage.render("report", data);
  }
}
