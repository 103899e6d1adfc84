package dev.backbeat.load.netcode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the logs of a row's players mean.
 *
 * <p><b>Undisturbed.</b> Ticks around an input that came late are left out: from {@value
 * #BEFORE_LATE_MS} ms before the frame that told of it to {@value #AFTER_MS} ms after it, and from
 * the beginning of a gap in the frames to {@value #AFTER_MS} ms after its end. They are counted
 * apart.
 *
 * @param players how many
 * @param ticks that they played, together
 * @param undisturbedTicks of them
 * @param undisturbedCorrections in those
 * @param corrections in all ticks
 * @param largestCorrection in quanta, in all ticks
 * @param starved late inputs : ticks
 * @param meanMarginTicks with which inputs were sent
 * @param leastMarginTicks the least constant margin with which less than 0.5 % would have been late
 * @param extrapolated share of others' samples
 * @param frozen share of others' samples
 * @param jumps of others
 * @param ownMoves how often the own body was set in motion
 * @param ownMovesSeenLater how often that was not seen in the same picture
 * @param shots that met somebody as drawn
 * @param railHits share of those that the server resolved alike
 * @param stalls gaps of more than a second
 * @param recoverySeconds from a stall's end to the last correction before half a second without
 *     one, the longest
 */
record RowFigures(
    int players,
    long ticks,
    long undisturbedTicks,
    int undisturbedCorrections,
    int corrections,
    double largestCorrection,
    double starved,
    double meanMarginTicks,
    double leastMarginTicks,
    double extrapolated,
    double frozen,
    int jumps,
    int ownMoves,
    int ownMovesSeenLater,
    int shots,
    double railHits,
    int stalls,
    double recoverySeconds) {

  static final int BEFORE_LATE_MS = 1_500;
  static final int AFTER_MS = 1_000;
  private static final int STALL_MS = 1_000;

  /** Predictions are right again when nothing had to be corrected for so long. */
  private static final int RIGHT_MS = 500;

  private static final double LATE_ALLOWED = 0.005;

  /** A span of ticks, or of ms, that is left out. */
  private record Window(double from, double to) {}

  static RowFigures of(List<PlayerLog> logs, int tickHz) {
    long ticks = 0;
    long undisturbed = 0;
    int quietCorrections = 0;
    int corrections = 0;
    double largest = 0;
    long late = 0;
    double marginSum = 0;
    long margins = 0;
    int[] needed = new int[new PlayerLog().needed.length];
    long samples = 0;
    long extrapolated = 0;
    long frozen = 0;
    int backward = 0;
    int moves = 0;
    int movesLater = 0;
    int seen = 0;
    int hit = 0;
    int stalls = 0;
    double recoveryMs = 0;
    for (PlayerLog log : logs) {
      List<Window> windows = disturbedTicks(log, tickHz);
      ticks += log.ticks;
      undisturbed += Math.max(0, log.ticks - Math.round(length(windows)));
      for (int i = 0; i < log.corrections.size(); i++) {
        corrections++;
        largest = Math.max(largest, log.corrections.get(i, 1));
        quietCorrections += within(windows, log.corrections.get(i, 0)) ? 0 : 1;
      }
      late += log.lateInputs;
      marginSum += log.marginSumTicks;
      margins += log.margins;
      for (int i = 0; i < needed.length; i++) {
        needed[i] += log.needed[i];
      }
      samples += log.samples;
      extrapolated += log.extrapolatedSamples;
      frozen += log.frozenSamples;
      backward += log.jumps;
      moves += log.ownMoves;
      movesLater += log.ownMovesSeenLater;
      seen += log.shotsSeenToHit;
      hit += log.shotsHit;
      for (int i = 0; i < log.gaps.size(); i++) {
        if (log.gaps.get(i, 1) - log.gaps.get(i, 0) >= STALL_MS) {
          stalls++;
          recoveryMs = Math.max(recoveryMs, recoveryMs(log, log.gaps.get(i, 1)));
        }
      }
    }
    return new RowFigures(
        logs.size(),
        ticks,
        undisturbed,
        quietCorrections,
        corrections,
        largest,
        share(late, ticks),
        margins == 0 ? Double.NaN : marginSum / margins,
        least(needed, margins),
        share(extrapolated, samples),
        share(frozen, samples),
        backward,
        moves,
        movesLater,
        seen,
        share(hit, seen),
        stalls,
        recoveryMs / 1_000);
  }

  private static double share(long part, long whole) {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }

  /** Ascending and apart from each other. */
  private static List<Window> disturbedTicks(PlayerLog log, int tickHz) {
    List<Window> all = new ArrayList<>();
    double perMs = tickHz / 1_000.0;
    for (int i = 0; i < log.lates.size(); i++) {
      double tick = log.lates.get(i, 0);
      all.add(new Window(tick - BEFORE_LATE_MS * perMs, tick + AFTER_MS * perMs));
    }
    for (int i = 0; i < log.gaps.size(); i++) {
      double tick = log.gaps.get(i, 2);
      double before = (log.gaps.get(i, 1) - log.gaps.get(i, 0)) * perMs;
      all.add(new Window(tick - before, tick + AFTER_MS * perMs));
    }
    all.sort(Comparator.comparingDouble(Window::from));
    List<Window> apart = new ArrayList<>();
    for (Window w : all) {
      int last = apart.size() - 1;
      if (last >= 0 && w.from <= apart.get(last).to) {
        apart.set(last, new Window(apart.get(last).from, Math.max(apart.get(last).to, w.to)));
      } else {
        apart.add(w);
      }
    }
    return apart;
  }

  private static double length(List<Window> windows) {
    return windows.stream().mapToDouble(w -> w.to - w.from).sum();
  }

  private static boolean within(List<Window> windows, double tick) {
    return windows.stream().anyMatch(w -> tick >= w.from && tick <= w.to);
  }

  private static double recoveryMs(PlayerLog log, double endMs) {
    double last = endMs;
    for (int i = 0; i < log.corrections.size(); i++) {
      double ms = log.corrections.get(i, 2);
      if (ms >= last && ms <= last + RIGHT_MS) {
        last = ms;
      }
    }
    return last - endMs;
  }

  /** The least margin with which fewer than the allowed share would have been late. */
  private static double least(int[] needed, long count) {
    if (count == 0) {
      return Double.NaN;
    }
    long late = 0;
    int step = needed.length - 1;
    while (step > 0 && late + needed[step] < LATE_ALLOWED * count) {
      late += needed[step];
      step--;
    }
    return PlayerLog.LEAST_NEEDED_TICKS + (double) step / PlayerLog.STEPS_PER_TICK;
  }
}
