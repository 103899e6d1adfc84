package dev.backbeat.load.netcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table in words, and whether each goal was met. */
final class NetcodeTable {
  /** Of undisturbed players: fewer prove nothing. */
  private static final long ENOUGH_TICKS = 10_000;

  private static final String MISSED = " **(missed)**";

  /** One row as one client saw it. */
  record Line(NetcodeRow row, String client, RowFigures figures) {}

  private final List<Line> lines;
  private int missed;

  NetcodeTable(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  /** The goals that were not met, once {@link #markdown} was called. */
  int missed() {
    return missed;
  }

  /**
   * The table.
   *
   * @param head a sentence that stands before it: what ran where, by which command
   */
  String markdown(String head) {
    missed = 0;
    List<String> text = new ArrayList<>();
    text.add(head);
    text.add("");
    text.add(
        "| profile | client | own input to own movement | corrections, undisturbed player | others'"
            + " motion | rail hits as seen | inputs too late | margin (least constant one) |"
            + " recovery after stalls |");
    text.add("|---|---|---|---|---|---|---|---|---|");
    for (Line line : lines) {
      text.add(row(line));
    }
    text.add("");
    return String.join("\n", text);
  }

  private String row(Line line) {
    RowFigures f = line.figures;
    NetcodeRow.Goal goal = line.row.goal();
    return "| "
        + String.join(
            " | ",
            line.row.name(),
            line.client,
            own(f),
            corrections(f, goal),
            motion(f, goal),
            rail(f, goal),
            starved(f, goal),
            margin(f, goal),
            recovery(f, goal))
        + " |";
  }

  private String own(RowFigures f) {
    boolean good = f.ownMoves() > 0 && f.ownMovesSeenLater() == 0;
    String text =
        f.ownMovesSeenLater() == 0
            ? "same frame, " + count(f.ownMoves()) + " times"
            : f.ownMovesSeenLater() + " of " + count(f.ownMoves()) + " later";
    return judged(text, good);
  }

  private String corrections(RowFigures f, NetcodeRow.Goal goal) {
    String text =
        f.undisturbedCorrections()
            + " in "
            + count(f.undisturbedTicks())
            + " ticks ("
            + f.corrections()
            + " in all "
            + count(f.ticks())
            + ")";
    boolean good = f.undisturbedTicks() >= ENOUGH_TICKS && f.undisturbedCorrections() == 0;
    return judged(text, !goal.corrections() || good);
  }

  private String motion(RowFigures f, NetcodeRow.Goal goal) {
    String text =
        percent(f.extrapolated())
            + " extrapolated, "
            + (f.frozen() == 0 ? "no freeze" : percent(f.frozen()) + " frozen")
            + ", "
            + (f.jumps() == 0 ? "no" : count(f.jumps()))
            + " jumps";
    boolean good = f.jumps() == 0 && (goal.frozen() || f.frozen() == 0);
    // Not "<", so that what was not measured counts as missed.
    good &= Double.isNaN(goal.extrapolated()) || f.extrapolated() < goal.extrapolated();
    return judged(text, good);
  }

  private String rail(RowFigures f, NetcodeRow.Goal goal) {
    if (f.shots() == 0) {
      return judged("–", Double.isNaN(goal.railHits()));
    }
    String text = percent(f.railHits()) + " of " + count(f.shots());
    return judged(text, Double.isNaN(goal.railHits()) || f.railHits() >= goal.railHits());
  }

  private String starved(RowFigures f, NetcodeRow.Goal goal) {
    return judged(
        percent(f.starved()), Double.isNaN(goal.starved()) || f.starved() < goal.starved());
  }

  private String margin(RowFigures f, NetcodeRow.Goal goal) {
    String text =
        String.format(Locale.ROOT, "%.2f (%.2f) ticks", f.meanMarginTicks(), f.leastMarginTicks());
    boolean good = Double.isNaN(goal.starved()) || f.meanMarginTicks() - f.leastMarginTicks() <= 2;
    return judged(text, good);
  }

  private String recovery(RowFigures f, NetcodeRow.Goal goal) {
    if (f.stalls() == 0) {
      return judged("–", Double.isNaN(goal.recoverySeconds()));
    }
    String text =
        String.format(Locale.ROOT, "%.2f s at most, %d stalls", f.recoverySeconds(), f.stalls());
    return judged(
        text,
        Double.isNaN(goal.recoverySeconds()) || f.recoverySeconds() <= goal.recoverySeconds());
  }

  private String judged(String text, boolean good) {
    if (!good) {
      missed++;
    }
    return good ? text : text + MISSED;
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.2f %%", share * 100);
  }

  private static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
