package dev.backbeat.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The report: one HTML file with everything in it, the chart library included, so that it can be
 * mailed and read without a network. The page forbids itself any request.
 */
final class HtmlReport {
  private static final String FOLDER = "/dev/backbeat/load/";
  private static final String CHART_JS =
      "/META-INF/resources/webjars/chart.js/%s/dist/chart.umd.min.js";

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
    // "<" must not end the script element that carries the data.
    String json = data.encode().replace("<", "\\u003c");
    return resource(FOLDER + "report.html")
        .replace("{{css}}", resource(FOLDER + "report.css"))
        .replace("{{chart}}", resource(CHART_JS.formatted(chartVersion())))
        .replace("{{script}}", resource(FOLDER + "report.js"))
        .replace("{{data}}", json);
  }

  /** The build writes the WebJar's version into this resource. */
  private static String chartVersion() {
    return resource(FOLDER + "chart-version.txt").strip();
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
