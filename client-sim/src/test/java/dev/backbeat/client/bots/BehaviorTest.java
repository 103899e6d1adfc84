package dev.backbeat.client.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.client.PlayerInput;
import dev.backbeat.rule.StaticMap;
import dev.backbeat.schema.AxisSchema;
import dev.backbeat.schema.EventSchema;
import dev.backbeat.schema.FieldSchema;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.schema.KindSchema;
import dev.backbeat.schema.WorldSchema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Behaviours on worlds put up by hand, in the arena's real schema. */
class BehaviorTest {
  private static final int MOVE_X = 0;
  private static final int MOVE_Y = 1;
  private static final int AIM = 2;
  private static final int FIRE = 0;
  private static final int RAIL = 1;
  private static final int PX = 8;

  private static HandMadeWorld duel(int enemyX, int enemyY, int... walls) {
    return HandMadeWorld.arena(1, walls)
        .own(1)
        .put(1, "player", "hp", 100, "owner", 1)
        .put(2, "player", "x", enemyX * PX, "y", enemyY * PX, "hp", 100, "owner", 2);
  }

  /** In turns, -0.5 .. 0.5. */
  private static double aimError(PlayerInput input, double turns) {
    double d = input.axis(AIM) / 4096.0 - turns;
    return d - Math.rint(d);
  }

  @Test
  void huntGoesToAnEnemyAimsAndShoots() {
    PlayerInput right = duel(400, 0).show().act(new Hunt(), 8);
    assertEquals(127, right.axis(MOVE_X));
    assertEquals(0, right.axis(MOVE_Y));
    assertEquals(0, aimError(right, 0), 0.02);
    assertTrue(right.presses(FIRE) > 0);
    // y points down, angles grow clockwise: down is a quarter turn.
    PlayerInput down = duel(0, 400).show().act(new Hunt(), 8);
    assertEquals(127, down.axis(MOVE_Y));
    assertEquals(0, aimError(down, 0.25), 0.02);
  }

  @Test
  void huntTakesTheNearestLivingEnemy() {
    HandMadeWorld world =
        duel(400, 0)
            .put(3, "player", "x", -100 * PX, "hp", 0, "owner", 3)
            .put(4, "player", "y", -300 * PX, "hp", 50, "owner", 4);
    PlayerInput input = world.show().act(new Hunt(), 8);
    assertEquals(-127, input.axis(MOVE_Y));
    assertEquals(0, aimError(input, 0.75), 0.02);
  }

  @Test
  void huntAimsAheadOfAMovingEnemy() {
    int boltSpeed = duel(1, 1).session().constants().get("bolt_speed");
    HandMadeWorld world =
        HandMadeWorld.arena(1)
            .own(1)
            .put(1, "player", "hp", 100)
            .put(2, "player", "x", 400 * PX, "vy", boltSpeed / 2, "hp", 100);
    PlayerInput input = world.show().act(new Hunt(), 8);
    double turns = input.axis(AIM) / 4096.0;
    // An enemy that moves at half the bolt's speed is hit about 30 degrees ahead.
    assertTrue(turns > 0.05 && turns < 0.14, "aims at " + turns + " of a turn");
  }

  @Test
  void huntDoesNotShootThroughAWall() {
    int[] wall = {200 * PX, -500 * PX, 220 * PX, 500 * PX};
    assertEquals(0, duel(400, 0, wall).show().act(new Hunt(), 12).presses(FIRE));
    assertTrue(duel(150, 0, wall).show().act(new Hunt(), 12).presses(FIRE) > 0);
  }

  @Test
  void huntFetchesHealthWhenItHasLittle() {
    HandMadeWorld world =
        HandMadeWorld.arena(1)
            .own(1)
            .put(1, "player", "hp", 20)
            .put(2, "player", "x", 400 * PX, "hp", 100)
            .put(5, "pickup", "x", -300 * PX, "type", 1)
            .put(6, "pickup", "y", -300 * PX, "type", 0);
    assertEquals(-127, world.show().act(new Hunt(), 8).axis(MOVE_Y));
    world.put(1, "player", "hp", 90).show();
    assertEquals(127, world.act(new Hunt(), 8).axis(MOVE_X));
  }

  @Test
  void huntUsesTheRailGunWhenItIsCharged() {
    PlayerInput input = duel(400, 0).privateField("rail_charges", 2).show().act(new Hunt(), 8);
    assertTrue(input.presses(RAIL) > 0);
    assertEquals(0, duel(400, 0).show().act(new Hunt(), 8).presses(RAIL));
  }

