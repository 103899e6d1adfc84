package dev.backbeat.client.interpolate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InterpolatorTest {
  private final SceneFixture scene = new SceneFixture(1);

  @Test
  void goesOnALineBetweenFramesAndTheShortWayRound() {
    scene.reset(10, 100, 0, 250, 0).delta(11, 1, 0, 8, 12, 0);
    assertTrue(Double.isNaN(scene.x(9.9)), "not there yet");
    assertEquals(100, scene.x(10));
    assertEquals(104, scene.x(10.5));
    assertEquals(0, scene.drawn[SceneFixture.ANGLE], "250 and 6 turn through 0");
    assertEquals(0, scene.drawn[SceneFixture.VX], "not interpolated");
    assertTrue(scene.interpolator.sampleExact(scene.body, 10 * 256 + 200, scene.exact));
    assertEquals(106, scene.exact[SceneFixture.X], "100 + 8 * 200 / 256, cut off");
  }

  @Test
  void aTeleportIsNotSmeared() {
    scene.reset(10, 100, 0, 0, 0).delta(11, 1, 900, 0, 0, 1);
    assertEquals(100, scene.x(10.9));
    assertEquals(1000, scene.x(11));
  }

  @Test
  void silenceIsTakenForWhatWasPredicted() {
    scene.reset(10, 100, 4, 0, 0);
    // At 14 it turns: until 13 it went on.
    scene.delta(14, 1, 0, -14, 0, 0);
    assertEquals(112, scene.x(13));
    assertEquals(107, scene.x(13.5));
    assertEquals(102, scene.x(14));
  }

  @Test
  void whatTheNextFrameConfirmsIsNoGuessAndWhatSilenceProvesNeither() {
    scene.reset(10, 100, 4, 0, 0);
    assertEquals(106, scene.x(11.5));
    scene.silent(12);
    assertEquals(112, scene.x(13));
    scene.delta(14, 1, 0, 6, 0, 0);
    assertEquals(0, scene.interpolator.extrapolatedSamples());
    assertEquals(112, scene.x(13));
    assertEquals(117, scene.x(13.5));
    assertEquals(3, scene.interpolator.samples() - 1);
  }

  @Test
  void aWrongGuessIsTakenBackOverTheStatedTimeWithoutAJump() {
    scene.reset(10, 100, 40, 0, 0);
    assertEquals(160, scene.x(11.5));
    // It had stopped at 11.
    scene.delta(11, 1, 0, -40, 0, 0).silent(12);
    assertEquals(1, scene.interpolator.extrapolatedSamples());
    assertEquals(160, scene.x(11.5), "no jump");
    assertEquals(130, scene.x(12.5), "half of 100 ms later");
    assertEquals(100, scene.x(13.5), 1e-9);
    assertEquals(100, scene.x(14), 1e-9);
  }

  @Test
  void extrapolationIsBoundedThenItStandsAndCatchesUp() {
    scene.reset(10, 100, 10, 0, 0);
    assertEquals(150, scene.x(15), "250 ms");
    assertEquals(0, scene.interpolator.frozenSamples());
    double before = scene.x(20);
    assertEquals(150, before);
    assertEquals(1, scene.interpolator.frozenSamples());
    for (int tick = 11; tick <= 24; tick++) {
      scene.silent(tick);
    }
    for (double tick = 20; tick < 24; tick += 0.1) {
      double x = scene.x(tick);
      assertTrue(x >= before, x + " after " + before);
      before = x;
    }
    assertEquals(239, scene.x(23.9), 1e-6);
  }

  @Test
  void aRoomThatSendsSeldomIsNotFrozenBySilence() {
    SceneFixture seldom = new SceneFixture(4);
    seldom.reset(8, 100, 10, 0, 0);
    assertEquals(250, seldom.x(23), "four sends");
    assertEquals(0, seldom.interpolator.frozenSamples());
  }

  @Test
  void whatIsGoneStaysUntilItsFrameIsDrawn() {
    scene.reset(10, 100, 10, 0, 0).removed(13);
    assertEquals(120, scene.x(12.5), "as in the send before: 12");
    assertTrue(Double.isNaN(scene.x(13)));
    assertFalse(scene.interpolator.sampleExact(scene.body, 13 * 256, scene.exact));
    int[] there = {0};
    scene.interpolator.forEach(12 * 256, e -> there[0]++);
    scene.interpolator.forEach(13 * 256, e -> there[0] += 10);
    assertEquals(1, there[0]);
  }

  @Test
  void aResetKeepsTheHistory() {
    scene.reset(10, 100, 10, 0, 0).reset(12, 140, 10, 0, 0);
    assertEquals(120, scene.x(11));
  }

  @Test
  void aCellThatComesSeldomCorrectsWhatWasTakenForTrue() {
    scene.reset(8, 100, 3, 0, 0);
    for (int tick = 9; tick < 16; tick++) {
      scene.silent(tick);
    }
    assertEquals(115, scene.x(13), "as predicted");
    scene.delta(16, 8, 1, 10, 0, 0);
    // 100 + 8 * 13 + 1 at 16: at 13 it was at 165.625 on the line.
    assertEquals(115, scene.x(13), "no jump");
    assertEquals(178.75 - 25.3125, scene.x(14), 1e-9, "half of it is taken back");
    assertEquals(191.875, scene.x(15), 1e-9);
    assertEquals(205, scene.x(16), 1e-9);
  }

  @Test
  void aFrameIsLateIfTheNewestPictureWasOfAfterTheSendBeforeIt() {
    for (int span : new int[] {1, 4}) {
      SceneFixture it = new SceneFixture(span);
      it.reset(40, 100, 10, 0, 0);
      assertEquals(40, it.draw(40));
      it.silent(40 + span);
      assertEquals(40 + span, it.draw(40 + span));
      it.silent(40 + 2 * span);
      assertEquals(0, it.interpolator.lateFrames(), "just in time, span " + span);
      assertEquals(40.5 + 2 * span, it.draw(40.5 + 2 * span));
      it.silent(40 + 3 * span);
      assertEquals(1, it.interpolator.lateFrames(), "half a tick too late, span " + span);
    }
  }

  @Test
  void nothingIsKeptForEver() {
    scene.reset(10, 100, 1, 0, 0);
    for (int tick = 11; tick < 200; tick++) {
      scene.silent(tick);
    }
    assertTrue(Double.isNaN(scene.x(100)), "forgotten");
    assertEquals(270, scene.x(180));
  }
}
