package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.v1.InputBatch;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which messages a script of inputs becomes, stepped by hand. */
class InputPumpTest {
  private static final int HZ = 20;
  private static final int KEEPALIVE_TICKS = 8;

  private final PumpFixture pump = new PumpFixture(HZ);

  private static int last(InputBatch batch) {
    return batch.getFirstTick() + batch.getValuesCount() - 1;
  }

  /** Runs until the lead has settled; the messages until then are forgotten. */
  private void settle() {
    pump.runTicks(100);
    assertTrue(pump.lead().settled());
    pump.takeSent();
  }

  @Test
  void everyInputIsSentUntilTheLeadHasSettled() {
    pump.runTicks(100);
    List<InputBatch> sent = pump.takeSent();
    for (int i = 0; i < 16; i++) {
      assertEquals(sent.get(0).getFirstTick() + i, sent.get(i).getFirstTick());
    }
    assertTrue(sent.size() < 85, sent.size() + " of 100: it settles");
    int tail = sent.size() - 1;
    assertEquals(KEEPALIVE_TICKS, last(sent.get(tail)) - last(sent.get(tail - 1)));
  }

  @Test
  void anUnchangedInputIsSentWhenAKeepaliveIsDueOnly() {
    settle();
    pump.runTicks(80);
    List<InputBatch> sent = pump.takeSent();
    assertEquals(10, sent.size());
    for (int i = 1; i < sent.size(); i++) {
      assertEquals(sent.get(i - 1).getFirstTick() + KEEPALIVE_TICKS, sent.get(i).getFirstTick());
      assertEquals(1, sent.get(i).getValuesCount());
    }
  }

  @Test
  void aChangeIsSentAtOnceForItsTickAndTheKeepaliveCountsFromIt() {
    settle();
    int tick = pump.newestTick() + 3;
    List<InputBatch> sent = sentOfAChangeAndAPressAfterIt(tick);
    assertEquals(List.of(tick, tick + 2, tick + 2 + KEEPALIVE_TICKS), firstTicks(sent));
    assertEquals(List.of(55), sent.get(0).getValuesList());
    assertEquals(0, sent.get(0).getPresses(0));
    assertEquals(1, sent.get(1).getPresses(0));
    assertEquals(1, sent.get(2).getPresses(0), "a keepalive is no press");
  }

  private static List<Integer> firstTicks(List<InputBatch> batches) {
    return batches.stream().map(InputBatch::getFirstTick).toList();
  }

  @Test
  void aLateInputMakesEveryTickBeSentUntilTheLeadIsGoodAgain() {
    settle();
    pump.wayMs(60);
    pump.runTicks(KEEPALIVE_TICKS + 2);
    assertFalse(pump.lead().settled());
    pump.takeSent();
    pump.runTicks(14);
    assertTrue(pump.takeSent().size() >= 13, "every tick");
    pump.runTicks(150);
    assertTrue(pump.lead().settled());
    assertTrue(pump.leadMs() > 0, pump.leadMs() + " ms");
    pump.takeSent();
    pump.runTicks(80);
    assertEquals(10, pump.takeSent().size());
  }

  @Test
  void theLeadIsGivenBackThoughFewInputsAreSent() {
    pump.wayMs(150);
    pump.runTicks(200);
    assertTrue(pump.lead().settled());
    pump.wayMs(10);
    pump.runTicks(20 * KEEPALIVE_TICKS + 200);
    assertTrue(pump.lead().settled());
    assertTrue(pump.leadMs() < 30, pump.leadMs() + " ms");
  }

  @Test
  void aResumedConnectionIsToldAtOnceAndPressesStartAnew() {
    settle();
    pump.pressAt(pump.newestTick() + 1);
    pump.runTicks(2);
    pump.takeSent();
    pump.pump().onResumed();
    pump.runTicks(1);
    List<InputBatch> sent = pump.takeSent();
    assertTrue(sent.size() >= 1);
    sent.forEach(batch -> assertEquals(1, batch.getValuesCount(), "no tick of before"));
    assertEquals(0, sent.get(0).getPresses(0));
  }

  @Test
  void aPressRightAfterAResumeStatesItsView() {
    settle();
    pump.pressAt(pump.newestTick() + 1);
    pump.runTicks(2);
    pump.takeSent();
    pump.pump().onResumed();
    pump.pressAt(pump.newestTick() + 1);
    pump.runTicks(2);
    assertTrue(pump.takeSent().stream().anyMatch(batch -> batch.getViewLagQ8Count() > 0));
  }

