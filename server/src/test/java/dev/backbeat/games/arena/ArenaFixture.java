package dev.backbeat.games.arena;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.rule.arena.Trig;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.server.world.EntityTable;
import dev.backbeat.v1.Event;
import java.util.List;

/** A room of the arena at 20 Hz, and hands that put players where a test needs them. */
final class ArenaFixture {
  static final int HZ = 20;
  static final int EAST = 0;
  static final int SOUTH = Trig.TURN / 4;
  static final int WEST = Trig.TURN / 2;

  /** A free lane of the default map from x = 720 px to 1680 px, at this y. */
  static final int LANE_Y = 630;

  final TestRoom room;
  final EntityTable players;
  final EntityTable bolts;
  final EntityTable pickups;

  ArenaFixture(TestRoom.Builder builder) {
    room = builder.tickHz(HZ).start();
    players = room.world().table(ArenaSchema.PLAYER);
    bolts = room.world().table(ArenaSchema.BOLT);
    pickups = room.world().table(ArenaSchema.PICKUP);
  }

  static ArenaFixture room() {
    return new ArenaFixture(TestRoom.of(new ArenaFactory()));
  }

  /** Joins, and waits until nobody is protected any more. */
  TestPlayer[] join(String... names) {
    TestPlayer[] result = new TestPlayer[names.length];
    for (int i = 0; i < names.length; i++) {
      result[i] = room.join(names[i]);
    }
    room.step(1 + ArenaTuning.at(HZ).protectionTicks());
    return result;
  }

  int row(TestPlayer p) {
    for (int row = 0; row < players.rows(); row++) {
      if (players.alive(row) && players.get(row, ArenaSchema.PLAYER_OWNER) == p.number()) {
        return row;
      }
    }
    throw new AssertionError(p.number() + " has no entity");
  }

  /** Puts a standing player to a place, in pixels. */
  void place(TestPlayer p, int xPx, int yPx) {
    int row = row(p);
    players.set(row, ArenaSchema.X, xPx * ArenaSchema.QUANTA_PER_PX);
    players.set(row, ArenaSchema.Y, yPx * ArenaSchema.QUANTA_PER_PX);
    players.set(row, ArenaSchema.VX, 0);
    players.set(row, ArenaSchema.VY, 0);
    int teleport = players.get(row, ArenaSchema.PLAYER_TELEPORT);
    players.set(row, ArenaSchema.PLAYER_TELEPORT, teleport + 1 & 0xff);
  }

  int hp(TestPlayer p) {
    return players.get(row(p), ArenaSchema.PLAYER_HP);
  }

  void hp(TestPlayer p, int hp) {
    players.set(row(p), ArenaSchema.PLAYER_HP, hp);
  }

  int field(TestPlayer p, int field) {
    return players.get(row(p), field);
  }

  /** Holds the fire button for some ticks. */
  void fire(TestPlayer p, int ticks) {
    for (int i = 0; i < ticks; i++) {
      p.press("fire");
      room.step();
    }
  }

  void rail(TestPlayer p) {
    p.press("rail");
    room.step();
  }

  /** Shoots at somebody who stands to the east until he is dead. */
  void killEast(TestPlayer killer, TestPlayer victim) {
    killer.axis("aim", EAST);
    for (int i = 0; i < 200 && hp(victim) > 0; i++) {
      fire(killer, 1);
    }
    assertTrue(hp(victim) <= 0, "he is dead");
  }

  /** The score as the scoreboard that a player was sent says. */
  int score(TestPlayer whose, TestPlayer asSeenBy) {
    room.step(HZ);
    int index = asSeenBy.scoreboard().getPlayersList().indexOf(whose.number());
    assertTrue(index >= 0, "the scoreboard has him");
    return asSeenBy.scoreboard().getScores(index);
  }

  int privateField(TestPlayer p, int field) {
    return p.world().privateField(field);
  }

  static Event last(List<Event> events) {
    Event last = events.isEmpty() ? null : events.get(events.size() - 1);
    assertNotNull(last, "there was such an event");
    return last;
  }
}
