package dev.backbeat.games.arena;

import static dev.backbeat.games.arena.ArenaFixture.HZ;
import static dev.backbeat.games.arena.ArenaFixture.LANE_Y;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.game.MatchResult;
import dev.backbeat.server.game.MatchResult.Standing;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.v1.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArenaLifeTest {
  private static final ArenaTuning TUNING = ArenaTuning.at(HZ);
  private static final int Q = ArenaSchema.QUANTA_PER_PX;

  @Test
  void joiningGivesABody() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer ann = f.room.join("ann");
    f.room.step();
    assertEquals(f.players.id(0), ann.world().ownEntity());
    assertEquals(ann.number(), ann.world().own().owner());
    assertEquals(ann.number() % 12, f.field(ann, ArenaSchema.PLAYER_LOOK));
    assertEquals(100, f.hp(ann));
    assertEquals(List.of(ann.number()), ArenaFixture.last(ann.events("spawn")).getArgsList());
  }

  @Test
  void theDeadNeitherMoveNorShootAndComeBackElsewhere() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann", "bob");
    f.place(p[0], 1_000, LANE_Y);
    f.place(p[1], 1_200, LANE_Y);
    f.killEast(p[0], p[1]);
    final int entity = p[1].world().ownEntity();
    final int teleport = f.field(p[1], ArenaSchema.PLAYER_TELEPORT);
    final int x = f.field(p[1], ArenaSchema.X);
    int shots = p[1].events("shot").size();
    p[1].axis("move_x", 127);
    for (int i = 1; i < TUNING.respawnDelayTicks(); i++) {
      f.fire(p[1], 1);
      assertEquals(0, f.hp(p[1]), "tick " + i);
      assertEquals(x, f.field(p[1], ArenaSchema.X));
      assertEquals(
          TUNING.respawnDelayTicks() - i, f.privateField(p[1], ArenaSchema.PRIVATE_RESPAWN));
    }
    assertEquals(shots, p[1].events("shot").size());
    p[1].axis("move_x", 0);
    f.room.step();
    assertEquals(100, f.hp(p[1]));
    assertEquals(teleport + 1, f.field(p[1], ArenaSchema.PLAYER_TELEPORT));
    assertEquals(entity, p[1].world().ownEntity(), "the same entity");
    double dx = (f.field(p[1], ArenaSchema.X) - f.field(p[0], ArenaSchema.X)) / (double) Q;
    double dy = (f.field(p[1], ArenaSchema.Y) - f.field(p[0], ArenaSchema.Y)) / (double) Q;
    assertTrue(Math.hypot(dx, dy) > 500, "far from his enemy: " + Math.hypot(dx, dy) + " px");
  }

  @Test
  void healthIsTakenWhenNeededAndComesBack() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann");
    assertEquals(17, f.pickups.count());
    f.place(p[0], 560, 560);
    f.room.step(5);
    assertEquals(17, f.pickups.count(), "who is whole leaves it");
    f.hp(p[0], 50);
    f.room.step();
    assertEquals(90, f.hp(p[0]));
    assertEquals(16, f.pickups.count());
    Event taken = ArenaFixture.last(p[0].events("pickup"));
    assertEquals(List.of(p[0].number(), Pickups.HEALTH), taken.getArgsList());
    f.place(p[0], 700, 420);
    f.room.step(TUNING.healthReturnTicks() - 1);
    assertEquals(16, f.pickups.count());
    f.room.step();
    assertEquals(17, f.pickups.count(), "a new one");
    f.place(p[0], 560, 560);
    f.room.step(2);
    assertEquals(100, f.hp(p[0]), "never more than whole");
  }

  @Test
  void railChargesAreTakenUpToTheLimit() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann");
    f.place(p[0], 1_200, 800);
    f.room.step();
    assertEquals(3, f.privateField(p[0], ArenaSchema.PRIVATE_RAIL_CHARGES));
    f.place(p[0], 200, 800);
    f.room.step();
    f.place(p[0], 1_200, 130);
    f.room.step();
    assertEquals(5, f.privateField(p[0], ArenaSchema.PRIVATE_RAIL_CHARGES));
    assertEquals(2, p[0].events("pickup").size(), "who is full leaves it");
  }

  @Test
  void whenTheServerStopsTheMatchEndsWithAResultAndTheRoomWithIt() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann", "bob");
    f.place(p[0], 1_000, LANE_Y);
    f.place(p[1], 1_200, LANE_Y);
    f.killEast(p[0], p[1]);
    int ticks = 4 * TUNING.breakTicks();
    f.room.drain(ticks);
    f.room.step(ticks - TUNING.breakTicks() - 1);
    assertEquals(0, f.room.matches().size());
    f.room.step();
    assertEquals("ann wins the match with 1 kill.", f.room.matches().get(0).summary());
    f.room.step(TUNING.breakTicks() - 1);
    assertFalse(f.room.over());
    f.room.step();
    assertTrue(f.room.over());
    assertEquals(1, f.room.matches().size());
    assertEquals(CloseCode.GOING_AWAY, p[0].closed().closeCode());
    assertEquals("The match is over, and the server is about to stop.", p[0].closed().message());
  }

  @Test
  void whenTheServerStopsAtOnceTheResultIsStillReported() {
    ArenaFixture f = ArenaFixture.room();
    f.join("ann");
    f.room.drain(0);
    f.room.step();
    assertEquals(1, f.room.matches().size());
    assertTrue(f.room.over());
  }

  @Test
  void theFirstWithEnoughKillsWinsAndANewMatchBegins() {
    ArenaFixture f = new ArenaFixture(TestRoom.of(new ArenaFactory()).option("score_limit", "2"));
    TestPlayer[] p = f.join("ann", "bob");
    for (int kill = 0; kill < 2; kill++) {
      f.room.step(TUNING.respawnDelayTicks() + TUNING.protectionTicks());
      f.place(p[0], 1_000, LANE_Y);
      f.place(p[1], 1_200, LANE_Y);
      assertEquals(0, f.room.matches().size());
      f.killEast(p[0], p[1]);
    }
    assertEquals(1, f.room.matches().size());
    MatchResult result = f.room.matches().get(0);
    assertEquals("ann wins the match with 2 kills.", result.summary());
    assertEquals(
        List.of(new Standing(p[0].number(), "ann", 2), new Standing(p[1].number(), "bob", 0)),
        result.standings());

    int shots = p[0].events("shot").size();
    f.fire(p[0], 20);
    assertEquals(shots, p[0].events("shot").size(), "no weapon works in the break");
    f.room.step(TUNING.breakTicks());
    assertEquals(100, f.hp(p[1]));
    assertEquals(0, f.score(p[0], p[1]));
    assertTrue(p[1].notices().stream().anyMatch(n -> n.getText().equals("A new match begins.")));
    f.place(p[0], 1_000, LANE_Y);
    f.place(p[1], 1_200, LANE_Y);
    f.room.step(TUNING.protectionTicks());
    f.killEast(p[0], p[1]);
    assertEquals(1, f.score(p[0], p[1]), "and counts");
  }

  @Test
  void aMatchEndsWithItsTimeAndWaitsForPlayers() {
    ArenaFixture f =
        new ArenaFixture(TestRoom.of(new ArenaFactory()).option("time_limit_seconds", "10"));
    f.room.step(15 * HZ);
    assertEquals(0, f.room.matches().size(), "nobody plays");
    f.room.join("ann");
    f.room.step(10 * HZ - 1);
    assertEquals(0, f.room.matches().size());
    f.room.step();
    assertEquals("The match ends without a kill.", f.room.matches().get(0).summary());
  }

  @Test
  void whoIsAwayKeepsEntityAndScore() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann", "bob");
    f.place(p[0], 1_000, LANE_Y);
    f.place(p[1], 1_200, LANE_Y);
    f.killEast(p[0], p[1]);
    final int entity = p[0].world().ownEntity();
    p[0].axis("move_x", 127).axis("aim", 1_024);
    f.room.step(3);
    p[0].detach();
    f.room.step(10);
    int x = f.field(p[0], ArenaSchema.X);
    f.room.step(3 * HZ);
    assertEquals(x, f.field(p[0], ArenaSchema.X), "he stands still");
    assertEquals(64, f.field(p[0], ArenaSchema.PLAYER_AIM), "and looks where he looked");
    assertEquals(1, f.score(p[0], p[1]));
    p[0].attach();
    f.room.step(2);
    assertEquals(entity, p[0].world().ownEntity());
    assertEquals(1, f.score(p[0], p[0]));
    assertNotEquals(x, f.field(p[0], ArenaSchema.X), "and plays on");
  }

  @Test
  void whoseInputsDoNotComeStandsStillAndLooksWhereHeLooked() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann", "bob");
    f.place(p[0], 1_000, LANE_Y);
    p[0].axis("move_x", 127).axis("aim", 1_024);
    f.room.step(3);
    p[0].sendsInputs(false);
    f.room.step(2 * HZ);
    int x = f.field(p[0], ArenaSchema.X);
    f.room.step(HZ);
    assertEquals(x, f.field(p[0], ArenaSchema.X), "he stands still");
    assertEquals(64, f.field(p[0], ArenaSchema.PLAYER_AIM), "and looks where he looked");
  }

  @Test
  void whoDiesWhileAwayComesBackOnceHeIsHereAgain() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann", "bob");
    f.place(p[0], 1_000, LANE_Y);
    f.place(p[1], 1_200, LANE_Y);
    p[1].detach();
    f.killEast(p[0], p[1]);
    f.room.step(2 * TUNING.respawnDelayTicks());
    assertEquals(0, f.hp(p[1]));
    p[1].attach();
    f.room.step();
    assertEquals(100, f.hp(p[1]));
  }

  @Test
  void whoLeavesTakesHisBoltsAlong() {
    ArenaFixture f = ArenaFixture.room();
    TestPlayer[] p = f.join("ann", "bob");
    f.place(p[0], 760, LANE_Y);
    p[0].axis("aim", ArenaFixture.EAST);
    f.fire(p[0], 8);
    assertEquals(2, f.bolts.count());
    p[0].leave();
    f.room.step();
    assertEquals(0, f.bolts.count());
    assertEquals(1, f.players.count());
    f.room.step(40);
    assertEquals(1, p[1].world().entities().stream().filter(e -> e.kind() == 0).count());
  }
}