  @Test
  void huntLetsGoWhenDeadAndWithoutAnEntity() {
    HandMadeWorld dead = duel(400, 0).put(1, "player", "hp", 0).show();
    PlayerInput input = dead.act(new Hunt(), 8);
    assertEquals(0, input.axis(MOVE_X));
    assertEquals(0, input.presses(FIRE));
    assertEquals(0, duel(400, 0).own(-1).show().act(new Hunt(), 8).presses(FIRE));
  }

  @Test
  void huntThatIsStuckTriesAnotherWay() {
    HandMadeWorld world = duel(4000, 0).show();
    PlayerInput early = world.act(new Hunt(), 4);
    assertEquals(127, early.axis(MOVE_X));
    // The world stands still, so the bot has not moved for 20 ticks.
    PlayerInput late = world.act(new Hunt(), 20);
    assertNotEquals(0, late.axis(MOVE_Y));
  }

  @Test
  void wanderWalksAtFullSpeedAndChangesItsMind() {
    HandMadeWorld world = duel(400, 0).show();
    Wander wander = new Wander();
    PlayerInput first = world.act(wander, 1);
    int x = first.axis(MOVE_X);
    assertEquals(127, Math.hypot(x, first.axis(MOVE_Y)), 1);
    PlayerInput later = world.act(wander, 100);
    assertEquals(0, later.presses(FIRE));
    assertNotEquals(x, later.axis(MOVE_X));
  }

  @Test
  void turnTurnsEveryNTicksAndHoldsBetween() {
    HandMadeWorld world = duel(400, 0).show();
    Turn turn = new Turn(20);
    turn.onWelcome(world);
    PlayerInput input = new PlayerInput(world.session().schema().input());
    int changes = 0;
    for (int tick = 1; tick <= 400; tick++) {
      int before = input.axis(AIM);
      turn.act(world, tick, input);
      changes += input.axis(AIM) == before ? 0 : 1;
    }
    assertEquals(20, changes, 1);
  }

  @Test
  void sameSeedSameDecisions() {
    assertEquals(decisions(5), decisions(5));
    assertNotEquals(decisions(5), decisions(6));
  }

  private static String decisions(long seed) {
    StringBuilder out = new StringBuilder();
    for (String name : List.of("hunt", "wander", "turn", "idle")) {
      HandMadeWorld world = HandMadeWorld.arena(seed).own(1).put(1, "player", "hp", 9).show();
      Behavior behavior = BehaviorMix.available().get(name).create("");
      behavior.onWelcome(world);
      PlayerInput input = new PlayerInput(world.session().schema().input());
      for (int tick = 1; tick < 300; tick++) {
        behavior.act(world, tick, input);
        out.append(input.axis(MOVE_X)).append(' ').append(input.axis(AIM)).append(' ');
      }
    }
    return out.toString();
  }

  @Test
  void aGameThatNobodyKnowsIsPlayedAtRandomWithinItsBounds() {
    WorldSchema schema =
        new WorldSchema(
            List.of(KindSchema.of("paddle", FieldSchema.integer("height"))),
            new InputSchema(List.of(new AxisSchema("lift", 3, 9)), List.of("serve")),
            List.of(EventSchema.of("point", "player")),
            List.of());
    StaticMap map = new StaticMap(0, 0, 10, 10, new int[0]);
    for (String name : List.of("hunt", "wander", "turn:1")) {
      HandMadeWorld world = new HandMadeWorld(schema, map, Map.of(), 3).show();
      String[] parts = name.split(":");
      Behavior behavior =
          BehaviorMix.available().get(parts[0]).create(parts.length > 1 ? parts[1] : "");
      behavior.onWelcome(world);
      PlayerInput input = new PlayerInput(schema.input());
      boolean[] seen = new boolean[10];
      for (int tick = 1; tick < 2000; tick++) {
        behavior.act(world, tick, input);
        seen[input.axis(0)] = true;
      }
      for (int value = 3; value <= 9; value++) {
        assertTrue(seen[value], name + " never chose " + value);
      }
      if (!name.startsWith("turn")) {
        assertTrue(input.presses(0) > 10, name + " never pressed");
      }
    }
  }

  @Test
  void linesOfSight() {
    StaticMap map = new StaticMap(0, 0, 100, 100, new int[] {40, 40, 60, 60});
    assertTrue(Steering.clear(map, 0, 0, 100, 0));
    assertTrue(Steering.clear(map, 0, 50, 39, 50));
    assertTrue(Steering.clear(map, 50, 0, 50, 39));
    assertTrue(Steering.clear(map, 0, 70, 70, 100));
    assertEquals(false, Steering.clear(map, 0, 50, 100, 50));
    assertEquals(false, Steering.clear(map, 50, 0, 50, 100));
    assertEquals(false, Steering.clear(map, 0, 0, 100, 100));
    assertEquals(false, Steering.clear(map, 50, 50, 55, 55));
  }
}
