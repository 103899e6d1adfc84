package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.SingleThreadIoEventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopFairnessTest {
  private static final String QUANTUM = "io.netty.eventLoop.maxTaskProcessingQuantumMs";
  private String before;

  @BeforeEach
  void clear() {
    before = System.getProperty(QUANTUM);
    System.clearProperty(QUANTUM);
  }

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(QUANTUM);
    } else {
      System.setProperty(QUANTUM, before);
    }
  }

  @Test
  void aLoopLooksAtItsSocketsTenTimesPerSecond() {
    LoopFairness.bound();
    assertEquals("100", System.getProperty(QUANTUM));
  }

  @Test
  void whatTheCommandLineSaysHolds() {
    System.setProperty(QUANTUM, "250");
    LoopFairness.bound();
    assertEquals("250", System.getProperty(QUANTUM));
  }

  /** A Netty that calls it otherwise would take no notice. */
  @Test
  void nettyReadsIt() throws IOException {
    Class<?> loop = SingleThreadIoEventLoop.class;
    try (InputStream in = loop.getResourceAsStream(loop.getSimpleName() + ".class")) {
      String constants = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(constants.contains(QUANTUM), "not among the constants of " + loop);
    }
  }
}
