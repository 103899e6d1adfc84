package dev.backbeat.load;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Progress for people, on standard error: one line that is overwritten on a terminal, a new line
 * every few seconds elsewhere. One thread.
 */
final class Progress {
  private static final int BAR = 30;
  private static final long LINE_EVERY_NS = 2_000_000_000L;

  private final PrintStream out;
  private final boolean quiet;
  private final boolean terminal;
  private long lastLineNs = Long.MIN_VALUE;

  Progress(PrintStream out, boolean quiet, boolean terminal) {
    this.out = out;
    this.quiet = quiet;
    this.terminal = terminal;
  }

  /** How far the ramp or a phase is. */
  void show(String phase, long done, long all, String detail, long nowNs) {
    boolean last = done >= all;
    boolean early = lastLineNs != Long.MIN_VALUE && nowNs - lastLineNs < LINE_EVERY_NS;
    if (quiet || !terminal && early && !last) {
      return;
    }
    lastLineNs = nowNs;
    int filled = all == 0 ? BAR : (int) Math.min(BAR, done * BAR / all);
    String line =
        String.format(
            Locale.ROOT,
            "%-8s [%s%s] %d/%d %s",
            phase,
            "#".repeat(filled),
            ".".repeat(BAR - filled),
            done,
            all,
            detail);
    if (terminal) {
      out.print("\r\u001b[K" + line + (last ? "\n" : ""));
      out.flush();
    } else {
      out.println(line);
    }
    if (last) {
      lastLineNs = Long.MIN_VALUE;
    }
  }

  /** A sentence. */
  void say(String sentence) {
    if (!quiet) {
      out.println(sentence);
    }
  }
}
