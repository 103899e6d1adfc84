package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ReportTest {
  /** 2 clients for 10 s at 20 Hz, 5 players in view. */
  static LoopStats stats() {
    LoopStats s = new LoopStats();
    for (int i = 1; i <= 1000; i++) {
      s.ack.recordValue(i * 50L);
      s.late.recordValue(i);
      s.jitter.recordValue(i * 2L);
    }
    s.seconds = 10;
    s.deliveredHz.addAll(List.of(20.0, 19.0));
    s.frames = 390;
    s.messages = 400;
    s.bytes = 11_700;
    s.sendTicks = 390;
    s.inputsSent = 400;
    s.inputMessages = 200;
    s.leads = 390;
    s.lateInputs = 39;
    s.busyShare = 0.949;
    s.decodingClients = 1;
    s.playerTicks = 1000;
    s.decodedTicks = 200;
    return s;
  }

  static Results results(String slo, long errors, LoopStats stats) {
    LoadSettings settings = TestSettings.of(1, 2, 1, 0.5, slo);
    Histogram joins = LoopStats.histogram();
    joins.recordValue(2000);
    joins.recordValue(4000);
    Map<Metric, Double> figures =
        Tally.figures(
            settings,
            stats,
            new Tally.Joins(2, joins, 0.5),
            new Tally.Edge(reading(3), 1),
            new Tally.Edge(reading(8), 3),
            errors,
            0);
    Map<String, ErrorCounts.Entry> kinds =
        errors == 0
            ? Map.of()
            : Map.of("closed_1001", new ErrorCounts.Entry(errors, "</script><b>drained"));
    Sample sample = new Sample(1, true, 20, 49, 39, 1.2, 0.1, 0.3, 0.5, 150, 0.2, Double.NaN);
    return new Results(
        settings, figures, kinds, List.of(), List.of(sample), Tally.curve(stats.ack), List.of());
  }

  /** Half a core, two fifths of it in user mode. */
  private static ServerProbe.Reading reading(double cpuSeconds) {
    ProcessProbe.Cpu cpu = new ProcessProbe.Cpu(0.4 * cpuSeconds, 0.6 * cpuSeconds, cpuSeconds);
    return new ServerProbe.Reading(
        (long) (cpuSeconds * 2e9), cpu, 150e6, Optional.empty(), Optional.empty());
  }

  @Test
  void figuresFollowTheirDefinitions() {
    Results r = results("", 0, stats());
    assertEquals(19.5, r.figure(Metric.DELIVERED_HZ));
    assertEquals(19.5, r.figure(Metric.DELIVERED_HZ_MEDIAN));
    assertEquals(19, r.figure(Metric.DELIVERED_HZ_MIN));
    assertEquals(25, r.figure(Metric.ACK_P50_MS), 0.1);
    assertEquals(49.5, r.figure(Metric.ACK_P99_MS), 0.1);
    assertEquals(50, r.figure(Metric.ACK_MAX_MS), 0.1);
    assertEquals(585, r.figure(Metric.BYTES_PER_CLIENT_PER_S));
    assertEquals(5, r.figure(Metric.PLAYERS_IN_VIEW));
    assertEquals(6, r.figure(Metric.BYTES_PER_ENTITY_UPDATE), 1e-9, "11700 / (5 x 390)");
    assertEquals(0.5, r.figure(Metric.SERVER_CPU_CORES));
    assertEquals(5e6 / 390, r.figure(Metric.SERVER_CPU_US_PER_FRAME), 1e-6);
    assertEquals(2e6 / 390, r.figure(Metric.SERVER_USER_US_PER_FRAME), 1e-6);
    assertEquals(3e6 / 390, r.figure(Metric.SERVER_SYSTEM_US_PER_FRAME), 1e-6);
    assertEquals(20, r.figure(Metric.INPUTS_PER_CLIENT_PER_S), 1e-9);
    assertEquals(10, r.figure(Metric.MESSAGES_SENT_PER_CLIENT_PER_S), 1e-9);
    assertEquals(150, r.figure(Metric.SERVER_RSS_MB));
    assertEquals(0.2, r.figure(Metric.GENERATOR_CPU_CORES), 1e-9);
    assertEquals(0.1, r.figure(Metric.LATE_INPUTS_SHARE), 1e-9);
    assertEquals(1, r.figure(Metric.VALID));
    assertTrue(r.good());
  }

  @Test
  void aLateSaturatedOrStalledGeneratorIsNotValid() {
    LoopStats late = stats();
    late.late.recordValueWithCount(25_100, 11);
    Results r = results("valid>=1", 0, late);
    assertEquals(1, r.figure(Metric.GENERATOR_LATE));
    assertEquals(0, r.figure(Metric.VALID));
    assertFalse(r.good());
    LoopStats saturated = stats();
    saturated.busyShare = 0.951;
    assertEquals(1, results("", 0, saturated).figure(Metric.GENERATOR_SATURATED));
    assertEquals(0, results("", 0, saturated).figure(Metric.VALID));
    LoopStats stalled = stats();
    stalled.stalls = 1;
    assertEquals(0, results("", 0, stalled).figure(Metric.VALID));
    assertEquals(0, results("", 0, new LoopStats()).figure(Metric.VALID), "nothing measured");
  }

  @Test
  void errorsAndBrokenObjectivesAreNotGood() {
    assertFalse(results("", 1, stats()).good());
    assertTrue(results("ack_p99_ms<100,delivered_hz>19", 0, stats()).good());
    assertFalse(results("ack_p99_ms<10,delivered_hz>19", 0, stats()).good());
    assertFalse(results("server_tick_p99_ms<10", 0, stats()).good(), "not measured");
  }

  @Test
  void theJsonHasEveryFigureAndNoSecret() {
    JsonObject json = ResultsJson.of(results("errors<1", 3, stats()));
    for (Metric metric : Metric.values()) {
      assertTrue(json.containsKey(metric.jsonName()), metric.jsonName());
    }
    assertEquals(true, json.getValue("valid"));
    assertEquals(false, json.getValue("generator_late"));
    assertEquals(3L, json.getValue("errors"));
    assertEquals(3L, json.getJsonObject("errors_by_kind").getValue("closed_1001"));
    assertNull(json.getValue("server_tick_p99_ms"), "not measured is null");
    assertFalse(json.getJsonArray("slo").getJsonObject(0).getBoolean("met"));
    assertFalse(json.encode().contains("secret"), "a key or a ticket");
  }

  @Test
  void theReportHasTheDataAndNeedsNoNetwork() {
    String html =
        HtmlReport.render(results("ack_p99_ms<100", 3, stats()), Instant.ofEpochSecond(0));
    Matcher data =
        Pattern.compile(
                "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL)
            .matcher(html);
    assertTrue(data.find());
    JsonObject json = new JsonObject(data.group(1));
    assertEquals(19.5, json.getDouble("delivered_hz"));
    assertEquals(1, json.getJsonArray("samples").size());
    assertEquals(
        "</script><b>drained", json.getJsonObject("error_examples").getString("closed_1001"));
    assertFalse(html.contains("</script><b>"), "data must not end its element");
    assertTrue(html.contains("Chart.js v"), "the chart library is inside");
    assertTrue(html.contains("default-src 'none'"), "the page forbids itself any request");
    assertFalse(html.contains("{{"), "a placeholder is left");
    Matcher external =
        Pattern.compile("<(script|img|iframe|link)[^>]+(src|href)|url\\(|@import").matcher(html);
    assertFalse(external.find(), "something from outside");
  }
}
