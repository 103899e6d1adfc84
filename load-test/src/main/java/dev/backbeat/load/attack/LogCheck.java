package dev.backbeat.load.attack;

import java.util.List;
import java.util.regex.Pattern;

/** Whether a server's log stayed what people can read. */
final class LogCheck {
  private static final Pattern TRACE = Pattern.compile("\\s+at [\\w.$/<>]+\\(.*\\).*");

  private LogCheck() {}

  /** Whether the line is of a stack trace. */
  static boolean isTrace(String line) {
    return TRACE.matcher(line).matches();
  }

  /** A sentence about what is wrong with a log; null = nothing. */
  static String complaint(List<String> lines, int maxLines) {
    for (int i = 0; i < lines.size(); i++) {
      if (isTrace(lines.get(i))) {
        return "a stack trace, line " + (i + 1) + ": " + lines.get(Math.max(0, i - 1));
      }
    }
    return lines.size() > maxLines ? lines.size() + " lines" : null;
  }
}
