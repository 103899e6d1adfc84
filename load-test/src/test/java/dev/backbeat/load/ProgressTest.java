package dev.backbeat.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void printsALineNowAndThenAndTheLastOne() {
    Progress progress = new Progress(out, false, false);
    for (int i = 0; i <= 100; i++) {
      progress.show("ramp", i, 100, "joined", 5 * SECOND_NS + i * SECOND_NS / 20);
    }
    String said = bytes.toString(StandardCharsets.UTF_8);
    assertEquals(4, said.lines().count(), "at 0, 2 and 4 s and at the end: " + said);
    assertTrue(said.contains("[##############################] 100/100 joined"), said);
    assertTrue(said.contains("[..............................] 0/100 joined"), said);
  }

  @Test
  void overwritesOneLineOnATerminal() {
    Progress progress = new Progress(out, false, true);
    progress.show("ramp", 1, 2, "", 0);
    progress.show("ramp", 2, 2, "", 1);
    String said = bytes.toString(StandardCharsets.UTF_8);
    assertEquals(2, said.split("\r", -1).length - 1);
    assertEquals(1, said.split("\n", -1).length - 1);
  }

  @Test
  void quietIsQuiet() {
    Progress progress = new Progress(out, true, true);
    progress.show("ramp", 2, 2, "", 0);
    progress.say("a sentence");
    assertEquals(0, bytes.size());
  }
}
