package dev.backbeat.load.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When honest players are said to be hurt, when not, and when that cannot be told. */
class LatencyVerdictTest {
  private final List<Window> windows = new ArrayList<>();

  private void window(boolean quiet, double p99Ms, double lateMs) {
    windows.add(new Window("w", quiet, true, 100, p99Ms / 2, p99Ms, lateMs, 100, 10, 5));
  }

  private void windows(boolean quiet, double... p99Ms) {
    for (double ms : p99Ms) {
      window(quiet, ms, 1.2);
    }
  }

  private AttackReport.Check verdict() {
    return LatencyVerdict.of(windows, true);
  }

  @Test
  void mediansAreCompared() {
    windows(true, 50, 51, 52);
    windows(false, 90, 53, 54); // One bad window of three decides nothing, but is shown.
    assertTrue(verdict().good());
    assertEquals("as expected", verdict().verdict());
    assertTrue(verdict().found().contains("(53.0 to 90.0)"), verdict().found());
    assertTrue(verdict().found().contains("ratio 1.06"), verdict().found());
  }

  @Test
  void aboveTenPercentIsNotMet() {
    windows(true, 50, 51, 52);
    windows(false, 57, 57, 57);
    assertFalse(verdict().good());
    assertTrue(LatencyVerdict.of(windows, false).good(), "unless it does not decide");
  }

  @Test
  void whereQuietWindowsDifferTooMuchNothingIsPassedOrFailedByChance() {
    windows(true, 50, 55, 70);
    windows(false, 54, 55, 56);
    assertEquals("**not resolvable**", verdict().verdict());
    assertTrue(verdict().found().contains("quiet windows differ by 36 %"), verdict().found());
    windows.removeIf(w -> !w.quiet());
    windows(false, 65, 66, 67); // Above 10 %, but within what quiet windows do by themselves.
    assertEquals("**not resolvable**", verdict().verdict());
    windows.removeIf(w -> !w.quiet());
    windows(false, 75, 76, 77);
    assertFalse(verdict().good(), "above both is not met");
  }

  @Test
  void windowsInWhichThePlayersWereLateAreLeftOutAndCounted() {
    windows(true, 50, 51);
    windows(false, 52);
    window(false, 400, LatencyVerdict.LATE_MS + 0.1);
    assertTrue(verdict().good());
    assertTrue(verdict().found().contains("1 windows left out"), verdict().found());
  }

  @Test
  void tooFewWindowsAreNoMeasurement() {
    windows(true, 50, 51);
    window(false, 52, 90);
    assertFalse(verdict().good());
    assertEquals("**not measured**", verdict().verdict());
    assertTrue(verdict().found().contains("1 of 3 windows"), verdict().found());
  }

  @Test
  void windowsThatAreNotComparedDoNotCount() {
    windows(true, 50, 51);
    windows(false, 52);
    windows.add(new Window("fault", false, false, 100, 900, 900, 900, 100, 10, 5));
    assertTrue(verdict().good());
  }

  @Test
  void loopLagIsThatOfTheWindow() {
    LoopLag lag = new LoopLag();
    assertTrue(Double.isNaN(lag.takeP99Ms("nothing 1\n")));
    assertEquals(1_000, lag.takeP99Ms(lag(90, 98, 100)), "2 of 100 above 10 ms");
    assertEquals(1, lag.takeP99Ms(lag(190, 198, 200)), "100 more, all within 1 ms");
    assertEquals(10, lag.takeP99Ms(lag(190, 298, 300)));
  }

  private static String lag(int within1, int within10, int all) {
    String name = "backbeat_loop_lag_seconds_bucket{le=";
    return "%s\"0.001\"} %d\n%s\"0.01\"} %d\n%s\"1.0\"} %d\n%s\"+Inf\"} %d\n"
        .formatted(name, within1, name, within10, name, all, name, all);
  }

  @Test
  void whatIsNotMeasuredFails() {
    assertFalse(Aftermath.memory("heap", -1, 5, 6, "no jcmd").good());
    assertFalse(Aftermath.memory("heap", 5, -1, 6, "no jcmd").good());
    assertTrue(Aftermath.memory("heap", -1, 5, 6, "no jcmd").found().contains("not measured"));
    assertTrue(Aftermath.memory("heap", 5, 6, 6, "").good());
    assertFalse(Aftermath.memory("heap", 5, 7, 6, "").good());
    assertEquals(-1, Footprint.directBytes("backbeat_netty_direct_bytes 5.0\n"));
    assertEquals(
        7,
        Footprint.directBytes(
            "backbeat_netty_direct_bytes 5.0\njvm_buffer_memory_used_bytes{id=\"direct\"} 7.0\n"));
  }

  @Test
  void whatIsSkippedFailsUnlessAllowed() {
    Attack attack = new Attack("a", "g", "x", List.of("closed"), t -> Answer.CLOSED);
    Answer skipped = new Answer(ServerFaults.SKIPPED + "no tool");
    List<AttackReport.Row> rows = List.of(new AttackReport.Row(attack, skipped, 1));
    assertEquals(1, new AttackReport(rows, List.of(), List.of(), false).bad());
    assertEquals(0, new AttackReport(rows, List.of(), List.of(), true).bad());
    assertTrue(rows.get(0).verdict().contains("skipped"));
  }
}
