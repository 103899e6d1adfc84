package dev.backbeat.load.attack;

import java.io.IOException;
import java.util.List;

/**
 * A row of the catalogue.
 *
 * @param name short, unique, stable
 * @param group rows of one group run at the same time
 * @param does what the attacker does, for people
 * @param expected the answers that are right, as {@link Answer} words them; mostly one
 */
record Attack(String name, String group, String does, List<String> expected, Action action) {
  /** What is done, on a thread of its own; an exception is an unexpected answer. */
  @FunctionalInterface
  interface Action {
    /** Attacks once. */
    Answer run(Target target) throws IOException, InterruptedException;
  }

  /** Whether it is an answer that the catalogue has. */
  boolean expects(Answer answer) {
    return expected.contains(answer.text());
  }

  /** The right answers for the table. */
  String expectedText() {
    return String.join(" or ", expected);
  }
}
