package dev.backbeat.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The outcome of a run.
 *
 * @param figures what was not measured is NaN
 * @param ackCurve percentile (0..100) to ms, ascending
 * @param notes sentences that the reader of the figures must know
 */
record Results(
    LoadSettings settings,
    Map<Metric, Double> figures,
    Map<String, ErrorCounts.Entry> errorsByKind,
    List<String> violations,
    List<Sample> samples,
    List<double[]> ackCurve,
    List<String> notes) {

  /** One objective and what became of it. */
  record Verdict(Slo slo, double value, boolean met) {}

  Results {
    figures = new EnumMap<>(figures);
    errorsByKind = Map.copyOf(errorsByKind);
    violations = List.copyOf(violations);
    samples = List.copyOf(samples);
    ackCurve = List.copyOf(ackCurve);
    notes = List.copyOf(notes);
  }

  double figure(Metric metric) {
    return figures.getOrDefault(metric, Double.NaN);
  }

  List<Verdict> verdicts() {
    List<Verdict> list = new ArrayList<>();
    for (Slo slo : settings.slo()) {
      double value = figure(slo.metric());
      list.add(new Verdict(slo, value, slo.metBy(value)));
    }
    return list;
  }

  /** No error, no violation, every objective met. */
  boolean good() {
    return figure(Metric.ERRORS) == 0
        && figure(Metric.INVARIANT_VIOLATIONS) == 0
        && verdicts().stream().allMatch(Verdict::met);
  }
}
