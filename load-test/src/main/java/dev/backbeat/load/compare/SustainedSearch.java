package dev.backbeat.load.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the most clients that a server holds, in steps, with few probes: from a first guess it goes
 * up (or down) by one step, then by two, four and so on, until one number held and another did not,
 * and halves what is between. It assumes that more clients are never easier; it never asks for a
 * number twice.
 */
final class SustainedSearch {
  /** What came of one number of clients. */
  enum Verdict {
    /** All of the conditions were met. */
    HELD,
    /** The server did not meet one. */
    NOT_HELD,
    /** One was not met, but by the generator's fault as far as can be told. */
    GENERATOR_LIMIT,
    /** Other work on the machine spoilt it. */
    DISTURBED
  }

  /** Runs one probe. */
  interface Probe {
    Verdict at(int clients) throws InterruptedException;
  }

  /**
   * What was found.
   *
   * @param clients the most that held; 0 = none did
   * @param below the fewest that did not hold; 0 = none was found
   * @param atLeast whether the server's own limit was not reached
   * @param disturbed whether other work on the machine decided it
   */
  record Found(int clients, int below, boolean atLeast, boolean disturbed, List<Integer> probes) {}

  private final int step;
  private final int max;
  private final int maxProbes;

  /**
   * @param max more are never asked for; a multiple of the step
   */
  SustainedSearch(int step, int max, int maxProbes) {
    if (step < 1 || max < step || maxProbes < 1) {
      throw new IllegalArgumentException("step " + step + ", max " + max + ", " + maxProbes);
    }
    this.step = step;
    this.max = max - max % step;
    this.maxProbes = maxProbes;
  }

  /**
   * @param guess where to begin; rounded down to a step
   */
  Found find(int guess, Probe probe) throws InterruptedException {
    int held = 0;
    int notHeld = 0;
    Verdict why = null;
    int stride = step;
    int clients = Math.max(step, Math.min(max, guess - guess % step));
    List<Integer> asked = new ArrayList<>();
    while (true) {
      asked.add(clients);
      Verdict verdict = probe.at(clients);
      if (verdict == Verdict.HELD) {
        held = clients;
      } else {
        notHeld = clients;
        why = verdict;
      }
      boolean narrow = notHeld != 0 && notHeld - held <= step;
      if (narrow || held == max || asked.size() == maxProbes) {
        break;
      }
      if (notHeld == 0) {
        clients = Math.min(max, held + stride);
        stride *= 2;
      } else if (held == 0) {
        clients = Math.max(step, notHeld - stride);
        stride *= 2;
      } else {
        clients = held + Math.max(step, (notHeld - held) / 2 / step * step);
      }
    }
    boolean atLeast = notHeld == 0 || why == Verdict.GENERATOR_LIMIT;
    return new Found(held, notHeld, atLeast, why == Verdict.DISTURBED, List.copyOf(asked));
  }
}
