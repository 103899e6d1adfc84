package dev.backbeat.games.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.codec.ClientEntity;
import dev.backbeat.rule.arena.Trig;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.server.world.EntityTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A thousand players in the large world: each sees those around him, exactly as they are. */
class LargeArenaTest {
  private static final int PLAYERS = 1_000;
  private static final long SEED = 17;
  private static final int Q = ArenaSchema.QUANTA_PER_PX;

  @Test
  void everybodySeesWhatIsAroundHim() {
    TestRoom room =
        TestRoom.of(new ArenaFactory())
            .tickHz(20)
            .maxPlayers(PLAYERS)
            .option("map", "large")
            .option("world_px", "12000")
            .seed(SEED)
            .maxLogInts(0)
            .start();
    List<TestPlayer> players = new ArrayList<>();
    for (int i = 0; i < PLAYERS; i++) {
      players.add(room.join("p" + i));
    }
    Random random = new Random(SEED);
    for (int tick = 0; tick < 60; tick++) {
      for (int i = 0; i < PLAYERS; i++) {
        if ((tick + i) % 20 == 0) {
          TestPlayer p = players.get(i);
          p.axis(0, random.nextInt(255) - 127).axis(1, random.nextInt(255) - 127);
          p.axis(2, random.nextInt(Trig.TURN)).press(ArenaSchema.ACTION_FIRE);
        }
      }
      room.step();
    }
    EntityTable table = room.world().table(ArenaSchema.PLAYER);
    assertEquals(PLAYERS, table.count());
    long seen = 0;
    for (TestPlayer p : players) {
      seen += assertSeesItsSurroundings(p, table);
    }
    long average = seen / PLAYERS;
    System.out.println("players in view, on average: " + average);
    assertTrue(average >= 20 && average <= 100, average + " in view");
  }

  private static int assertSeesItsSurroundings(TestPlayer p, EntityTable table) {
    ClientEntity own = p.world().own();
    int seen = 0;
    for (int row = 0; row < table.rows(); row++) {
      ClientEntity there = p.world().get(table.id(row));
      int dx = Math.abs(table.get(row, ArenaSchema.X) - own.x());
      int dy = Math.abs(table.get(row, ArenaSchema.Y) - own.y());
      // A body keeps its cell for some pixels beyond the border.
      if (Math.max(dx, dy) <= (900 - 120) * Q) {
        assertTrue(there != null, "player " + p.number() + " misses one who is near");
      }
      if (there != null) {
        seen++;
        for (int field = 0; field < table.kind().fields().size(); field++) {
          assertEquals(table.get(row, field), there.field(field));
        }
      }
    }
    return seen;
  }
}
