package dev.backbeat.load.compare;

/** The part of a text between two comment lines, which a program rewrites. */
public final class MarkedBlock {
  private final String begin;
  private final String end;

  /** The block that a program of this name writes. */
  public MarkedBlock(String name) {
    this.begin = "<!-- " + name + ": begin -->";
    this.end = "<!-- " + name + ": end -->";
  }

  /**
   * The text with another content between the two lines; a blank line stands on either side of it.
   *
   * @throws CompareException if either line is missing, there twice, or they are the wrong way
   *     round
   */
  public String replace(String text, String content) {
    int from = only(text, begin);
    int to = only(text, end);
    if (to < from) {
      throw new CompareException("'" + end + "' stands before '" + begin + "'");
    }
    return text.substring(0, from + begin.length())
        + "\n\n"
        + content.strip()
        + "\n\n"
        + text.substring(to);
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
