package dev.backbeat.client.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.InputSchema;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionTest {
  private static final long MS = 1_000_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void anUndisturbedPredictionIsNeverWrong(int span) {
    long seed = 5 + span;
    SplittableRandom random = new SplittableRandom(seed);
    PredictionScene scene = new PredictionScene(span);
    for (int i = 0; i < 10_000; i++) {
      if (random.nextInt(3) == 0) {
        scene.move = random.nextInt(-50, 51);
      }
      scene.presses += random.nextInt(8) == 0 ? random.nextInt(12) : 0;
      scene.tick(random.nextInt(5) == 0);
    }
    assertEquals(0, scene.prediction.corrections(), "seed " + seed);
    assertEquals(PredictionScene.AHEAD, scene.prediction.tick() - scene.serverTick());
    assertTrue(scene.prediction.active());
  }

  @Test
  void aDisturbanceIsReplayedAtOnceAndSmoothedInThePicture() {
    PredictionScene scene = new PredictionScene(1);
    scene.move = 10;
    scene.ticks(30);
    double before = scene.drawnX();
    scene.push(400);
    scene.tick(false);
    Prediction p = scene.prediction;
    assertEquals(1, p.corrections());
    assertEquals(400, p.correctionSize(), 1e-6);
    assertEquals(PredictionScene.AHEAD, p.replayedTicks());
    double after = scene.drawnX();
    assertEquals(before + 10, after, 1, "no jump in the picture");
    assertEquals(
        p.stateAt(p.tick())[0] - 400 * Math.exp(-1),
        scene.drawnXIn(100 * MS),
        10.5,
        "a time constant");
    scene.ticks(40);
    assertEquals(1, p.corrections());
    assertEquals(p.state()[0], scene.drawnX(), 0.1);
    assertArrayEquals(scene.truthIn(PredictionScene.AHEAD), p.state());
  }

  @Test
  void aTeleportSnapsAndCountsNoCorrection() {
    PredictionScene scene = new PredictionScene(1);
    scene.ticks(30);
    scene.teleport(5000);
    scene.tick(false);
    assertEquals(0, scene.prediction.corrections());
    assertEquals(scene.prediction.state()[0], scene.drawnX(), 0.01);
    assertEquals(5000, scene.drawnX(), 100);
  }

  @Test
  void anotherEntityStartsAnewAndNoneEndsIt() {
    PredictionScene scene = new PredictionScene(1);
    scene.ticks(30);
    scene.entity(-1);
    scene.tick(false);
    assertFalse(scene.prediction.active());
    assertFalse(scene.prediction.draw(0));
    assertNull(scene.prediction.state());
    assertEquals(0, scene.prediction.tick());
    scene.entity(9);
    scene.push(777);
    scene.tick(false);
    assertTrue(scene.prediction.active());
    assertEquals(0, scene.prediction.corrections());
    assertEquals(scene.prediction.state()[0], scene.drawnX(), 0.01);
  }

  @Test
  void theLiveInputShowsInThisPicture() {
    PredictionScene scene = new PredictionScene(1);
    scene.ticks(30);
    double still = scene.drawnXIn(25 * MS);
    scene.live[0] = 7;
    assertEquals(still + 3.5, scene.drawnXIn(25 * MS), 0.1, "half a tick of a first step of 7");
    scene.live[0] = -7;
    assertEquals(still - 3.5, scene.drawnXIn(25 * MS), 0.1);
  }

  @Test
  void theLiveInputShowsAlsoAtAndBeforeTheTimeOfTheNewestInput() {
    PredictionScene scene = new PredictionScene(1);
    scene.ticks(30);
    for (long inNs : new long[] {0, -15 * MS}) {
      scene.live[0] = 0;
      double still = scene.drawnXIn(inNs);
      scene.live[0] = 7;
      assertTrue(scene.drawnXIn(inNs) > still, "in " + inNs + " ns");
    }
  }

  @Test
  void predictionIsBoundedThenTheBodyStandsAndIsRightAgainAfterwards() {
    PredictionScene scene = new PredictionScene(1);
    scene.move = 10;
    scene.ticks(30);
    int newest = scene.serverTick();
    scene.holdFrames(true);
    scene.ticks(75);
    int limit = newest + Prediction.AHEAD_S * PredictionScene.HZ + PredictionScene.AHEAD;
    assertEquals(limit, scene.prediction.tick());
    double stands = scene.drawnX();
    scene.ticks(3);
    assertEquals(stands, scene.drawnX());
    scene.holdFrames(false);
    scene.tick(false);
    assertEquals(0, scene.prediction.corrections());
    assertArrayEquals(scene.truthIn(PredictionScene.AHEAD), scene.prediction.state());
  }

  @Test
  void aResetThatDiffersIsNotSmoothed() {
    PredictionScene scene = new PredictionScene(1);
    scene.ticks(30);
    scene.push(300);
    scene.resetNext();
    scene.tick(false);
    assertEquals(1, scene.prediction.corrections());
    assertEquals(scene.prediction.state()[0], scene.drawnX(), 0.01);
  }

  @Test
  void namesThatTheRoomDoesNotKnowAreRefused() {
    Prediction wrong = new Prediction("body", PredictionScene.rule("x", "wings"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            wrong.onWelcome(
                PredictionScene.SCHEMA, PredictionScene.MAP, PredictionScene.CONSTANTS, 20));
  }

  @Test
  void withoutInputsForASecondAndAfterAResumeAxesAreNeutralOrKept() {
    InputSchema schema =
        new InputSchema(
            List.of(
                new AxisSchema("move", -50, 50),
                new AxisSchema("aim", 0, 255).keepingValue(),
                new AxisSchema("gear", 1, 5)),
            List.of("fire"));
    int[] axes = {30, 77, 4};
    InputHistory history = new InputHistory(schema, 20, axes, new int[] {0});
    history.take(5);
    int[] into = new int[4];
    history.read(25, into);
    assertArrayEquals(new int[] {30, 77, 4, 0}, into, "held for a second");
    history.read(26, into);
    assertArrayEquals(new int[] {0, 77, 1, 0}, into);
    history.onResumed();
    history.read(6, into);
    assertArrayEquals(new int[] {0, 77, 1, 0}, into, "a new connection has sent nothing yet");
  }

  @Test
  void aTickWithoutAnInputHasTheOneBeforeAndNoPress() {
    int[] axes = {3};
    int[] presses = {0};
    InputHistory history = new InputHistory(PredictionScene.SCHEMA.input(), 20, axes, presses);
    presses[0] = 20;
    history.take(5);
    int[] into = new int[2];
    history.read(5, into);
    assertArrayEquals(new int[] {3, InputHistory.MAX_PRESSES_PER_TICK}, into);
    history.read(7, into);
    assertArrayEquals(new int[] {3, 0}, into);
    assertTrue(history.has(5));
    assertFalse(history.has(7));
    axes[0] = 4;
    presses[0] = 22;
    history.readLive(into);
    assertArrayEquals(new int[] {4, 2}, into);
    for (int tick = 6; tick < 6 + 4 * 20; tick++) {
      history.take(tick);
    }
    assertTrue(history.has(6), "four seconds are kept");
  }
}
