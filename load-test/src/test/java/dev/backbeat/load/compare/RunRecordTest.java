package dev.backbeat.load.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.load.compare.SustainedSearch.Verdict;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class RunRecordTest {
  private static final Shape PROBE = Runs.settings(1, 1).probe(1, 3_000);

  private static RunRecord run(JsonObject figures) {
    return Runs.run("a", PROBE, 1, 1, figures, Runs.QUIET);
  }

  private static JsonObject with(String key, Object value) {
    return Runs.figures(10).put(key, value);
  }

  @Test
  void everyConditionOfSustainingCounts() {
    assertEquals(Verdict.HELD, run(Runs.figures(10)).verdict());
    assertEquals(Verdict.HELD, run(with("delivered_hz", 19.0)).verdict());
    assertEquals(Verdict.NOT_HELD, run(with("delivered_hz", 18.99)).verdict());
    assertEquals(Verdict.HELD, run(with("ack_p99_ms", 250)).verdict());
    assertEquals(Verdict.NOT_HELD, run(with("ack_p99_ms", 250.1)).verdict());
    assertEquals(Verdict.NOT_HELD, run(with("ack_p99_ms", null)).verdict(), "none came back");
    JsonObject closed = new JsonObject().put("closed_1001", 1);
    assertEquals(Verdict.NOT_HELD, run(with("errors_by_kind", closed)).verdict());
    JsonObject late = new JsonObject().put("unacknowledged_input", 7);
    assertEquals(Verdict.HELD, run(with("errors_by_kind", late)).verdict(), "nobody was lost");
    assertEquals(Verdict.NOT_HELD, Runs.failed("a", PROBE, 1, 1, "the server ended").verdict());
  }

  @Test
  void aLateGeneratorIsNoExcuseForAServerWhoseCoreIsFull() {
    JsonObject slow = with("delivered_hz", 15).put("valid", false).put("server_cpu_cores", 0.7);
    assertEquals(Verdict.GENERATOR_LIMIT, run(slow).verdict());
    assertEquals(Verdict.NOT_HELD, run(slow.copy().put("server_cpu_cores", 0.99)).verdict());
    assertEquals(Verdict.NOT_HELD, run(slow.copy().put("valid", true)).verdict());
    assertEquals(Verdict.HELD, run(with("valid", false)).verdict(), "late, but all was well");
  }

  @Test
  void onlyAFailureIsDisturbed() {
    JsonObject slow = with("delivered_hz", 15);
    assertEquals(Verdict.DISTURBED, Runs.run("a", PROBE, 1, 1, slow, Runs.BUSY).verdict());
    assertEquals(Verdict.HELD, Runs.run("a", PROBE, 1, 1, Runs.figures(10), Runs.BUSY).verdict());
  }

  @Test
  void cleanIsQuietAndPunctual() {
    assertTrue(run(Runs.figures(10)).clean());
    assertFalse(run(with("valid", false)).clean());
    assertTrue(run(with("valid", false).put("server_cpu_cores", 0.97)).clean(), "its own fault");
    assertFalse(Runs.run("a", PROBE, 1, 1, Runs.figures(10), Runs.BUSY).clean());
    assertFalse(Runs.failed("a", PROBE, 1, 1, "x").clean());
  }

  @Test
  void jsonKeepsEverything() {
    for (RunRecord record :
        new RunRecord[] {run(Runs.figures(10)), Runs.failed("a", PROBE, 2, 2, "no\nway")}) {
      assertEquals(record, RunRecord.fromJson(new JsonObject(record.toJson().encode())));
    }
  }
}
