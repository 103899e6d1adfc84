package dev.backbeat.load.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Medians and spreads of one case, a row for each server that has figures.
 *
 * @param rows in the order of the servers
 */
record ReportTable(int turnEvery, List<Row> rows) {
  /**
   * One figure.
   *
   * @param atLeast whether the server's limit was not reached in some round
   * @param disturbed whether only runs were there that other work on the machine or a late
   *     generator had spoilt
   */
  record Cell(Spread spread, boolean atLeast, boolean disturbed) {}

  /**
   * The figures of one server.
   *
   * @param keptUp whether it kept up with the fixed load in every run that counts
   */
  record Row(Comparison.Server server, Map<Measure, Cell> cells, boolean keptUp) {
    Cell cell(Measure measure) {
      return cells.get(measure);
    }
  }

  static ReportTable of(Comparison comparison, int turnEvery) {
    List<Row> rows = new ArrayList<>();
    for (Comparison.Server server : comparison.servers()) {
      List<RunRecord> counted = counted(comparison, server.id(), turnEvery);
      if (!counted.isEmpty()) {
        rows.add(row(comparison, server, turnEvery, counted));
      }
    }
    return new ReportTable(turnEvery, List.copyOf(rows));
  }

  private static Row row(
      Comparison comparison, Comparison.Server server, int turnEvery, List<RunRecord> counted) {
    boolean disturbed = counted.stream().noneMatch(RunRecord::clean);
    Map<Measure, Cell> cells = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      Spread spread = Spread.of(counted.stream().map(measure::of).toList());
      cells.put(measure, new Cell(spread, false, disturbed));
    }
    cells.put(Measure.SUSTAINED, sustained(comparison, server.id(), turnEvery));
    return new Row(server, cells, counted.stream().allMatch(RunRecord::keptUp));
  }

  /** The clean runs at the fixed load; if there is none, those that have figures at all. */
  static List<RunRecord> counted(Comparison comparison, String server, int turnEvery) {
    List<RunRecord> all =
        comparison.runs().stream()
            .filter(r -> r.server().equals(server) && r.shape().turnEvery() == turnEvery)
            .filter(r -> !r.shape().sustained() && !r.failed())
            .toList();
    List<RunRecord> clean = all.stream().filter(RunRecord::clean).toList();
    return clean.isEmpty() ? all : clean;
  }

  private static Cell sustained(Comparison comparison, String server, int turnEvery) {
    List<Sustained> all =
        comparison.sustained().stream()
            .filter(s -> s.server().equals(server) && s.turnEvery() == turnEvery)
            .toList();
    List<Sustained> clean = all.stream().filter(s -> !s.disturbed()).toList();
    List<Sustained> counted = clean.isEmpty() ? all : clean;
    return new Cell(
        Spread.of(counted.stream().map(s -> (double) s.clients()).toList()),
        counted.stream().anyMatch(Sustained::atLeast),
        clean.isEmpty() && !all.isEmpty());
  }

  /** Backbeat's row; null if it has none. */
  Row backbeat() {
    return rows.stream().filter(r -> r.server().isBackbeat()).findFirst().orElse(null);
  }

  /**
   * Backbeat's median over another server's.
   *
   * @param bound "at least", "at most", or "" if both were measured to the end
   */
  record Ratio(double value, String bound) {}

  /** NaN if one of the two was not measured, or both are only bounds. */
  static Ratio ratio(Row backbeat, Row other, Measure measure) {
    Cell ours = backbeat.cell(measure);
    Cell theirs = other.cell(measure);
    double value = ours.spread().median() / theirs.spread().median();
    if (ours.atLeast() && theirs.atLeast() || !Double.isFinite(value)) {
      return new Ratio(Double.NaN, "");
    }
    return new Ratio(value, ours.atLeast() ? "at least" : theirs.atLeast() ? "at most" : "");
  }
}
