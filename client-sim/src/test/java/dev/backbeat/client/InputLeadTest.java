package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InputLeadTest {
  private static final int HZ = 30;

  @Test
  void startsWithTheOneWayTimeAndTheTarget() {
    InputLead lead = new InputLead(HZ, 100_000_000);
    assertEquals(lead.targetQ8() + 768, lead.aheadQ8(), 1);
  }

  @Test
  void aLateInputMovesTheSendingAheadAtOnce() {
    InputLead lead = new InputLead(HZ, 0);
    int before = lead.aheadQ8();
    lead.report(10, -100, 12);
    assertEquals(before + 100 + lead.targetQ8(), lead.aheadQ8());
    assertEquals(1, lead.late());
  }

  @Test
  void inputsSentBeforeTheLastMoveSayNothing() {
    InputLead lead = new InputLead(HZ, 0);
    lead.report(10, -100, 12);
    int moved = lead.aheadQ8();
    lead.report(11, -100, 13);
    lead.report(12, -100, 14);
    assertEquals(moved, lead.aheadQ8());
    lead.report(13, -10, 15);
    assertTrue(lead.aheadQ8() > moved);
  }

  @Test
  void theSameInputReportedAgainIsNotCounted() {
    InputLead lead = new InputLead(HZ, 0);
    for (int i = 0; i < 100; i++) {
      lead.report(10, 5000, 12);
    }
    assertEquals(new InputLead(HZ, 0).aheadQ8(), lead.aheadQ8());
  }

  @Test
  void tooMuchLeadIsGivenBackByTheWindow() {
    InputLead lead = new InputLead(HZ, 200_000_000);
    int before = lead.aheadQ8();
    for (int tick = 1; tick <= 15; tick++) {
      lead.report(tick, 1000, tick);
    }
    assertEquals(before, lead.aheadQ8());
    lead.report(16, 1000, 16);
    assertEquals(before - (1000 - lead.targetQ8()) / 2, lead.aheadQ8());
  }

  @Test
  void settlesOnASmallPositiveLeadUnderJitter() {
    long seed = 7;
    SplittableRandom random = new SplittableRandom(seed);
    InputLead lead = new InputLead(HZ, 20_000_000);
    // The way to the server takes 80 ms (614/256 ticks) and up to 15 ms (115) more.
    int[] sentAheadQ8 = new int[4000];
    int late = 0;
    long sum = 0;
    for (int tick = 10; tick < 4000; tick++) {
      sentAheadQ8[tick] = lead.aheadQ8();
      int reported = tick - 5;
      if (reported >= 10) {
        int arrivedQ8 = sentAheadQ8[reported] - 614 - random.nextInt(115);
        lead.report(reported, arrivedQ8, tick);
        if (tick > 1000) {
          late += arrivedQ8 < 0 ? 1 : 0;
          sum += arrivedQ8;
        }
      }
    }
    double mean = sum / 2999.0;
    assertTrue(late < 60, "seed " + seed + ": late " + late);
    assertTrue(mean > 0 && mean < 300, "seed " + seed + ": mean lead " + mean + "/256 tick");
  }

  @Test
  void staysWithinASecond() {
    InputLead lead = new InputLead(HZ, 0);
    for (int tick = 1; tick < 100; tick++) {
      lead.report(tick * 10, -100_000, tick * 10 + 1);
    }
    assertEquals(256 * HZ, lead.aheadQ8());
  }
}
