package dev.backbeat.games.arena;

import static dev.backbeat.games.arena.ArenaFixture.EAST;
import static dev.backbeat.games.arena.ArenaFixture.LANE_Y;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.v1.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rail gun meets what its shooter saw; nothing else is rewound. */
class ArenaRewindTest {
  private static final int Q = ArenaSchema.QUANTA_PER_PX;

  private final ArenaFixture f = ArenaFixture.room();
  private final TestPlayer[] p = f.join("ann", "bob");
  private final TestPlayer ann = p[0];
  private final TestPlayer bob = p[1];

  /** Ann aims east along the lane; Bob runs south through it, so many ticks ago. */
  private int runThroughTheLane(int ticksAgo) {
    ann.seat().latency(120, 110, 5);
    f.place(ann, 800, LANE_Y);
    f.place(bob, 1_000, LANE_Y - 40);
    ann.axis("aim", EAST);
    bob.axis("move_y", 127);
    int crossed = 0;
    while (crossed == 0 || f.room.tick() < crossed + ticksAgo) {
      f.room.step();
      if (crossed == 0 && f.field(bob, ArenaSchema.Y) >= LANE_Y * Q) {
        crossed = f.room.tick();
      }
    }
    return crossed;
  }

  private Event rail() {
    f.rail(ann);
    return ArenaFixture.last(ann.events("rail"));
  }

  private int victim(Event rail) {
    return rail.getArgs(3);
  }

  @Test
  void whoWasInTheLineOfFireForTheShooterIsHit() {
    int crossed = runThroughTheLane(4);
    assertEquals(0, victim(rail()), "as the world stands he is gone");
    f.room.step(2 * ArenaFixture.HZ);
    assertEquals(100, f.hp(bob));

    ArenaRewindTest rewound = new ArenaRewindTest();
    crossed = rewound.runThroughTheLane(4);
    rewound.ann.looksAt(256L * crossed);
    Event rail = rewound.rail();
    assertEquals(rewound.bob.world().ownEntity() + 1, victim(rail));
    assertEquals(25, rewound.f.hp(rewound.bob));
    assertEquals(1_000 * Q, rail.getArgs(4), "where Ann saw him");
    assertTrue(Math.abs(rail.getArgs(5) - LANE_Y * Q) < 14 * Q);
    assertEquals(5 * 256, rail.getArgs(6), "four ticks and the one of the shot");
    assertNotEquals(rail.getArgs(5), rewound.f.field(rewound.bob, ArenaSchema.Y));
  }

  @Test
  void betweenTwoFramesHeIsWhereHeWasDrawn() {
    int crossed = runThroughTheLane(3);
    int vy = ArenaTuning.at(ArenaFixture.HZ).maxSpeed();
    int y = f.field(bob, ArenaSchema.Y) - (f.room.tick() - crossed) * vy;
    ann.looksAt(256L * crossed + 100);
    Event rail = rail();
    assertEquals(y + vy * 100 / 256, rail.getArgs(5));
  }

  @Test
  void aHeldTriggerShootsOnceAndALateShotKeepsItsView() {
    int crossed = runThroughTheLane(2);
    ann.sendsInputs(false);
    f.room.step(2);
    ann.press("rail");
    ann.sendInput(crossed + 2, 2 * 256);
    f.room.step();
    Event rail = ArenaFixture.last(ann.events("rail"));
    assertEquals(
        bob.world().ownEntity() + 1, victim(rail), "it looked at the tick of the crossing");
    assertEquals(256 * (f.room.tick() - crossed), rail.getArgs(6));
    f.room.step(20);
    assertEquals(1, ann.events("rail").size());
  }

  @Test
  void whoDiedOrWasPutElsewhereSinceIsNotMet() {
    int crossed = runThroughTheLane(3);
    ann.looksAt(256L * crossed);
    f.hp(bob, 0);
    assertEquals(0, victim(rail()), "dead by now");

    ArenaRewindTest other = new ArenaRewindTest();
    crossed = other.runThroughTheLane(2);
    other.ann.looksAt(256L * crossed);
    other.f.place(other.bob, 1_500, LANE_Y + 60);
    assertEquals(0, other.victim(other.rail()), "he was put elsewhere");
  }

  @Test
  void whoHasComeBackToLifeSinceIsNotMetWhereHeLay() {
    f.place(ann, 800, LANE_Y);
    f.place(bob, 1_000, LANE_Y);
    ann.axis("aim", EAST);
    ann.seat().latency(120, 110, 5);
    f.room.step();
    f.hp(bob, 0);
    int alive = f.room.tick();
    f.room.step();
    assertEquals(100, f.hp(bob), "nothing holds him back");
    ann.looksAt(256L * alive);
    assertEquals(0, victim(rail()));
  }

