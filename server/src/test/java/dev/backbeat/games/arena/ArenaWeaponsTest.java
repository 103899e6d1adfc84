package dev.backbeat.games.arena;

import static dev.backbeat.games.arena.ArenaFixture.EAST;
import static dev.backbeat.games.arena.ArenaFixture.HZ;
import static dev.backbeat.games.arena.ArenaFixture.LANE_Y;
import static dev.backbeat.games.arena.ArenaFixture.SOUTH;
import static dev.backbeat.games.arena.ArenaFixture.WEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.v1.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArenaWeaponsTest {
  private static final int Q = ArenaSchema.QUANTA_PER_PX;

  @Test
  void fiveBoltsKillAndScore() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann", "bob", "cid");
    f.place(p[0], 1_000, LANE_Y);
    f.place(p[1], 1_200, LANE_Y);
    f.killEast(p[0], p[1]);

    List<Event> hits = p[2].events("hit");
    assertEquals(5, hits.size());
    assertEquals(List.of(p[1].world().ownEntity(), 20, p[0].number()), hits.get(0).getArgsList());
    Event kill = ArenaFixture.last(p[2].events("kill"));
    assertEquals(List.of(p[0].number(), p[1].number(), 0), kill.getArgsList());
    assertEquals(List.of("ann", "bob"), kill.getTextsList());
    assertEquals(1, f.score(p[0], p[2]));
    assertEquals(0, f.score(p[1], p[2]));
  }

  @Test
  void aBoltComesAndGoesAndFliesStraight() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann");
    f.place(p[0], 760, LANE_Y);
    p[0].axis("aim", EAST);
    f.fire(p[0], 1);
    assertEquals(1, f.bolts.count());
    int id = f.bolts.id(0);
    int speed = ArenaTuning.at(HZ).boltSpeed();
    assertEquals(760 * Q + ArenaTuning.MUZZLE, f.bolts.get(0, ArenaSchema.X));
    assertEquals(LANE_Y * Q, p[0].world().get(id).y());
    f.room.step(10);
    assertEquals(760 * Q + ArenaTuning.MUZZLE + 10 * speed, f.bolts.get(0, ArenaSchema.X));
    assertEquals(f.bolts.get(0, ArenaSchema.X), p[0].world().get(id).x(), "clients know it too");
    f.room.step(HZ);
    assertEquals(0, f.bolts.count(), "its time is over");
    assertEquals(null, p[0].world().get(id));
  }

  @Test
  void aHeldInputNeverRepeatsAShot() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann");
    f.fire(p[0], 1);
    p[0].sendsInputs(false);
    f.room.step(15);
    assertEquals(1, p[0].events("shot").size());
    p[0].sendsInputs(true);
    f.room.step(15);
    assertEquals(1, p[0].events("shot").size(), "nor does the same counter sent again");
  }

  @Test
  void theServerKeepsTheCooldown() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann");
    int cooldown = ArenaTuning.at(HZ).fireCooldownTicks();
    f.fire(p[0], 1);
    assertEquals(cooldown, f.privateField(p[0], ArenaSchema.PRIVATE_FIRE_COOLDOWN));
    f.fire(p[0], 4 * cooldown - 1);
    List<Event> shots = p[0].events("shot");
    assertEquals(4, shots.size());
    for (int i = 1; i < shots.size(); i++) {
      assertEquals(cooldown, shots.get(i).getTick() - shots.get(i - 1).getTick());
    }
  }

  @Test
  void boltsNeverJumpOverAPlayer() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann", "bob");
    p[0].axis("aim", EAST);
    int flight = ArenaTuning.at(HZ).boltSpeed() / Q + 1;
    for (int offset = 0; offset <= flight; offset += 3) {
      f.place(p[0], 800, LANE_Y);
      // So far from the line of flight that he is barely touched.
      f.place(p[1], 1_000 + offset, LANE_Y + 17);
      f.hp(p[1], 100);
      f.fire(p[0], 1);
      f.room.step(15);
      assertEquals(80, f.hp(p[1]), "offset " + offset);
    }
    f.place(p[0], 800, LANE_Y);
    f.place(p[1], 1_000, LANE_Y + 20);
    f.hp(p[1], 100);
    f.fire(p[0], 1);
    f.room.step(15);
    assertEquals(100, f.hp(p[1]), "a miss is a miss");
  }

  @Test
  void aBoltMeetsWhoRunsAcrossItsWay() {
    // Bob crosses the lane; bolt and body are at the crossing at the same time, within one tick,
    // while neither the start nor the end of that tick would show it.
    int hits = 0;
    for (int y = LANE_Y - 120; y < LANE_Y; y += 2) {
      ArenaFixture f = ArenaFixture.room();
      TestPlayer[] p = f.join("ann", "bob");
      f.place(p[0], 800, LANE_Y);
      f.place(p[1], 1_030, y);
      p[0].axis("aim", EAST);
      p[1].axis("move_y", 127);
      f.fire(p[0], 1);
      int top = y;
      int bottom = y;
      boolean hit = false;
      for (int i = 0; i < 12; i++) {
        f.room.step();
        hit |= f.hp(p[1]) < 100;
      }
      bottom = f.field(p[1], ArenaSchema.Y) / Q;
      assertTrue(bottom > top, "he runs");
      hits += hit ? 1 : 0;
    }
    // A window as wide as body and bolt together, 36 px, sampled every 2 px.
    assertTrue(hits >= 17 && hits <= 22, hits + " of 60 starting places are hit");
  }

  @Test
  void wallsStopBoltsAndRails() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann", "bob");
    f.place(p[0], 1_100, 310);
    f.place(p[1], 1_300, 310);
    p[0].axis("aim", EAST);
    f.fire(p[0], 20);
    f.rail(p[0]);
    assertEquals(100, f.hp(p[1]));
    Event rail = ArenaFixture.last(p[1].events("rail"));
    assertEquals(0, rail.getArgs(3), "no victim");
    assertEquals(1_160 * Q, rail.getArgs(1), 1, "the beam ends at the wall");
    // Nose at the wall: the muzzle would be behind its face.
    f.place(p[0], 1_145, 310);
    f.room.step(10);
    int before = f.bolts.count();
    f.fire(p[0], 1);
    assertEquals(before, f.bolts.count(), "no bolt appears inside of a wall");
  }

  @Test
  void railHitsAtOnceAndNeedsACharge() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann", "bob", "cid");
    f.place(p[0], 800, LANE_Y);
    f.place(p[1], 1_300, LANE_Y);
    f.place(p[2], 1_500, LANE_Y);
    p[0].axis("aim", EAST);
    assertEquals(1, f.privateField(p[0], ArenaSchema.PRIVATE_RAIL_CHARGES));
    f.rail(p[0]);
    assertEquals(25, f.hp(p[1]));
    assertEquals(100, f.hp(p[2]), "the first one stops it");
    Event rail = ArenaFixture.last(p[2].events("rail"));
    assertEquals(p[0].world().ownEntity(), rail.getArgs(0));
    assertEquals(p[1].world().ownEntity() + 1, rail.getArgs(3));
    assertEquals((1_300 - 14) * Q, rail.getArgs(1), 2);
    assertEquals(LANE_Y * Q, rail.getArgs(2));
    assertEquals(0, f.privateField(p[0], ArenaSchema.PRIVATE_RAIL_CHARGES));
    f.room.step(2 * HZ);
    f.rail(p[0]);
    assertEquals(25, f.hp(p[1]), "no charge, no shot");
    assertEquals(1, p[0].events("rail").size());
  }

  @Test
  void aRailKillIsNamedAsSuch() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann", "bob");
    f.place(p[0], 1_000, LANE_Y - 30);
    f.place(p[1], 1_000, LANE_Y + 170);
    f.hp(p[1], 60);
    p[0].axis("aim", SOUTH);
    f.rail(p[0]);
    assertEquals(0, f.hp(p[1]));
    assertEquals(1, ArenaFixture.last(p[1].events("kill")).getArgs(2));
    assertEquals(60, ArenaFixture.last(p[1].events("hit")).getArgs(1), "what was dealt");
  }

  @Test
  void nobodyHitsHimself() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann");
    f.place(p[0], 1_600, LANE_Y);
    p[0].axis("aim", WEST).axis("move_x", -127);
    f.fire(p[0], 40);
    assertEquals(100, f.hp(p[0]));
    assertTrue(p[0].events("shot").size() >= 8);
  }

  @Test
  void protectionHoldsForAWhileAndEndsWithTheFirstShot() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann");
    TestPlayer bob = f.room.join("bob");
    f.room.step();
    f.place(p[0], 1_000, LANE_Y);
    f.place(bob, 1_100, LANE_Y);
    p[0].axis("aim", EAST);
    f.fire(p[0], 15);
    assertEquals(3, p[0].events("shot").size());
    assertEquals(100, f.hp(bob), "protected");
    bob.axis("aim", SOUTH);
    f.fire(bob, 1);
    f.fire(p[0], 10);
    assertNotEquals(100, f.hp(bob), "he shot, so he can be shot");

    TestPlayer cid = f.room.join("cid");
    f.room.step(1 + ArenaTuning.at(HZ).protectionTicks());
    f.place(bob, 1_100, LANE_Y + 200);
    f.place(cid, 1_100, LANE_Y);
    f.fire(p[0], 10);
    assertNotEquals(100, f.hp(cid), "its time is over");
  }
}
