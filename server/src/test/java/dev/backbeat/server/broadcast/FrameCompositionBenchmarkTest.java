package dev.backbeat.server.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The benchmark does the work that it is named after. */
class FrameCompositionBenchmarkTest {
  @Test
  void writesAFrameOfHeaderAndSharedBytes() {
    FrameCompositionBenchmark benchmark = new FrameCompositionBenchmark();
    benchmark.sharedBytes = 1_000;
    benchmark.setUp();
    int before = benchmark.frames();
    for (int i = 1; i <= 3; i++) {
      int payload = benchmark.compose();
      assertTrue(payload > 1_000 && payload < 1_050, payload + " bytes");
      assertEquals(before + i, benchmark.frames());
    }
  }
}