  /** Candidates are looked for where bodies stand now: he has left the cells of the ray since. */
  @Test
  void whoHasLeftTheNeighbourhoodIsMetAllTheSame() {
    ann.seat().latency(120, 110, 5);
    f.place(ann, 1_040, LANE_Y); // A border of the grid of bodies is at 1,024 px.
    f.place(bob, 1_150, LANE_Y);
    ann.axis("aim", EAST);
    bob.axis("move_x", -127);
    while (f.field(bob, ArenaSchema.X) > 1_054 * Q) {
      f.room.step();
    }
    ann.looksAt(256L * f.room.tick());
    f.room.step(2);
    assertEquals(bob.world().ownEntity() + 1, victim(rail()));
    assertTrue(f.field(bob, ArenaSchema.X) < 1_024 * Q - 14 * Q);
  }

  @Test
  void whoDiedInThisVeryTickStopsNoOtherShot() {
    TestPlayer[] more = f.join("cid", "dan");
    f.place(ann, 800, LANE_Y);
    f.place(bob, 1_000, LANE_Y);
    f.place(more[0], 1_000, LANE_Y - 30);
    f.place(more[1], 1_000, LANE_Y + 170);
    f.hp(bob, 60);
    f.room.step();
    ann.seat().latency(120, 110, 5);
    ann.axis("aim", EAST).press("rail").looksAt(256L * f.room.tick());
    more[0].axis("aim", ArenaFixture.SOUTH).press("rail").looksAt(256L * f.room.tick());
    f.room.step();
    List<Event> rails = ann.events("rail");
    assertEquals(bob.world().ownEntity() + 1, victim(rails.get(0)));
    assertEquals(more[1].world().ownEntity() + 1, victim(rails.get(1)));
  }

  @Test
  void whoJoinedSinceIsNotMet() {
    f.place(bob, 1_000, 300);
    f.place(ann, 800, LANE_Y);
    ann.seat().latency(120, 110, 5);
    ann.axis("aim", EAST);
    f.room.step(5);
    TestPlayer cid = f.room.join("cid");
    f.room.step();
    f.place(cid, 1_000, LANE_Y);
    f.room.step();
    ann.looksAt(256L * (f.room.tick() - 3));
    assertEquals(0, victim(rail()));
  }

  @Test
  void nobodyIsShotBehindAWallBeyondTheCap() {
    int crossed = runThroughTheLane(12);
    ann.seat().latency(5_000, 5_000, 100);
    ann.looksAt(256L * crossed);
    Event rail = rail();
    assertEquals(0, victim(rail), "he was in the line of fire 650 ms ago");
    assertEquals(250 * 256 * ArenaFixture.HZ / 1000, rail.getArgs(6));
  }

  @Test
  void withACapOfNothingTheWorldIsAsItStands() {
    ArenaFixture off = new ArenaFixture(TestRoom.of(new ArenaFactory()).rewindCapMs(0));
    TestPlayer[] q = off.join("ann", "bob");
    off.place(q[0], 800, LANE_Y);
    off.place(q[1], 1_000, LANE_Y);
    off.room.step(3);
    q[0].axis("aim", EAST).looksAt(256L * (off.room.tick() - 1));
    off.rail(q[0]);
    Event rail = ArenaFixture.last(q[0].events("rail"));
    assertEquals(0, rail.getArgs(6));
    assertEquals(q[1].world().ownEntity() + 1, rail.getArgs(3));
  }

  @Test
  void boltsAreNotRewound() {
    int crossed = runThroughTheLane(3);
    ann.looksAt(256L * crossed);
    f.fire(ann, 1);
    f.room.step(ArenaFixture.HZ);
    assertEquals(1, ann.events("shot").size());
    assertEquals(100, f.hp(bob));
  }

  @Test
  void inARoomForPracticeNothingEndsAndNobodyIsHurt() {
    ArenaFixture practice =
        new ArenaFixture(
            TestRoom.of(new ArenaFactory())
                .option("practice", "1")
                .option("score_limit", "1")
                .option("time_limit_seconds", "10"));
    TestPlayer[] q = practice.join("ann", "bob");
    practice.place(q[0], 1_000, LANE_Y);
    practice.place(q[1], 1_200, LANE_Y);
    q[0].axis("aim", EAST);
    int shots = 0;
    for (int i = 0; i < 20 * ArenaFixture.HZ; i++) {
      practice.rail(q[0]);
      shots += practice.privateField(q[0], ArenaSchema.PRIVATE_RAIL_CHARGES) == 1 ? 0 : 1;
    }
    assertEquals(0, shots, "no charge is used up");
    assertTrue(q[0].events("rail").size() >= 16);
    assertEquals(q[0].events("rail").size(), q[0].events("hit").size(), "hits are told");
    assertEquals(100, practice.hp(q[1]));
    assertEquals(0, q[0].events("kill").size());
    assertEquals(0, practice.room.matches().size());
    practice.fire(q[0], ArenaFixture.HZ);
    assertEquals(100, practice.hp(q[1]), "nor by a bolt");
  }
}
