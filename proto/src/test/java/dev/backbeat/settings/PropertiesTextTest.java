package dev.backbeat.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertiesTextTest {
  private static final String ALPHABET = "ab=: \t\\#!\n\r\u000cué\"";

  @TempDir Path dir;

  @Test
  void keysHaveTheLineOnWhichTheyStart() {
    Map<String, Setting> read =
        PropertiesText.parse(
            "f", "# c \\\na = 1\r\n\n  b : two \\\n   # lines \\\\\n! x\nc\td\nlast");
    assertEquals(new Setting("1", "f:2"), read.get("a"));
    assertEquals(new Setting("two # lines \\", "f:4"), read.get("b"));
    assertEquals(new Setting("d", "f:7"), read.get("c"));
    assertEquals(new Setting("", "f:8"), read.get("last"));
    assertEquals(4, read.size());
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstKey() {
    assertEquals("1", PropertiesText.parse("f", "\uFEFFa=1").get("a").value());
  }

  @Test
  void aKeySetTwiceIsRefused() {
    SettingsException e =
        assertThrows(
            SettingsException.class, () -> PropertiesText.parse("f", "a=1\nb=2\n\\u0061 = 1"));
    assertEquals("f:3: 'a' is set a second time, first in f:1", e.getMessage());
  }

  @Test
  void badEscapesEncodingsAndSizesAreRefused() throws IOException {
    SettingsException e =
        assertThrows(SettingsException.class, () -> PropertiesText.parse("f", "\na=\\u12g4"));
    assertTrue(e.getMessage().startsWith("f:2: "), e.getMessage());
    Path latin = Files.write(dir.resolve("latin"), new byte[] {'a', '=', (byte) 0xe9});
    assertThrows(SettingsException.class, () -> PropertiesText.read(latin));
    Path huge = Files.write(dir.resolve("huge"), new byte[PropertiesText.MAX_BYTES + 1]);
    assertThrows(SettingsException.class, () -> PropertiesText.read(huge));
    assertThrows(SettingsException.class, () -> PropertiesText.read(dir));
  }

  /** Against the JDK's own parser, on texts made of what matters to it. */
  @Test
  void readsWhatTheJdkReads() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int compared = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(24); n > 0; n--) {
        text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      Map<String, Setting> ours;
      try {
        ours = PropertiesText.parse("f", text.toString());
      } catch (SettingsException e) {
        continue; // Twice the same key, or a bad escape.
      }
      Properties theirs = new Properties();
      theirs.load(new StringReader(text.toString()));
      Map<String, String> expected = new TreeMap<>();
      theirs.stringPropertyNames().forEach(k -> expected.put(k, theirs.getProperty(k).strip()));
      // Of a lone backslash the JDK makes an empty key or nothing, by what ends the line.
      expected.remove("");
      Map<String, String> actual =
          ours.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey, e -> e.getValue().value(), (a, b) -> b, TreeMap::new));
      actual.remove("");
      assertEquals(expected, actual, () -> "seed " + seed + ", text " + quoted(text.toString()));
      compared++;
    }
    assertTrue(compared > 10_000, "only " + compared);
  }

  private static String quoted(String text) {
    return text.chars().mapToObj(c -> "%04x".formatted(c)).collect(Collectors.joining(" "));
  }
}
