package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import org.junit.jupiter.api.Test;

class JsonWarmupTest {
  /** It compares what it reads back with what it printed, and ends with an exception if not. */
  @Test
  void everyMessageOfTheProtocolHasAJsonForm() {
    assertDoesNotThrow(JsonWarmup::run);
  }
}
