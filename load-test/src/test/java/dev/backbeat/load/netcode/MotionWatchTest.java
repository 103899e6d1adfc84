package dev.backbeat.load.netcode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MotionWatchTest {
  private static final long PICTURE_NS = 16_000_000;
  private static final ArenaNames NAMES =
      new ArenaNames(0, 5, 0, 1, 2, 3, 0, 4, 0, 1, 2, 1, 5, 0, 36, 75);

  private final MotionWatch watch = new MotionWatch(75, 30);
  private long nowNs;

  private void drawnAt(double x, int exactX, int vx, int teleport) {
    nowNs += PICTURE_NS;
    double[] drawn = {x, 0, vx, 0, teleport};
    watch.seen(7, NAMES, drawn, new int[] {exactX, 0, vx, 0, teleport}, nowNs);
  }

  @Test
  void goingOnAndTurningRoundAreNoJumps() {
    drawnAt(1_000, 1_000, 75, 1);
    drawnAt(1_036, 1_036, 75, 1);
    drawnAt(1_040, 1_040, -10, 1);
    drawnAt(1_004, 1_004, -75, 1);
    assertEquals(0, watch.jumps());
  }

  @Test
  void goingBackInTimeIsAJump() {
    drawnAt(1_000, 1_000, 75, 1);
    drawnAt(1_200, 1_200, 75, 1);
    drawnAt(1_050, 1_200, 75, 1);
    assertEquals(1, watch.jumps());
  }

  @Test
  void takingBackAWrongPictureIsNone() {
    drawnAt(1_000, 1_000, 75, 1);
    drawnAt(900, 400, 75, 1);
    assertEquals(0, watch.jumps());
  }

  @Test
  void aTeleportIsNone() {
    drawnAt(1_000, 1_000, 75, 1);
    drawnAt(200, 1_000, 75, 2);
    assertEquals(0, watch.jumps());
  }
}
