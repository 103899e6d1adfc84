package dev.backbeat.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark does the work that it is named after. */
class ColumnCodecBenchmarkTest {
  @ParameterizedTest
  @ValueSource(ints = {50, 200, 1_000})
  void encodesAndDecodesEveryBody(int bodies) throws InvalidProtocolBufferException {
    ColumnCodecBenchmark benchmark = new ColumnCodecBenchmark();
    benchmark.bodies = bodies;
    benchmark.setUp();
    double perBody = (double) benchmark.encodeDelta() / bodies;
    assertTrue(perBody > 4.9 && perBody < 6, "five residuals of a byte each, " + perBody);
    assertTrue(benchmark.encodeKeyframe() > bodies * 8);
    ClientWorld world = benchmark.decode();
    assertEquals(bodies, world.entities().size());
    assertEquals(ColumnCodecBenchmark.TICKS, world.tick());
  }

  @Test
  void decodesTheSameEveryTime() throws InvalidProtocolBufferException {
    ColumnCodecBenchmark benchmark = new ColumnCodecBenchmark();
    benchmark.setUp();
    ClientEntity once = benchmark.decode().get(7);
    ClientEntity again = benchmark.decode().get(7);
    for (int f = 0; f < 7; f++) {
      assertEquals(once.field(f), again.field(f));
    }
  }
}
