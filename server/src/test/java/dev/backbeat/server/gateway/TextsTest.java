package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void namesAreTrimmedAndCountedInCodePoints() {
    assertEquals("Ada Lovelace", Texts.name("  Ada \t Lovelace "));
    assertEquals("", Texts.name("   "));
    String rockets = "\uD83D\uDE80".repeat(18);
    assertEquals(rockets, Texts.name(rockets), "18 characters, 36 UTF-16 units, 72 bytes");
    assertNull(Texts.name(rockets + "!"), "73 bytes");
    assertEquals("王".repeat(24), Texts.name("王".repeat(24)));
    assertNull(Texts.name("x".repeat(25)));
    assertEquals("Ζωή 王小明", Texts.name("Ζωή 王小明"));
  }

  @Test
  void namesWithoutRoomForTricks() {
    for (String bad :
        new String[] {
          "a\u0007b", // bell
          "a\u202eb", // right-to-left override
          "a\u2066b", // isolate
          "a\u200eb", // mark
          "\ud800", // half a surrogate pair
          "a\u2028b", // line separator
          "\u200d", // joins nothing
          "\u3164", // a filler: a letter that looks like a space
          "Bob\u3164",
          "\u2800", // Braille without dots
          "\ufe0f", // a variation of nothing
          "\ue000" // private use
        }) {
      assertNull(Texts.name(bad), () -> "accepted " + bad.codePoints().boxed().toList());
    }
    String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
    assertEquals(family, Texts.name(family), "a joiner between emoji is fine");
  }

  @Test
  void textIsInNormalFormC() {
    assertEquals("Am\u00e9lie", Texts.name("Ame\u0301lie"));
    assertEquals("\uff21\ufb01", Texts.name("\uff21\ufb01"), "full width and ligatures stay");
    assertEquals("\u00e9", Texts.chat("e\u0000\u0301", 200), "what stood between is gone");
    assertEquals(24, Texts.name("e\u0301".repeat(24)).length(), "48 code points as typed");
  }

  @Test
  void accentsDoNotPileUp() {
    String piled = "Z" + "\u0335".repeat(30);
    assertNull(Texts.name("Z" + "\u0335".repeat(5)));
    assertEquals("Z" + "\u0335".repeat(4), Texts.name("Z" + "\u0335".repeat(4)));
    assertEquals("Z" + "\u0335".repeat(4), Texts.chat(piled, 200));
    assertNull(Texts.chat("\u0335\u0336", 200), "accents on nothing");
  }

  @Test
  void lengthCountsBytesToo() {
    assertEquals("\u738b".repeat(10), Texts.chat("\u738b".repeat(10), 10), "30 bytes");
    assertNull(Texts.chat("\uD83D\uDE80".repeat(8), 10), "32 bytes");
    assertNull(Texts.name("a\uffffb"), "no character at all");
  }

  @Test
  void chatLosesWhatItMayNotHave() {
    assertEquals("one two", Texts.chat("one\n\u202etwo\u0000", 200));
    assertNull(Texts.chat("\u202e\n ", 200));
    assertNull(Texts.chat("", 200));
    assertEquals("x".repeat(200), Texts.chat("x".repeat(200), 200));
    assertNull(Texts.chat("x".repeat(201), 200));
  }
}
