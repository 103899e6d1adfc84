package dev.backbeat.server.gateway;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * Text from clients that others will see: names and chat. Lengths count code points. Control
 * characters, characters that turn the direction of writing, unpaired surrogates and other
 * invisible ones have no place in it.
 */
final class Texts {
  static final int MAX_NAME_CHARACTERS = 24;

  /** In UTF-8: so many characters of the basic plane. */
  static final int MAX_NAME_BYTES = 3 * MAX_NAME_CHARACTERS;

  /** More accents on one letter than any language has grow over the lines around it. */
  private static final int MAX_MARKS_IN_A_ROW = 4;

  private Texts() {}

  /**
   * A name as others will see it: in normal form C, surrounding and repeated white space removed.
   *
   * @return null if it has characters that names may not have, or is too long; may be empty
   */
  static String name(String raw) {
    String name = collapse(normal(raw));
    boolean allowed =
        name.codePoints().allMatch(Texts::allowed)
            && within(name, MAX_NAME_CHARACTERS)
            && !piled(name)
            && (name.isEmpty() || name.codePoints().anyMatch(Texts::printed));
    return allowed ? name : null;
  }

  /** Whether a name is refused for its length. */
  static boolean tooLongName(String raw) {
    return !within(collapse(normal(raw)), MAX_NAME_CHARACTERS);
  }

  /**
   * A chat line: what may not be in it is left out.
   *
   * @return null if it is too long or nothing is left
   */
  static String chat(String raw, int maxCharacters) {
    if (tooLong(raw, maxCharacters)) {
      return null;
    }
    StringBuilder kept = new StringBuilder(raw.length());
    raw.codePoints()
        .map(c -> c == '\t' || c == '\n' || c == '\r' ? ' ' : c)
        .filter(Texts::allowed)
        .forEach(kept::appendCodePoint);
    // Only now: what was between a letter and its accent may be gone.
    String text = collapse(withoutPiles(normal(kept.toString())));
    return tooLong(text, maxCharacters) || text.codePoints().noneMatch(Texts::printed)
        ? null
        : text;
  }

  private static String withoutPiles(String text) {
    int[] marks = new int[1];
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> (marks[0] = isMark(c) ? marks[0] + 1 : 0) <= MAX_MARKS_IN_A_ROW)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** Whether a text has more characters, or more than three times as many bytes. */
  static boolean tooLong(String text, int maxCharacters) {
    return !within(text, maxCharacters);
  }

  private static boolean within(String text, int maxCharacters) {
    return text.codePointCount(0, text.length()) <= maxCharacters
        && text.getBytes(StandardCharsets.UTF_8).length <= 3 * maxCharacters;
  }

  /** C, not KC: what people typed stays what they typed, only written in one way. */
  private static String normal(String raw) {
    return Normalizer.normalize(raw, Normalizer.Form.NFC);
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }

  private static boolean piled(String text) {
    int[] marks = new int[1];
    return text.codePoints()
        .anyMatch(c -> (marks[0] = isMark(c) ? marks[0] + 1 : 0) > MAX_MARKS_IN_A_ROW);
  }

  private static String collapse(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static boolean allowed(int c) {
    // U+200D joins emoji and letters of some scripts; it is the one format character let through.
    return switch (Character.getType(c)) {
      case Character.FORMAT -> c == 0x200D;
      case Character.OTHER_LETTER -> !fillsSpace(c);
      case Character.OTHER_SYMBOL -> c != 0x2800; // The Braille pattern without dots.
      case Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.UNASSIGNED -> !nonCharacter(c); // Newer than this JVM, or never to be one.
      default -> true;
    };
  }

  private static boolean nonCharacter(int c) {
    return (c & 0xFFFE) == 0xFFFE || c >= 0xFDD0 && c <= 0xFDEF;
  }

  /** Whether it is a letter by its category but looks like a space: Hangul fillers. */
  private static boolean fillsSpace(int c) {
    return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0;
  }

  /** Whether a character leaves a mark of its own. */
  private static boolean printed(int c) {
    int type = Character.getType(c);
    return type != Character.FORMAT && !isMark(c) && !Character.isSpaceChar(c);
  }
}
