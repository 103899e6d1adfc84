package dev.backbeat.load.compare;

import static dev.backbeat.load.compare.SustainedSearch.Verdict.DISTURBED;
import static dev.backbeat.load.compare.SustainedSearch.Verdict.GENERATOR_LIMIT;
import static dev.backbeat.load.compare.SustainedSearch.Verdict.HELD;
import static dev.backbeat.load.compare.SustainedSearch.Verdict.NOT_HELD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.load.compare.SustainedSearch.Found;
import dev.backbeat.load.compare.SustainedSearch.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class SustainedSearchTest {
  private static final int STEP = 250;

  private static Found find(int max, int maxProbes, int guess, IntFunction<Verdict> server)
      throws InterruptedException {
    return new SustainedSearch(STEP, max, maxProbes).find(guess, server::apply);
  }

  private static IntFunction<Verdict> holds(int most) {
    return clients -> clients <= most ? HELD : NOT_HELD;
  }

  @Test
  void findsTheLimitFromEveryGuess() throws InterruptedException {
    for (int most = 0; most <= 5_000; most += STEP) {
      for (int guess = 0; guess <= 6_000; guess += 100) {
        Found found = find(6_000, 20, guess, holds(most));
        String what = "most " + most + ", guess " + guess + ": " + found;
        assertEquals(most, found.clients(), what);
        assertEquals(most + STEP, found.below(), what);
        assertFalse(found.atLeast(), what);
        assertEquals(found.probes().size(), new HashSet<>(found.probes()).size(), what);
        assertTrue(found.probes().size() <= 10, what);
      }
    }
  }

  @Test
  void twoProbesConfirmAGuessThatIsRight() throws InterruptedException {
    assertEquals(List.of(4_000, 4_250), find(8_000, 7, 4_000, holds(4_100)).probes());
    assertEquals(List.of(4_250, 4_000), find(8_000, 7, 4_300, holds(4_100)).probes());
  }

  @Test
  void goesUpInGrowingSteps() throws InterruptedException {
    Found found = find(8_000, 9, 2_000, holds(3_300));
    assertEquals(List.of(2_000, 2_250, 2_750, 3_750, 3_250, 3_500), found.probes());
    assertEquals(3_250, found.clients());
  }

  @Test
  void aGeneratorThatGivesUpFirstMeansAtLeast() throws InterruptedException {
    Found found = find(8_000, 9, 2_000, n -> n <= 3_000 ? HELD : GENERATOR_LIMIT);
    assertEquals(3_000, found.clients());
    assertTrue(found.atLeast());
  }

  @Test
  void theServersLimitBelowTheGeneratorsIsExact() throws InterruptedException {
    // Far up the generator gives up; the number next to the limit is the server's own.
    Found found =
        find(8_000, 9, 2_000, n -> n <= 2_500 ? HELD : n <= 2_750 ? NOT_HELD : GENERATOR_LIMIT);
    assertEquals(2_500, found.clients());
    assertEquals(2_750, found.below());
    assertFalse(found.atLeast());
  }

  @Test
  void theMostThatIsAskedForMeansAtLeast() throws InterruptedException {
    Found found = find(3_100, 20, 2_000, holds(9_999));
    assertEquals(3_000, found.clients());
    assertTrue(found.atLeast());
  }

  @Test
  void aServerThatHoldsNothingIsZero() throws InterruptedException {
    Found found = find(8_000, 20, 2_000, n -> NOT_HELD);
    assertEquals(0, found.clients());
    assertEquals(STEP, found.below());
    assertFalse(found.atLeast());
  }

  @Test
  void theNumberOfProbesIsBounded() throws InterruptedException {
    Found found = find(50_000, 3, 1_000, holds(40_000));
    assertEquals(3, found.probes().size());
    assertEquals(1_750, found.clients());
    assertTrue(found.atLeast(), "no number was found that does not hold");
    Found wide = find(50_000, 4, 1_000, holds(1_800));
    assertEquals(1_750, wide.clients());
    assertEquals(2_750, wide.below(), "the next that was tried");
  }

  @Test
  void aDisturbedEndIsMarked() throws InterruptedException {
    assertTrue(find(8_000, 9, 2_000, n -> n <= 2_000 ? HELD : DISTURBED).disturbed());
    assertFalse(find(8_000, 9, 2_000, holds(2_000)).disturbed());
  }

  @Test
  void noiseNeverLeadsOutsideWhatWasTried() throws InterruptedException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      int most = random.nextInt(6_000);
      Found found =
          find(
              8_000,
              7,
              random.nextInt(9_000),
              n -> n + random.nextInt(1_000) - 500 <= most ? HELD : NOT_HELD);
      String what = "seed " + seed + ", most " + most + ": " + found;
      assertTrue(found.probes().size() <= 7, what);
      assertTrue(found.clients() == 0 || found.probes().contains(found.clients()), what);
      assertTrue(found.below() == 0 || found.probes().contains(found.below()), what);
      assertTrue(found.below() == 0 || found.below() > found.clients(), what);
    }
  }
}
