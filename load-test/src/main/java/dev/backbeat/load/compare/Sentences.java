package dev.backbeat.load.compare;

import java.util.Locale;

/** Progress in words. */
final class Sentences {
  private Sentences() {}

  static String of(RunRecord run, PeerSpec peer) {
    String head =
        String.format(
            Locale.ROOT,
            "round %d, %s, %d clients, %s: ",
            run.round(),
            Shape.caseName(run.shape().turnEvery()),
            run.shape().clients(),
            peer.name());
    if (run.failed()) {
      return head + "FAILED: " + run.failure();
    }
    String figures =
        String.format(
            Locale.ROOT,
            "%.2f us/frame, %.2f B per entity update, %.2f Hz, ack %.1f/%.1f ms, server %.2f cores",
            Measure.CPU_US.of(run),
            Measure.BYTES_PER_ENTITY.of(run),
            Measure.DELIVERED_HZ.of(run),
            Measure.ACK_P50.of(run),
            Measure.ACK_P99.of(run),
            Measure.SERVER_CORES.of(run));
    return head + figures + remarks(run);
  }

  private static String remarks(RunRecord run) {
    StringBuilder text = new StringBuilder();
    if (run.lost() > 0) {
      text.append(", ").append(run.lost()).append(" clients LOST");
    }
    if (run.disturbance().disturbed()) {
      text.append(" [DISTURBED: ").append(run.disturbance().sentence()).append(']');
    }
    if (run.generatorLate()) {
      text.append(
          String.format(
              Locale.ROOT,
              " [GENERATOR LATE: p99 %.1f ms, %.2f cores]",
              run.figure("generator_late_p99_ms"),
              run.figure("generator_cpu_cores")));
    }
    if (run.shape().sustained()) {
      text.append(" -> ").append(run.verdict());
    }
    return text.toString();
  }

  static String of(Sustained s, PeerSpec peer) {
    return "round %d, %s, %s: sustained %s%d clients%s (tried %s)"
        .formatted(
            s.round(),
            Shape.caseName(s.turnEvery()),
            peer.name(),
            s.atLeast() ? "at least " : "",
            s.clients(),
            s.disturbed() ? " [DISTURBED]" : "",
            s.probes());
  }
}
