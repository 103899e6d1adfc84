package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The input clock over simulated networks, with the server's reports. */
class InputLeadTest {
  private static final long SEED = 2026;
  private static final int TICKS = 10_000;
  private static final int WAY_MS = 50;

  /** The first seconds, in which little is known: looked at apart. */
  private static final int START_S = 3;

  @ParameterizedTest
  @CsvSource({
    "20, 10, false", "20, 10, true", "20, 25, false", "20, 25, true",
    "30, 10, false", "30, 10, true", "30, 25, false", "30, 25, true",
    "60, 10, false", "60, 10, true", "60, 25, false", "60, 25, true",
    "128, 10, false", "128, 10, true", "128, 25, false", "128, 25, true",
  })
  void fewInputsAreLateAndTheLeadIsNearlyTheLeast(int hz, int jitterMs, boolean normal) {
    SimulatedNetwork network = new SimulatedNetwork(hz, WAY_MS, jitterMs, normal, SEED, 1);
    network.run(TICKS);
    int from = hz * START_S;
    double late = network.lateShare(from);
    double least = network.leastConstantTicks(from, 0.005);
    double extra = network.meanOffsetTicks(from) - least;
    String what =
        String.format(
            "seed %d, %d Hz, %s jitter of %d ms: late %.2f %% (all: %.2f %%), %.2f ticks, least %.2f",
            SEED,
            hz,
            normal ? "normal" : "uniform",
            jitterMs,
            late * 100,
            network.lateShare(0) * 100,
            least + extra,
            least);
    System.out.println(what);
    assertTrue(late < 0.005, what);
    assertTrue(extra < 2, what);
    assertTrue(network.lateShare(0) < 0.012, what);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void whereFramesComeSeldomItLearnsFromTheServersCount(int span) {
    SimulatedNetwork network = new SimulatedNetwork(60, WAY_MS, 25, true, SEED, span);
    network.run(TICKS);
    double late = network.lateShare(60 * START_S);
    double extra =
        network.meanOffsetTicks(60 * START_S) - network.leastConstantTicks(60 * START_S, 0.005);
    String what = "span " + span + ": late " + late + ", extra ticks " + extra;
    assertTrue(late < 0.005, what);
    assertTrue(extra < 2, what);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 30, 60, 128})
  void aStallIsNoJitter(int hz) {
    SimulatedNetwork network = new SimulatedNetwork(hz, WAY_MS, 10, false, SEED, 1);
    network.run(hz * 20);
    for (int i = 0; i < 5; i++) {
      double before = network.offsetTicks(network.ticks() - 1);
      network.stall(2000);
      network.run(hz * 2 + 1);
      int stallEnd = network.ticks();
      network.run(hz * 8);
      double most = 0;
      for (int t = stallEnd; t < network.ticks(); t++) {
        most = Math.max(most, network.offsetTicks(t));
      }
      String what = hz + " Hz, stall " + i + ": lead " + before + ", then up to " + most;
      assertTrue(most < before + 0.5, what);
      // Half a second after its end every input comes in time again.
      assertEquals(0, network.lateCount(stallEnd + hz / 2, network.ticks() - hz), what);
    }
  }

  @Test
  void aWayThatGetsLongerIsFollowed() {
    SimulatedNetwork network = new SimulatedNetwork(30, WAY_MS, 5, false, SEED, 1);
    network.run(30 * 10);
    assertTrue(network.lead().settled());
    double before = network.offsetTicks(network.ticks() - 1);
    network.wayMs(WAY_MS + 250);
    network.run(30 * 6);
    assertTrue(network.offsetTicks(network.ticks() - 1) - before > 7.4, "ticks");
    network.run(30 * 5);
    assertEquals(0, network.lateCount(network.ticks() - 30 * 5, network.ticks() - 30));
    assertTrue(network.lead().settled());
  }

  @Test
  void aWayThatGetsShorterIsGivenBack() {
    SimulatedNetwork network = new SimulatedNetwork(30, WAY_MS + 100, 5, false, SEED, 1);
    network.run(30 * 10);
    double before = network.offsetTicks(network.ticks() - 1);
    network.wayMs(WAY_MS);
    network.run(30 * 6);
    assertEquals(3, before - network.offsetTicks(network.ticks() - 1), 0.3, "ticks");
    assertEquals(0, network.lateCount(30, network.ticks() - 30));
  }

  @Test
  void theClockRunsOnlyALittleFasterOrSlower() {
    SimulatedNetwork network = new SimulatedNetwork(60, WAY_MS, 25, true, SEED, 1);
    network.run(TICKS);
    double largest = 0;
    for (int i = 1; i < TICKS; i++) {
      largest = Math.max(largest, Math.abs(network.offsetTicks(i) - network.offsetTicks(i - 1)));
    }
    // Per tick of the clock that runs a tenth faster itself.
    assertTrue(largest < 0.13, largest + " ticks in one tick");
  }

  @Test
  void aSlipOfTheServerMovesEverythingAtOnce() {
    InputLead lead = new InputLead(30);
    lead.onRoundTrip(1_000_000_000L, 40_000_000, 1_000_000, 0);
    long before = lead.offsetNs();
    lead.onServerSlip(-700_000_000L);
    assertEquals(before - 700_000_000L, lead.offsetNs());
    assertFalse(lead.settled());
  }

  @Test
  void inputsThatWereNeverTakenSayNothing() {
    InputLead lead = new InputLead(30);
    lead.onRoundTrip(0, 40_000_000, 1_000_000, 0);
    long before = lead.timeNs(0);
    for (int i = 1; i < 50; i++) {
      lead.report(100 + i, 1_000_000 + i, -100_000, 0);
      assertEquals(before + i * 1_000_000L, lead.timeNs(i * 1_000_000L));
    }
  }
}
