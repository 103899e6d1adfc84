package dev.backbeat.server.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TickLatenessTest {
  private static final double MS = 1e-3;

  private final TickLateness lateness = new TickLateness();

  @Test
  void quantilesAreExactToOnePercent() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    long[] values = new long[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) Math.pow(10, 4 + 4 * random.nextDouble());
      lateness.record(values[i]);
    }
    java.util.Arrays.sort(values);
    for (double q : new double[] {0.5, 0.99, 0.999, 1}) {
      double truth = values[(int) Math.ceil(q * values.length) - 1] / 1e9;
      double told = lateness.quantileSeconds(q);
      assertTrue(Math.abs(told - truth) <= 0.01 * truth, q + ": " + told + ", in truth " + truth);
    }
  }

  @Test
  void theWindowForgetsButTheTotalDoesNot() {
    assertEquals(Double.NaN, lateness.quantileSeconds(1));
    lateness.observe(0);
    lateness.record(50_000_000);
    assertEquals(50 * MS, lateness.quantileSeconds(1), 0.5 * MS);
    lateness.observe(TickLateness.WINDOW_NS);
    lateness.record(1_000_000);
    assertEquals(50 * MS, lateness.quantileSeconds(1), 0.5 * MS, "one window ago");
    lateness.observe(2 * TickLateness.WINDOW_NS - 1);
    assertEquals(50 * MS, lateness.quantileSeconds(1), 0.5 * MS, "it is not over yet");
    lateness.observe(2 * TickLateness.WINDOW_NS);
    assertEquals(1 * MS, lateness.quantileSeconds(1), 0.01 * MS);
    lateness.observe(3 * TickLateness.WINDOW_NS);
    assertEquals(Double.NaN, lateness.quantileSeconds(1), "no tick in the window");
    StringBuilder all = new StringBuilder();
    lateness.write("arena", all);
    assertEquals(2, all.toString().lines().count(), all.toString());
  }

  @Test
  void whatIsReadTwiceCanBeSubtracted() {
    lateness.record(1_000_000);
    lateness.record(1_000_000);
    lateness.record(-5);
    StringBuilder all = new StringBuilder();
    lateness.write("arena", all);
    String[] lines = all.toString().split("\n");
    assertEquals(2, lines.length);
    String[] last = lines[1].split(" ");
    assertEquals("arena", last[0]);
    assertEquals(1_000_000, Long.parseLong(last[1]), 10_000);
    assertEquals("2", last[2]);
  }

  @Test
  void aTickLaterThanTheScaleCountsAsTheLatest() {
    lateness.record(Long.MAX_VALUE);
    assertEquals(60, lateness.quantileSeconds(1), 0.6);
  }
}
