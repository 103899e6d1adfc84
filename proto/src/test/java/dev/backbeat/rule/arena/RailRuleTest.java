package dev.backbeat.rule.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.rule.WallRay;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RailRuleTest {
  private static final int SHOTS = 200_000;
  private static final StaticMap OPEN = new StaticMap(-20_000, -20_000, 20_000, 20_000, new int[0]);
  private static final StaticMap WALLED =
      new StaticMap(-20_000, -20_000, 20_000, 20_000, new int[] {1_000, -500, 1_016, 500});

  private static int hit(StaticMap map, int aim, int... targets) {
    int[] xs = new int[targets.length / 2];
    int[] ys = new int[xs.length];
    for (int i = 0; i < xs.length; i++) {
      xs[i] = targets[2 * i];
      ys[i] = targets[2 * i + 1];
    }
    return RailRule.firstHit(0, 0, aim, map, xs, ys, xs.length);
  }

  @Test
  void theFirstBodyInTheLineIsMet() {
    assertEquals(-1, hit(OPEN, 0));
    assertEquals(0, hit(OPEN, 0, 900, 0));
    assertEquals(1, hit(OPEN, 0, 5_000, 0, 3_000, 0, 4_000, 0));
    assertEquals(-1, hit(OPEN, 0, -900, 0), "behind the shooter");
    assertEquals(0, hit(OPEN, Trig.TURN / 2, -900, 0));
    assertEquals(0, hit(OPEN, 0, 60, 60), "touching him");
  }

  @Test
  void aBodyIsACircleOfItsRadius() {
    assertEquals(0, hit(OPEN, 0, 900, RailRule.BODY_RADIUS));
    assertEquals(-1, hit(OPEN, 0, 900, RailRule.BODY_RADIUS + 1));
    assertEquals(0, hit(OPEN, 0, RailRule.RANGE + RailRule.BODY_RADIUS, 0));
    assertEquals(-1, hit(OPEN, 0, RailRule.RANGE + RailRule.BODY_RADIUS + 1, 0));
  }

  @Test
  void aWallStopsTheShot() {
    assertEquals(-1, hit(WALLED, 0, 2_000, 0));
    assertEquals(0, hit(WALLED, 0, 800, 0));
    assertEquals(0, hit(WALLED, 0, 1_016 + RailRule.BODY_RADIUS - 20, 0), "he looks out in front");
    assertEquals(0, hit(WALLED, Trig.TURN / 4, 0, 2_000));
    assertTrue(RailRule.free(0, 0, 0, WALLED) < WallRay.ONE / 10);
    assertEquals(WallRay.ONE, RailRule.free(0, 0, Trig.TURN / 4, WALLED));
  }

  @Test
  void ofTwoInOnePlaceTheFirstIsMet() {
    assertEquals(0, hit(OPEN, 0, 900, 0, 900, 0));
    assertEquals(0, hit(OPEN, 0, 50, 0, 60, 0));
  }

  @Test
  void onlyTheGivenNumberIsRead() {
    int[] xs = {-900, 900};
    assertEquals(-1, RailRule.firstHit(0, 0, 0, OPEN, xs, new int[2], 1));
    assertEquals(1, RailRule.firstHit(0, 0, 0, OPEN, xs, new int[2], 2));
  }

  /** Against doubles, for bodies that are not met by a hair only. */
  @Test
  void isWhatGeometrySays() {
    SplittableRandom random = new SplittableRandom(20_261_121);
    int hits = 0;
    for (int i = 0; i < SHOTS; i++) {
      int aim = random.nextInt(Trig.TURN);
      int tx = random.nextInt(-14_000, 14_000);
      int ty = random.nextInt(-14_000, 14_000);
      double length = StrictMath.hypot(RailRule.dx(aim), RailRule.dy(aim));
      double ux = RailRule.dx(aim) / length;
      double uy = RailRule.dy(aim) / length;
      double along = tx * ux + ty * uy;
      double beside = Math.abs(tx * uy - ty * ux);
      double r = RailRule.BODY_RADIUS;
      double enter = along - Math.sqrt(Math.max(0, r * r - beside * beside));
      if (Math.abs(beside - r) < 0.01 || Math.abs(enter - length) < 1 || Math.abs(along) < 200) {
        continue;
      }
      boolean met = along > 0 && beside < r && enter < length;
      int t = RailRule.met(0, 0, aim, tx, ty);
      assertEquals(met, t != WallRay.NONE, "aim " + aim + " at " + tx + "," + ty);
      if (met) {
        hits++;
        assertEquals(enter, t * length / WallRay.ONE, 0.05);
      }
    }
    assertTrue(hits > SHOTS / 1_000, hits + " hits");
  }
}
