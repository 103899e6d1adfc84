package dev.backbeat.load.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MarkedBlockTest {
  private static final String B = "<!-- table: begin -->";
  private static final String E = "<!-- table: end -->";

  private final MarkedBlock block = new MarkedBlock("table");

  @Test
  void onlyWhatIsBetweenChanges() {
    String once = block.replace("# A\n" + B + "\nold\nold\n" + E + "\n\nend\n", "new $1\n");
    assertEquals("# A\n" + B + "\n\nnew $1\n\n" + E + "\n\nend\n", once);
    assertEquals(once, block.replace(once, "new $1"), "twice is as once");
  }

  @Test
  void linesThatAreMissingOrThereTwiceAreRefused() {
    for (String text : new String[] {"", B, E, E + B, B + B + E, B + E + E}) {
      assertThrows(CompareException.class, () -> block.replace(text, "x"), text);
    }
  }
}
