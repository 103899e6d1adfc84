package dev.backbeat.load.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The catalogue, and that docs/attacks.md has it. */
class CatalogueTest {
  private static final String BEGIN = "<!-- catalogue -->";
  private static final String END = "<!-- end of catalogue -->";

  @Test
  void thePageHasTheCatalogue() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "attacks.md"));
    int from = page.indexOf(BEGIN) + BEGIN.length();
    assertEquals(
        Catalogue.markdown().strip(),
        page.substring(from, page.indexOf(END)).strip(),
        "replace the block by what attack --list prints");
    assertTrue(page.contains(AttackCommand.serverOptions()), AttackCommand.serverOptions());
  }

  @Test
  void namesAreUniqueAndEveryRowSaysWhatIsRight() {
    Set<String> names = new HashSet<>(Catalogue.groups());
    for (Attack attack : Catalogue.rows()) {
      assertTrue(names.add(attack.name()), attack.name());
      assertFalse(attack.does().isBlank(), attack.name());
      assertFalse(attack.expected().isEmpty(), attack.name());
      assertFalse(attack.expectedText().contains("|"), attack.name());
    }
    long attacks = Catalogue.rows().stream().filter(a -> !a.group().equals(Rfc6455.GROUP)).count();
    assertTrue(attacks >= 60, attacks + " attacks besides RFC 6455");
  }

  @Test
  void rowsAndGroupsCanBeChosen() {
    Map<String, List<Attack>> chosen = Catalogue.chosen(List.of("resets", "unmasked"));
    assertEquals(Set.of("frames", "resets"), chosen.keySet());
    assertEquals(1, chosen.get("frames").size());
    assertEquals(Catalogue.groups(), Catalogue.chosen(List.of()).keySet());
    assertThrows(
        IllegalArgumentException.class, () -> Catalogue.chosen(List.of("unmasked", "nothing")));
  }

  @Test
  void onlyAnswersOfTheCatalogueAreExpected() {
    Attack attack = new Attack("a", "g", "x", List.of("close 1002 ERROR_A", "closed"), t -> null);
    assertTrue(attack.expects(Answer.close(1002, "ERROR_A")));
    assertTrue(attack.expects(Answer.CLOSED));
    assertFalse(attack.expects(Answer.close(1007, "ERROR_A")));
    assertFalse(attack.expects(Answer.NOTHING));
    assertFalse(attack.expects(Answer.all(List.of(Answer.CLOSED, Answer.NOTHING))));
    assertTrue(attack.expects(Answer.all(List.of(Answer.CLOSED, Answer.CLOSED))));
  }

  @Test
  void stackTracesAndLongLogsAreSeen() {
    List<String> trace = List.of("ERROR x failed", "java.lang.X: y", "\tat a.b.C.d(C.java:5)");
    assertTrue(LogCheck.complaint(trace, 10).contains("stack trace"));
    assertEquals("3 lines", LogCheck.complaint(List.of("a", "at noon", "c"), 2));
    assertEquals(null, LogCheck.complaint(List.of("looked at a.b", "b"), 2));
  }

  @Test
  void framesAreThoseOfTheStandard() {
    // RFC 6455 section 5.7: a single-frame masked text message "Hello".
    byte[] hello = {
      (byte) 0x81, (byte) 0x85, 0x37, (byte) 0xfa, 0x21, 0x3d, 0x7f, (byte) 0x9f, 0x4d, 0x51, 0x58
    };
    assertEquals(List.of(boxed(hello)), List.of(boxed(Frames.text("Hello"))));
    assertEquals(126, Frames.of(Frames.BINARY, new byte[200])[1] & 0x7f);
    assertEquals(127, Frames.of(Frames.BINARY, new byte[70_000])[1] & 0x7f);
    assertEquals(127, Frames.longer(Frames.BINARY, new byte[1], 8)[1] & 0x7f);
    for (int length : new int[] {0, 3, 125, 126, 127, 128, 130, 131, 4_096, 65_536}) {
      assertEquals(length, Rfc6455.message(length).length);
    }
  }

  private static String boxed(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
