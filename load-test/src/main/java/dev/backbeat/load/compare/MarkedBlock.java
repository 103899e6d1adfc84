package dev.backbeat.load.compare;

/** The part of a text between two comment lines, which a program rewrites. */
final class MarkedBlock {
  static final String BEGIN = "<!-- compare: begin -->";
  static final String END = "<!-- compare: end -->";

  private MarkedBlock() {}

  /**
   * The text with another content between the two lines; a blank line stands on either side of it.
   *
   * @throws CompareException if either line is missing, there twice, or they are the wrong way
   *     round
   */
  static String replace(String text, String content) {
    int begin = only(text, BEGIN);
    int end = only(text, END);
    if (end < begin) {
      throw new CompareException("'" + END + "' stands before '" + BEGIN + "'");
    }
    return text.substring(0, begin + BEGIN.length())
        + "\n\n"
        + content.strip()
        + "\n\n"
        + text.substring(end);
  }

  private static int only(String text, String line) {
    int at = text.indexOf(line);
    if (at < 0 || text.indexOf(line, at + 1) >= 0) {
      throw new CompareException(
          "the line '"
              + line
              + "' must be there once; it is "
              + (at < 0 ? "missing" : "there twice"));
    }
    return at;
  }
}
