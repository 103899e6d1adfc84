package dev.backbeat.load.page;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Fills a page's template with what stands beside it in the jar, and with data. */
public final class HtmlPage {
  private static final String FOLDER = "/dev/backbeat/load/";
  private static final String STYLE = "report.css";
  private static final String SHARED_SCRIPT = "page.js";
  private static final String CHART_VERSION = "chart-version.txt";
  private static final String CHART_JS =
      "/META-INF/resources/webjars/chart.js/%s/dist/chart.umd.min.js";

  private HtmlPage() {}

  /**
   * A whole page.
   *
   * @param name of the template {@code name.html} and the script {@code name.js}, which finds what
   *     {@code page.js} declares
   * @param data that the script finds in the element {@code data}
   */
  public static String render(String name, JsonObject data) {
    // "<" must not end the script element that carries the data.
    String json = data.encode().replace("<", "\\u003c");
    String version = resource(FOLDER + CHART_VERSION).strip();
    return resource(FOLDER + name + ".html")
        .replace("{{css}}", resource(FOLDER + STYLE))
        .replace("{{chart}}", resource(CHART_JS.formatted(version)))
        .replace("{{script}}", resource(FOLDER + SHARED_SCRIPT) + resource(FOLDER + name + ".js"))
        .replace("{{data}}", json);
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
