package dev.backbeat.load.netcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowFiguresTest {
  private static final int TICK_HZ = 20;

  private final PlayerLog log = new PlayerLog();

  private RowFigures figures() {
    return RowFigures.of(List.of(log), TICK_HZ);
  }

  @Test
  void ticksAroundALateInputAreLeftOutAndCountedApart() {
    log.ticks = 1_000;
    log.lateInputs = 1;
    log.lates.add(500, 1, 25_000);
    log.corrections.add(495, 16, 24_750); // The tick that ran on a held input.
    log.corrections.add(600, 8, 30_000); // Nothing explains this one.
    RowFigures f = figures();
    assertEquals(2, f.corrections());
    assertEquals(1, f.undisturbedCorrections());
    assertEquals(16, f.largestCorrection());
    assertEquals(1_000 - 50, f.undisturbedTicks(), "1.5 s before and 1 s after it");
    assertEquals(0.001, f.starved());
  }

  @Test
  void windowsThatOverlapAreCountedOnce() {
    log.ticks = 1_000;
    log.lates.add(500, 1, 0);
    log.lates.add(510, 2, 0);
    assertEquals(1_000 - 60, figures().undisturbedTicks());
  }

  @Test
  void aStallEndsWithTheLastCorrectionAfterIt() {
    log.ticks = 1_000;
    log.gaps.add(10_000, 12_000, 240);
    log.gaps.add(20_000, 20_600, 412); // No stall: shorter than a second.
    log.corrections.add(240, 300, 12_010);
    log.corrections.add(247, 20, 12_350);
    log.corrections.add(900, 20, 45_000);
    RowFigures f = figures();
    assertEquals(1, f.stalls());
    assertEquals(0.35, f.recoverySeconds(), 1e-9);
    assertEquals(1, f.undisturbedCorrections(), "the one at tick 900");
  }

  @Test
  void theLeastConstantMarginWouldHaveBeenLateForFewerThanOneInTwoHundred() {
    for (int i = 0; i < 1_000; i++) {
      // All are sent with 3 ticks and come 1 tick early, but four, which come 1 tick late.
      log.neededMargin(3, i < 4 ? -1 : 1);
    }
    assertEquals(3, figures().meanMarginTicks());
    assertEquals(2, figures().leastMarginTicks());
    log.neededMargin(3, -1);
    log.neededMargin(3, -1);
    assertEquals(4, figures().leastMarginTicks(), "six of 1,002 are too many");
  }

  @Test
  void whatThePageSentIsTheSame() {
    JsonObject json =
        new JsonObject()
            .put("ticks", 100)
            .put("lateInputs", 2)
            .put("samples", 1_000)
            .put("extrapolatedSamples", 5)
            .put("frozenSamples", 0)
            .put("jumps", 1)
            .put("ownMoves", 7)
            .put("ownMovesSeenLater", 0)
            .put("shotsSeenToHit", 10)
            .put("shotsHit", 9)
            .put("leads", new JsonArray(List.of(2.0, 0.5, 2.0, 0.25)))
            .put("corrections", new JsonArray(List.of(50, 8, 2_500.5)))
            .put("lates", new JsonArray())
            .put("gaps", new JsonArray());
    RowFigures f = RowFigures.of(List.of(PlayerLog.fromJson(json)), TICK_HZ);
    assertEquals(100, f.undisturbedTicks());
    assertEquals(1, f.undisturbedCorrections());
    assertEquals(0.02, f.starved());
    assertEquals(0.005, f.extrapolated());
    assertEquals(1, f.jumps());
    assertEquals(0.9, f.railHits());
    assertEquals(1.75, f.leastMarginTicks());
  }

  @Test
  void whatWasNotMeasuredIsNoSuccess() {
    RowFigures nothing = RowFigures.of(List.of(), TICK_HZ);
    NetcodeTable table =
        new NetcodeTable(List.of(new NetcodeTable.Line(NetcodeRow.ALL.get(1), "Java", nothing)));
    String markdown = table.markdown("Nothing ran.");
    assertTrue(table.missed() >= 4, markdown);
  }
}
