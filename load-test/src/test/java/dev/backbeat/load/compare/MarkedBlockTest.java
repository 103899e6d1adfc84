package dev.backbeat.load.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MarkedBlockTest {
  private static final String B = MarkedBlock.BEGIN;
  private static final String E = MarkedBlock.END;

  @Test
  void onlyWhatIsBetweenChanges() {
    String once = MarkedBlock.replace("# A\n" + B + "\nold\nold\n" + E + "\n\nend\n", "new $1\n");
    assertEquals("# A\n" + B + "\n\nnew $1\n\n" + E + "\n\nend\n", once);
    assertEquals(once, MarkedBlock.replace(once, "new $1"), "twice is as once");
  }

  @Test
  void linesThatAreMissingOrThereTwiceAreRefused() {
    for (String text : new String[] {"", B, E, E + B, B + B + E, B + E + E}) {
      assertThrows(CompareException.class, () -> MarkedBlock.replace(text, "x"), text);
    }
  }
}
