package dev.backbeat.server.gateway;

import dev.backbeat.server.fuzz.FuzzInput;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Names and chat lines out of any text, broken UTF-16 included: what others are shown is within its
 * length, has no control or invisible direction-turning characters, and is what comes out if it is
 * put in again.
 */
public final class TextFuzz {
  private TextFuzz() {}

  /** One text, as UTF-8 or as UTF-16 code units. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    boolean utf16 = (in.u8() & 1) != 0;
    String raw = new String(in.rest(), utf16 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8);
    if (utf16) { // The decoder replaces lone surrogates; they come through JSON escapes, too.
      StringBuilder units = new StringBuilder();
      FuzzInput again = new FuzzInput(data);
      again.u8();
      while (again.remaining() > 1) {
        units.append((char) again.u16());
      }
      raw = units.toString();
    }
    check(Texts.name(raw), Texts.MAX_NAME_CHARACTERS, true);
    check(Texts.chat(raw, 200), 200, false);
  }

  private static void check(String shown, int maxCharacters, boolean name) {
    if (shown == null) {
      return;
    }
    require(shown.codePointCount(0, shown.length()) <= maxCharacters, "too long", shown);
    require(shown.equals(shown.strip()) && !shown.contains("  "), "white space", shown);
    shown
        .codePoints()
        .forEach(
            c -> {
              require(!Character.isISOControl(c), "a control character", shown);
              require(c < 0xd800 || c > 0xdfff, "half a character", shown);
              require(c < 0x202a || c > 0x202e, "a turn of direction", shown);
              require(c < 0x2066 || c > 0x2069, "a turn of direction", shown);
              require(c != 0x2028 && c != 0x2029, "a line's end", shown);
            });
    String again = name ? Texts.name(shown) : Texts.chat(shown, 200);
    require(shown.equals(again), "it changes again, into " + again, shown);
  }

  private static void require(boolean holds, String what, String shown) {
    if (!holds) {
      throw new AssertionError(
          what + ": " + shown.codePoints().mapToObj(Integer::toHexString).toList());
    }
  }

  /** Texts of several scripts, and the traps. */
  public static List<byte[]> seeds() {
    return List.of(
        utf8("bob"),
        utf8("  Ann \t of   Cleves\u0007 "),
        utf8("\u202egnp.exe\u202c \u2066x\u2069"),
        utf8("\u05d0\u05d1 \u0627\u0644 \u4f60\u597d \ud83d\udc69\u200d\ud83d\ude80"),
        utf8("\u3164\u2800\u200b\ufeff\u00ad"),
        new byte[] {1, (byte) 0xd8, 0x3d, 0, 0x41, (byte) 0xde, 0});
  }

  private static byte[] utf8(String text) {
    return ("\0" + text).getBytes(StandardCharsets.UTF_8);
  }
}
