package dev.backbeat.client.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.client.lab.LabScript.Action;
import dev.backbeat.client.lab.LabScript.Step;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabScriptTest {
  private static final long MS = 1_000_000;
  private static final NetworkSettings START = NetworkSettings.ofRoundTrip(100 * MS, 20 * MS);

  private static NetworkSettings after(String line) {
    return LabScript.changed(START, LabScript.parse(line).steps().get(0));
  }

  @Test
  void stepsComeByTheirTimeWithTheirLine() {
    LabScript script =
        LabScript.parse("# a comment\n\nat 30s reset # the end\r\n  at 10s   stall down 2s\n");
    assertEquals(2, script.steps().size());
    Step first = script.steps().get(0);
    assertEquals(10_000 * MS, first.atNs());
    assertEquals(4, first.line());
    Action.Stall stall = assertInstanceOf(Action.Stall.class, first.actions().get(0));
    assertEquals(EnumSet.of(Direction.DOWN), stall.directions());
    assertEquals(2_000 * MS, stall.lengthNs());
    Step second = script.steps().get(1);
    assertEquals(3, second.line());
    assertEquals(List.of(new Action.Reset()), second.actions());
    assertEquals(LabScript.EMPTY, LabScript.parse(" \n# nothing\n"));
  }

  @Test
  void oneLineCanDoSeveralThings() {
    Step step = LabScript.parse("at 5s reset stall 1s delay 40ms bandwidth 1MB/s").steps().get(0);
    assertEquals(4, step.actions().size());
    assertInstanceOf(Action.Reset.class, step.actions().get(0));
    Action.Stall stall = assertInstanceOf(Action.Stall.class, step.actions().get(1));
    assertEquals(EnumSet.allOf(Direction.class), stall.directions());
    NetworkSettings changed = LabScript.changed(START, step);
    assertEquals(40 * MS, changed.roundTripNs());
    assertEquals(1_000_000, changed.down().bytesPerSecond());
  }

  @Test
  void delaysAndJitter() {
    assertEquals(
        NetworkSettings.ofRoundTrip(200 * MS, 50 * MS), after("at 1s delay 200ms jitter 50ms"));
    assertEquals(NetworkSettings.ofRoundTrip(200 * MS, 20 * MS), after("at 1s delay 200ms"));
    assertEquals(NetworkSettings.ofRoundTrip(100 * MS, 60 * MS), after("at 1s jitter 60ms"));
    assertEquals(
        START.with(Direction.UP, p -> p.withDelay(80 * MS, 10 * MS)), after("at 1s delay up 80ms"));
    assertEquals(
        START.with(Direction.UP, p -> p.withDelay(80 * MS, 5 * MS)),
        after("at 1s delay up 80ms jitter 5ms"));
    assertEquals(
        START.with(Direction.DOWN, p -> p.withDelay(50 * MS, 30 * MS)),
        after("at 1s jitter down 30ms"));
  }

  @Test
  void theOtherFigures() {
    assertEquals(
        START.with(Direction.UP, p -> p.withBytesPerSecond(8_000)),
        after("at 1s bandwidth up 8kB/s"));
    assertEquals(START.withBoth(p -> p.withBufferBytes(9_000)), after("at 1s buffer 9kB"));
    assertEquals(
        START.withBoth(p -> p.withStalls(new Stalls(2_000 * MS, 30_000 * MS))),
        after("at 1s stall 2s every 30s"));
    assertEquals(START, after("at 1s stall none"));
    assertEquals(START.withResetAfter(60_000 * MS), after("at 1s reset-after 1m"));
    assertEquals(LabProfile.SATELLITE.network(), after("at 1s profile satellite"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10s stall 2s | a line begins with 'at', not with '10s'",
        "at | the line ends where a time should be",
        "at soon reset | 'soon' is not a duration such as 20ms, 2s or 1m",
        "at 5s | the line ends where what happens should be",
        "at 5s explode | 'explode' is none of delay, jitter, bandwidth",
        "at 5s reset 3s | '3s' is none of delay",
        "at 5s delay | the line ends where a delay should be",
        "at 5s delay sideways 2ms | 'sideways' is not a duration",
        "at 5s stall 30s every 2s | a stall must be shorter",
        "at 5s bandwidth 64 | '64' is not a bandwidth such as 64kB/s",
        "at 5s profile 5g | there is no profile '5g'",
      })
  void whatIsWrongAndInWhichLine(String line, String message) {
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () -> LabScript.parse("# first\nat 1s reset\n" + line + "\nat 2s reset"))
            .getMessage();
    assertTrue(said.startsWith("line 3: " + message), said);
  }
}