  @Test
  void inputsGoInBatchesWhereTheServerWantsThem() {
    settle();
    for (int n : new int[] {2, 4, 1, 4, 2, 1}) {
      pump.ask(n);
      pump.axisEveryTick(true);
      pump.runTicks(60);
      List<InputBatch> sent = pump.takeSent();
      for (int i = 1; i < sent.size(); i++) {
        assertEquals(last(sent.get(i - 1)) + 1, sent.get(i).getFirstTick(), "no tick twice");
      }
      for (InputBatch batch : sent.subList(sent.size() - 5, sent.size())) {
        assertEquals(n, batch.getValuesCount());
        assertTrue(pump.leadMsOf(batch.getFirstTick()) > 0, "the first comes in time, n = " + n);
        assertTrue(pump.leadMsOf(batch.getFirstTick()) < 50, "and no earlier, n = " + n);
      }
    }
    pump.assertServerUsedWhatWasMeant();
  }

  @Test
  void aBatchOfWhatIsHeldIsLeftOut() {
    settle();
    pump.ask(4);
    pump.runTicks(100);
    assertTrue(pump.lead().settled());
    pump.takeSent();
    pump.runTicks(80);
    assertEquals(10, pump.takeSent().size(), "keepalives");
    pump.pressAt(pump.newestTick() + 2);
    pump.runTicks(6);
    List<InputBatch> sent = pump.takeSent();
    assertTrue(sent.size() <= 2);
    assertEquals(1, sent.get(sent.size() - 1).getPresses(3), "once, however long the batch");
    pump.assertServerUsedWhatWasMeant();
  }

  @Test
  void slowRoomsGetSmallerBatchesThanTheyWant() {
    PumpFixture slow = new PumpFixture(10);
    slow.ask(4);
    slow.axisEveryTick(true);
    slow.runTicks(60);
    List<InputBatch> sent = slow.takeSent();
    assertEquals(2, sent.get(sent.size() - 1).getValuesCount(), "200 ms");
  }

  /** What is sent from {@code tick}, whose axis is another, to a keepalive after a press. */
  private List<InputBatch> sentOfAChangeAndAPressAfterIt(int tick) {
    pump.axisFrom(tick, 55);
    pump.pressAt(tick + 2);
    pump.runTicks(3 + 2 + KEEPALIVE_TICKS);
    return pump.takeSent().stream().filter(b -> b.getFirstTick() >= tick).toList();
  }

  @Test
  void aNewPressSaysWhatThePlayerLookedAt() {
    settle();
    int tick = pump.newestTick() + 3;
    List<InputBatch> sent = sentOfAChangeAndAPressAfterIt(tick);
    assertEquals(0, sent.get(0).getViewLagQ8Count(), "no press, nothing said");
    // The fixture draws half a tick behind the server, which is a way and the margin behind.
    assertEquals(List.of(tick + 2), List.of(sent.get(1).getFirstTick()));
    assertEquals(1, sent.get(1).getViewLagQ8Count());
    assertEquals(128 + 256 * HZ * 16 / 1000, sent.get(1).getViewLagQ8(0), 40);
    assertEquals(0, sent.get(2).getViewLagQ8Count(), "a keepalive is no press");
  }

  @Test
  void theLastPictureCountsElseTheMoment() {
    ShotView view = new ShotView(nowNs -> 1000);
    assertEquals(10 * 256 - 1000, view.lagQ8(10, 0));
    view.onPicture(900, 5);
    assertEquals(10 * 256 - 900, view.lagQ8(10, 5));
    assertEquals(11 * 256 - 900, view.lagQ8(11, 200_000_000), "more ticks than pictures");
    assertEquals(10 * 256 - 1000, view.lagQ8(10, 250_000_005), "nobody draws");
    view.onPicture(99_999, 300_000_000);
    assertEquals(1, view.lagQ8(10, 300_000_000), "0 would say nothing");
    view.onWelcome();
    assertEquals(10 * 256 - 1000, view.lagQ8(10, 300_000_000), "a picture of another room");
  }

  @Test
  void aLateTimerLeavesNoTickOut() {
    settle();
    pump.axisEveryTick(true);
    int before = pump.newestTick();
    pump.pauseTicks(15);
    pump.runTicks(10);
    List<InputBatch> sent = pump.takeSent();
    int next = before + 1;
    for (InputBatch batch : sent) {
      assertEquals(next, batch.getFirstTick());
      next += batch.getValuesCount();
    }
    assertTrue(next > before + 20);
  }

  @Test
  void whatTheServerUsesIsWhatTheSourceMeantWhateverIsSent() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 40; round++) {
      PumpFixture any = new PumpFixture(new int[] {5, 10, 20, 60, 128}[random.nextInt(5)]);
      for (int i = 0; i < 20; i++) {
        int tick = any.newestTick() + 1 + random.nextInt(20);
        any.axisFrom(tick, random.nextInt(-127, 128));
        if (random.nextBoolean()) {
          any.pressAt(tick + random.nextInt(5));
        }
        if (random.nextInt(4) == 0) {
          any.ask(1 << random.nextInt(3));
        }
        any.runTicks(random.nextInt(1, 40));
      }
      any.assertServerUsedWhatWasMeant("seed " + seed + ", round " + round);
    }
  }
}
