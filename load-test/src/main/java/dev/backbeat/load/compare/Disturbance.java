package dev.backbeat.load.compare;

import java.util.Locale;

/**
 * What else happened on the two cores while a run was measured, in cores.
 *
 * @param foreignCores CPU time of neither the server nor the generator
 * @param stealCores CPU time that the hypervisor gave to others
 */
record Disturbance(double foreignCores, double stealCores) {
  static final double LIMIT_CORES = 0.10;
  static final Disturbance NOT_SEEN = new Disturbance(Double.NaN, Double.NaN);

  /** Whether the run must not be trusted. What was not measured is not held against it. */
  boolean disturbed() {
    return foreignCores > LIMIT_CORES || stealCores > LIMIT_CORES;
  }

  /** For a note in the report. */
  String sentence() {
    return String.format(
        Locale.ROOT, "other work %.2f cores, stolen %.2f cores", foreignCores, stealCores);
  }
}
