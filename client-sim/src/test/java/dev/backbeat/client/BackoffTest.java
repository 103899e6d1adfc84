package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final ReconnectPolicy POLICY = new ReconnectPolicy(true, 100, 3000, 0, 3);

  @Test
  void ceilingDoublesUpToTheMaximumAndPausesFillIt() {
    long[] sums = new long[40];
    int[] maxima = new int[40];
    for (int seed = 0; seed < 2000; seed++) {
      Backoff backoff = new Backoff(POLICY, seed);
      for (int n = 0; n < 40; n++) {
        int pause = backoff.nextMs();
        assertTrue(pause >= 0 && pause <= ceiling(n), "pause " + n + ": " + pause);
        sums[n] += pause;
        maxima[n] = Math.max(maxima[n], pause);
      }
    }
    for (int n = 0; n < 40; n++) {
      assertEquals(ceiling(n) / 2.0, sums[n] / 2000.0, ceiling(n) * 0.05);
      assertTrue(maxima[n] > ceiling(n) * 0.95);
    }
  }

  @Test
  void sameSeedSamePausesAndOthersDiffer() {
    assertEquals(draw(1), draw(1));
    assertNotEquals(draw(1), draw(2));
  }

  @Test
  void resetStartsWithShortPausesAgain() {
    Backoff backoff = new Backoff(POLICY, 3);
    for (int i = 0; i < 20; i++) {
      backoff.nextMs();
    }
    assertEquals(20, backoff.attempts());
    backoff.reset();
    assertTrue(backoff.nextMs() <= 100);
  }

  @Test
  void aHintIsNotOverForAllInTheSameSecond() {
    Set<Integer> seconds = new TreeSet<>();
    for (int seed = 0; seed < 1000; seed++) {
      int waitMs = new Backoff(POLICY, seed).spreadMs(20_000);
      assertTrue(waitMs >= 20_000 && waitMs <= 25_000, "seed " + seed + ": " + waitMs);
      seconds.add(Math.min(waitMs, 24_999) / 1000);
    }
    assertEquals(Set.of(20, 21, 22, 23, 24), seconds);
    for (int seed = 0; seed < 1000; seed++) {
      int waitMs = new Backoff(POLICY, seed).spreadMs(1000);
      assertTrue(waitMs >= 1000 && waitMs <= 1500, "seed " + seed + ": " + waitMs);
    }
    assertEquals(0, new Backoff(POLICY, 1).spreadMs(0));
  }

  private static int ceiling(int n) {
    return n < 5 ? 100 << n : 3000;
  }

  private static String draw(long seed) {
    Backoff backoff = new Backoff(POLICY, seed);
    StringBuilder drawn = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      drawn.append(backoff.nextMs()).append(' ');
    }
    return drawn.toString();
  }
}
