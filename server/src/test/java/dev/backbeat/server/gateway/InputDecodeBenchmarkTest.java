package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.InvalidProtocolBufferException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark does the work that it is named after. */
class InputDecodeBenchmarkTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void everyInputArrives(int inputs) throws InvalidProtocolBufferException {
    InputDecodeBenchmark benchmark = new InputDecodeBenchmark();
    benchmark.inputs = inputs;
    benchmark.setUp();
    long expected = 0;
    for (int i = 0; i < inputs; i++) {
      expected += 4_000 + i;
    }
    for (int i = 0; i < 1_000; i++) {
      assertEquals(expected, benchmark.read());
      assertEquals(expected, benchmark.parse());
    }
  }
}
