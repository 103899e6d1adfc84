package dev.backbeat.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The greedy runs against the best possible ones, found by trying all ways to cut. */
class RunWriterTest {
  private static final int ENTITIES = 50;

  @Test
  void neverMuchLongerThanTheBestRuns() {
    Random random = new Random(11);
    long greedy = 0;
    long best = 0;
    long alone = 0;
    for (int round = 0; round < 500; round++) {
      int[] masks = masks(random, round % 5);
      greedy += greedyBytes(masks);
      best += bestBytes(masks);
      alone += runPerEntityBytes(masks);
    }
    System.out.printf(
        "changed + residuals: greedy %d, best %d, a run per entity %d bytes%n",
        greedy, best, alone);
    assertTrue(greedy >= best, "the reference is the best");
    assertTrue(greedy <= best * 1.01, "within 1 % of the best");
    assertTrue(greedy <= alone);
  }

  @Test
  void aSmallerMaskJoinsWhereZerosAreCheaperThanAHeader() {
    RunWriter runs = new RunWriter();
    int[] residuals = {5, 5, 5};
    runs.add(0, 0b111, residuals);
    runs.add(1, 0b111, residuals);
    runs.add(2, 0b011, residuals);
    runs.add(4, 0b111, residuals);
    runs.finish();
    // Rank 2 joins for one zero; rank 4 would need three zeros for rank 3, a header takes two
    // bytes.
    assertEquals(3 + 2, runs.changed().size());
    assertEquals(9 + 3, runs.residuals().size());
  }

  /** Five ways to move: all the same, a few fields missing, sparse, two groups, chaos. */
  private static int[] masks(Random random, int way) {
    int[] masks = new int[ENTITIES];
    for (int i = 0; i < ENTITIES; i++) {
      masks[i] =
          switch (way) {
            case 0 -> 0b11100;
            case 1 -> 0b11100 & ~(random.nextInt(8) == 0 ? 1 << random.nextInt(5) : 0);
            case 2 -> random.nextInt(10) == 0 ? 0b1100 : 0;
            case 3 -> i % 20 < 10 ? 0b11100 : random.nextInt(4) == 0 ? 0b11 : 0b10000;
            default -> random.nextInt(2) == 0 ? random.nextInt(64) : 0;
          };
    }
    return masks;
  }

  private static int greedyBytes(int[] masks) {
    RunWriter runs = new RunWriter();
    int[] ones = new int[32];
    Arrays.fill(ones, 1);
    for (int i = 0; i < masks.length; i++) {
      if (masks[i] != 0) {
        runs.add(i, masks[i], ones);
      }
    }
    runs.finish();
    return runs.changed().size() + runs.residuals().size();
  }

  private static int bestBytes(int[] masks) {
    int n = masks.length;
    // best[i][g]: the rest from entity i on, g unchanged ones skipped just before.
    int[][] best = new int[n + 1][n + 1];
    for (int i = n - 1; i >= 0; i--) {
      for (int gap = 0; gap <= i; gap++) {
        int least = masks[i] == 0 ? best[i + 1][gap + 1] : Integer.MAX_VALUE;
        int union = 0;
        for (int end = i + 1; end <= n; end++) {
          union |= masks[end - 1];
          if (union != 0) {
            least = Math.min(least, runBytes(gap, end - i, union) + best[end][0]);
          }
        }
        best[i][gap] = least;
      }
    }
    return best[0][0];
  }

  private static int runPerEntityBytes(int[] masks) {
    int bytes = 0;
    int gap = 0;
    for (int mask : masks) {
      bytes += mask == 0 ? 0 : runBytes(gap, 1, mask);
      gap = mask == 0 ? gap + 1 : 0;
    }
    return bytes;
  }

  private static int runBytes(int gap, int length, int mask) {
    return WireBuffer.varintSize(gap << 1)
        + (length > 1 ? WireBuffer.varintSize(length - 2) : 0)
        + WireBuffer.varintSize(mask)
        + length * Integer.bitCount(mask);
  }
}
