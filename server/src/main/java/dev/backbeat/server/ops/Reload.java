package dev.backbeat.server.ops;

import java.util.List;

/**
 * What a reload of the configuration came to. Secrets are masked in it.
 *
 * @param outcome how it ended
 * @param changed options whose new values hold now
 * @param needRestart options whose new values hold only from the next start on
 * @param problem why it was refused, or what part did not take it over; empty = all is well
 */
public record Reload(
    Outcome outcome, List<Change> changed, List<Change> needRestart, String problem) {

  /** How it ended. */
  public enum Outcome {
    /** Nothing that a running server takes over was different. */
    UNCHANGED,
    /** New values hold. */
    APPLIED,
    /** Something was wrong; everything is as it was. */
    REFUSED
  }

  /** An option's value before and after; a secret's, and that of a file's content, is not shown. */
  public record Change(String option, String before, String after) {
    @Override
    public String toString() {
      return "--" + option + ": " + before + " -> " + after;
    }
  }

  static Reload refused(String problem) {
    return new Reload(Outcome.REFUSED, List.of(), List.of(), problem);
  }
}
