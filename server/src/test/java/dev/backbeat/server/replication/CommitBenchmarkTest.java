package dev.backbeat.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark does the work that it is named after. */
class CommitBenchmarkTest {
  @ParameterizedTest
  @ValueSource(ints = {50, 200, 1_000})
  void encodesADeltaOfEveryBodyAndOneFrame(int bodies) {
    CommitBenchmark benchmark = new CommitBenchmark();
    benchmark.bodies = bodies;
    benchmark.setUp();
    long[] before = benchmark.counts();
    benchmark.tick();
    long[] after = benchmark.counts();
    double perBody = (double) (after[0] - before[0]) / bodies;
    assertTrue(perBody > 3 && perBody < 7, perBody + " bytes per turning body");
    assertEquals(before[1] + 1, after[1], "frames");
    assertEquals(before[2] + 1, after[2], "slices");
    assertEquals(bodies, benchmark.move());
    int tick = benchmark.snapshot();
    assertEquals(tick + 1, benchmark.snapshot(), "ticks");
  }
}
