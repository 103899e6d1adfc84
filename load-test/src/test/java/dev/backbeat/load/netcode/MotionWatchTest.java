package dev.backbeat.load.netcode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MotionWatchTest {
  private static final double PICTURE_MS = 16;
  private static final ArenaNames NAMES =
      new ArenaNames(0, 5, 0, 1, 2, 3, 0, 4, 0, 1, 2, 1, 5, 0, 36, 75);

  private final MotionWatch watch = new MotionWatch(75, 30);
  private double nowMs;

  private void drawnAt(double x, int exactX, int teleport) {
    nowMs += PICTURE_MS;
    double[] drawn = {x, 0, 75, 0, teleport};
    watch.seen(7, NAMES, drawn, new int[] {exactX, 0, 75, 0, teleport}, nowMs);
  }

  @Test
  void goingOnAndTurningRoundAreNoJumps() {
    drawnAt(1_000, 1_000, 1);
    drawnAt(1_036, 1_036, 1);
    drawnAt(1_040, 1_040, 1);
    drawnAt(1_004, 1_004, 1);
    assertEquals(0, watch.jumps());
  }

  @Test
  void beingSomewhereElseAtOnceIsAJump() {
    drawnAt(1_000, 1_000, 1);
    drawnAt(400, 400, 1);
    assertEquals(1, watch.jumps());
    drawnAt(1_000, 1_000, 1);
    assertEquals(2, watch.jumps());
  }

  @Test
  void takingAWrongPictureBackOverATenthOfASecondIsNone() {
    drawnAt(1_000, 1_000, 1);
    double wrong = 600;
    for (int i = 0; i < 6; i++) {
      wrong = Math.max(0, wrong - 600 * PICTURE_MS / 100);
      drawnAt(400 + wrong, 400, 1);
    }
    assertEquals(0, watch.jumps());
  }

  @Test
  void takingItBackInTwoPicturesIsAJump() {
    drawnAt(1_000, 1_000, 1);
    drawnAt(700, 400, 1);
    drawnAt(400, 400, 1);
    assertEquals(2, watch.jumps());
  }

  @Test
  void aTeleportIsNone() {
    drawnAt(1_000, 1_000, 1);
    drawnAt(200, 200, 2);
    assertEquals(0, watch.jumps());
  }

  @Test
  void timeThatGoesBackIsAJump() {
    watch.picture(25_600);
    watch.picture(25_600);
    watch.picture(25_599);
    assertEquals(1, watch.jumps());
  }
}
