package dev.backbeat.server.gateway;

/**
 * Text from clients that others will see: names and chat. Lengths count code points. Control
 * characters, characters that turn the direction of writing, unpaired surrogates and other
 * invisible ones have no place in it.
 */
final class Texts {
  static final int MAX_NAME_CHARACTERS = 24;
  static final int MAX_CHAT_CHARACTERS = 200;

  private Texts() {}

  /**
   * A name as others will see it: surrounding and repeated white space is removed.
   *
   * @return null if it has characters that names may not have, or is too long; may be empty
   */
  static String name(String raw) {
    String name = collapse(raw);
    boolean allowed =
        name.codePoints().allMatch(Texts::allowed)
            && name.codePointCount(0, name.length()) <= MAX_NAME_CHARACTERS
            && (name.isEmpty() || name.codePoints().anyMatch(Texts::printed));
    return allowed ? name : null;
  }

  /**
   * A chat line: what may not be in it is left out.
   *
   * @return null if it is too long or nothing is left
   */
  static String chat(String raw) {
    if (raw.codePointCount(0, raw.length()) > MAX_CHAT_CHARACTERS) {
      return null;
    }
    StringBuilder kept = new StringBuilder(raw.length());
    raw.codePoints()
        .map(c -> c == '\t' || c == '\n' || c == '\r' ? ' ' : c)
        .filter(Texts::allowed)
        .forEach(kept::appendCodePoint);
    String text = collapse(kept.toString());
    return text.codePoints().anyMatch(Texts::printed) ? text : null;
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
      default -> true;
    };
  }

  /** Whether it is a letter by its category but looks like a space: Hangul fillers. */
  private static boolean fillsSpace(int c) {
    return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0;
  }

  /** Whether a character leaves a mark of its own. */
  private static boolean printed(int c) {
    int type = Character.getType(c);
    return type != Character.FORMAT
        && type != Character.NON_SPACING_MARK
        && !Character.isSpaceChar(c);
  }
}
