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
  void sevenBoltsKillAndScore() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann", "bob", "cid");
    f.place(p[0], 1_000, LANE_Y);
    f.place(p[1], 1_200, LANE_Y);
    f.killEast(p[0], p[1]);

    List<Event> hits = p[2].events("hit");
    assertEquals(7, hits.size());
    assertEquals(List.of(p[1].world().ownEntity(), 15, p[0].number()), hits.get(0).getArgsList());
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
      assertEquals(85, f.hp(p[1]), "offset " + offset);
    }
    f.place(p[0], 800, LANE_Y);
    f.place(p[1], 1_000, LANE_Y + 20);
    f.hp(p[1], 100);
    f.fire(p[0], 1);
    f.room.step(15);
    assertEquals(100, f.hp(p[1]), "a miss is a miss");
  }

  @Test
  void aBoltMeetsRunnersWhereTheyAreWhenItPasses() {
    // The bolt is at 818 px and flies 45 px in the tick that counts; bob runs 14 px in it.
    assertEquals(100, hpOfRunner(823, 31, -1), "he comes into the line of fire, but too late");
    assertEquals(85, hpOfRunner(858, 31, -1), "he comes into the line of fire in time");
    assertEquals(85, hpOfRunner(828, 15, 1), "he leaves the line of fire, but too late");
    assertEquals(100, hpOfRunner(850, 15, 1), "he leaves the line of fire in time");
  }

  private static int hpOfRunner(int x, int dy, int direction) {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann", "bob");
    f.place(p[0], 800, LANE_Y);
    f.place(p[1], 1_300, LANE_Y);
    p[0].axis("aim", EAST);
    p[1].axis("move_y", direction * 127);
    f.fire(p[0], 1);
    f.place(p[1], x, LANE_Y + dy);
    f.players.set(f.row(p[1]), ArenaSchema.VY, direction * ArenaTuning.at(HZ).maxSpeed());
    f.room.step();
    int hp = f.hp(p[1]);
    assertEquals(
        (LANE_Y + dy + direction * 14) * Q, f.field(p[1], ArenaSchema.Y), "he runs at full speed");
    return hp;
  }

  @Test
  void aThinWallProtectsWhoStandsRightBehindIt() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann", "bob");
    p[0].axis("aim", SOUTH);
    // Wall and body lie within one tick's flight; every phase of the flight is tried.
    for (int y = 590; y < 640; y += 3) {
      f.place(p[0], 1_100, y);
      f.place(p[1], 1_100, 730);
      f.fire(p[0], 1);
      f.room.step(8);
      assertEquals(100, f.hp(p[1]), "from y = " + y);
    }
    assertEquals(17, p[0].events("shot").size());
  }

  @Test
  void theRailGunHasItsCooldown() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann");
    f.place(p[0], 1_200, 800);
    for (int i = 0; i < 3 * HZ; i++) {
      f.rail(p[0]);
    }
    List<Event> shots = p[0].events("rail");
    assertEquals(3, shots.size(), "one charge of his own, two from where he stands");
    int cooldown = ArenaTuning.at(HZ).railCooldownTicks();
    assertEquals(cooldown, shots.get(1).getTick() - shots.get(0).getTick());
    assertEquals(cooldown, shots.get(2).getTick() - shots.get(1).getTick());
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
