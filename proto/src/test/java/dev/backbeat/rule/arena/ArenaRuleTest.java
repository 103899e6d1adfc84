package dev.backbeat.rule.arena;

import static dev.backbeat.rule.arena.ArenaRule.AIM;
import static dev.backbeat.rule.arena.ArenaRule.HP;
import static dev.backbeat.rule.arena.ArenaRule.RADIUS;
import static dev.backbeat.rule.arena.ArenaRule.VX;
import static dev.backbeat.rule.arena.ArenaRule.VY;
import static dev.backbeat.rule.arena.ArenaRule.X;
import static dev.backbeat.rule.arena.ArenaRule.Y;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.rule.StaticMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArenaRuleTest {
  /** As the arena has them at 20 Hz. */
  private static final int MAX_SPEED = 112;

  private static final int ACCEL_STEP = 45;
  private static final int BODY_RADIUS = 112;
  private static final StaticMap OPEN =
      new StaticMap(-1_000_000, -1_000_000, 1_000_000, 1_000_000, new int[0]);

  /** A wall of two pixels, thinner than a step is long, and a block. */
  private static final StaticMap WALLED =
      new StaticMap(
          0, 0, 8_000, 8_000, new int[] {3_000, 0, 3_016, 5_000, 4_000, 6_000, 5_000, 7_000});

  @Test
  void reachesAnyTargetFromAnyVelocityWithinSixTicks() {
    int[] corners = {-127, -90, -1, 0, 1, 90, 127};
    int worst = 0;
    for (int fromX : corners) {
      for (int fromY : corners) {
        for (int toX : corners) {
          for (int toY : corners) {
            worst = Math.max(worst, ticksToTurn(fromX, fromY, toX, toY));
          }
        }
      }
    }
    assertEquals(5, worst, "from full speed one way to full speed the other way");
  }

  private static int ticksToTurn(int fromX, int fromY, int toX, int toY) {
    int[] from = {fromX, fromY, 0};
    int[] to = {toX, toY, 0};
    int[] s = body(0, 0);
    int[] goal = body(0, 0);
    for (int i = 0; i < 10; i++) {
      ArenaRule.RULE.step(s, from, OPEN);
      ArenaRule.RULE.step(goal, to, OPEN);
    }
    int ticks = 0;
    while (s[VX] != goal[VX] || s[VY] != goal[VY]) {
      int vx = s[VX];
      int vy = s[VY];
      ArenaRule.RULE.step(s, to, OPEN);
      ticks++;
      assertTrue(ticks <= 6, "not there after six ticks");
      // A residual of -64..63 is one byte on the wire.
      assertTrue(Math.abs(s[VX] - vx) <= 63 && Math.abs(s[VY] - vy) <= 63);
    }
    ArenaRule.RULE.step(s, to, OPEN);
    assertEquals(goal[VX], s[VX], "and stays");
    assertEquals(goal[VY], s[VY]);
    return ticks;
  }

  @Test
  void noDirectionIsFasterThanTheMaximum() {
    for (int mx = -127; mx <= 127; mx++) {
      for (int my = -127; my <= 127; my++) {
        int[] s = body(0, 0);
        for (int i = 0; i < 6; i++) {
          ArenaRule.RULE.step(s, new int[] {mx, my, 0}, OPEN);
        }
        double speed = Math.hypot(s[VX], s[VY]);
        assertTrue(speed <= MAX_SPEED * 1.01, mx + "," + my + ": " + speed);
        if (mx * mx + my * my >= 127 * 127) {
          assertTrue(speed >= MAX_SPEED - 2, mx + "," + my + ": " + speed);
        }
      }
    }
  }

  @Test
  void neverInsideAWallAndPositionIsPreviousPlusVelocity() {
    long seed = 4711;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    int touches = 0;
    for (int run = 0; run < 10; run++) {
      StaticMap map = randomMap(random);
      int[] s = freeBody(random, map);
      int[] input = new int[3];
      for (int i = 0; i < 10_000; i++) {
        if (random.nextInt(10) == 0) {
          input[0] = random.nextInt(255) - 127;
          input[1] = random.nextInt(255) - 127;
        }
        input[2] = random.nextInt(4096);
        int[] before = s.clone();
        ArenaRule.RULE.step(s, input, map);
        assertEquals(before[X] + s[VX], s[X]);
        assertEquals(before[Y] + s[VY], s[Y]);
        assertFalse(overlaps(map, s), "run " + run + " step " + i);
        touches += s[VX] == 0 && input[0] != 0 ? 1 : 0;
      }
    }
    assertTrue(touches > 1_000, "walls were met: " + touches);
  }

  @Test
  void slidesAlongAWallAtTheFullSpeedOfTheFreeDirection() {
    int[] s = body(3_000 - BODY_RADIUS, 1_000);
    for (int i = 0; i < 6; i++) {
      ArenaRule.RULE.step(s, new int[] {127, 127, 0}, WALLED);
      assertEquals(0, s[VX]);
    }
    assertEquals(127 * MAX_SPEED / 179, s[VY]);
    assertEquals(3_000 - BODY_RADIUS, s[X]);
  }

  @Test
  void stopsExactlyAtAWallAndAtTheBorder() {
    int[] s = body(2_000, 1_000);
    for (int i = 0; i < 30; i++) {
      ArenaRule.RULE.step(s, new int[] {127, 0, 0}, WALLED);
    }
    assertEquals(3_000 - BODY_RADIUS, s[X]);
    assertEquals(0, s[VX]);
    for (int i = 0; i < 60; i++) {
      ArenaRule.RULE.step(s, new int[] {-127, -127, 0}, WALLED);
    }
    assertEquals(BODY_RADIUS, s[X]);
    assertEquals(BODY_RADIUS, s[Y]);
  }

  @Test
  void noSpeedTunnelsThroughAThinWall() {
    for (int speed = 100; speed < 5_000; speed += 37) {
      int[] s = body(1_500, 1_000);
      s[ArenaRule.MAX_SPEED] = speed;
      s[ArenaRule.ACCEL_STEP] = speed;
      for (int i = 0; i < 20; i++) {
        ArenaRule.RULE.step(s, new int[] {127, 0, 0}, WALLED);
      }
      assertEquals(3_000 - BODY_RADIUS, s[X], "speed " + speed);
    }
  }

  @Test
  void theDeadStandStillAndLookAround() {
    int[] s = body(1_000, 1_000);
    ArenaRule.RULE.step(s, new int[] {127, 0, 0}, WALLED);
    s[HP] = 0;
    int x = s[X];
    ArenaRule.RULE.step(s, new int[] {127, 0, 2_048}, WALLED);
    assertArrayEquals(new int[] {x, 1_000, 0, 0, 128}, java.util.Arrays.copyOf(s, 5));
  }

  @Test
  void aimIsRoundedAndWraps() {
    int[] s = body(1_000, 1_000);
    ArenaRule.RULE.step(s, new int[] {0, 0, 4_095}, WALLED);
    assertEquals(0, s[AIM]);
    ArenaRule.RULE.step(s, new int[] {0, 0, 1_031}, WALLED);
    assertEquals(64, s[AIM]);
    ArenaRule.RULE.step(s, new int[] {0, 0, 1_032}, WALLED);
    assertEquals(65, s[AIM]);
  }

  private static StaticMap randomMap(Random random) {
    int[] walls = new int[4 * 40];
    for (int i = 0; i < walls.length; i += 4) {
      walls[i] = random.nextInt(9_500);
      walls[i + 1] = random.nextInt(9_500);
      walls[i + 2] = walls[i] + 1 + random.nextInt(500);
      walls[i + 3] = walls[i + 1] + 1 + random.nextInt(500);
    }
    return new StaticMap(0, 0, 10_000, 10_000, walls);
  }

  private static int[] freeBody(Random random, StaticMap map) {
    int[] s;
    do {
      s = body(200 + random.nextInt(9_600), 200 + random.nextInt(9_600));
    } while (overlaps(map, s));
    return s;
  }

  private static boolean overlaps(StaticMap map, int[] s) {
    int x0 = s[X] - s[RADIUS];
    int y0 = s[Y] - s[RADIUS];
    int x1 = s[X] + s[RADIUS];
    int y1 = s[Y] + s[RADIUS];
    boolean overlaps = x0 < map.minX || y0 < map.minY || x1 > map.maxX || y1 > map.maxY;
    for (int i = 0; i < map.walls.length; i += 4) {
      int[] w = map.walls;
      overlaps |= x0 < w[i + 2] && x1 > w[i] && y0 < w[i + 3] && y1 > w[i + 1];
    }
    return overlaps;
  }

  private static int[] body(int x, int y) {
    int[] s = new int[ArenaRule.STATE_LENGTH];
    s[X] = x;
    s[Y] = y;
    s[HP] = 100;
    s[ArenaRule.MAX_SPEED] = MAX_SPEED;
    s[ArenaRule.ACCEL_STEP] = ACCEL_STEP;
    s[RADIUS] = BODY_RADIUS;
    return s;
  }
}
