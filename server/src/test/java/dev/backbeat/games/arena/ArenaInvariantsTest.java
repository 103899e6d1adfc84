package dev.backbeat.games.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.server.world.EntityTable;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What must hold in every tick of a room full of fighting players. */
class ArenaInvariantsTest {
  private static final long SEED = 11;

  @Test
  void holdThroughAFight() {
    System.out.println("seed " + SEED);
    ArenaScenario scenario = new ArenaScenario(SEED, false);
    EntityTable players = scenario.room().world().table(ArenaSchema.PLAYER);
    EntityTable bolts = scenario.room().world().table(ArenaSchema.BOLT);
    StaticMap map = ClassicMap.MAP.walls();
    Map<Integer, int[]> before = new HashMap<>();
    int teleports = 0;
    for (int tick = 0; tick < 3_000; tick++) {
      scenario.step();
      for (int row = 0; row < players.rows(); row++) {
        int[] now = row(players, row, 9);
        int[] was = before.put(players.id(row), now);
        int hp = now[ArenaSchema.PLAYER_HP];
        assertTrue(hp >= 0 && hp <= 100, "health " + hp);
        assertTrue(free(map, now[0], now[1], ArenaTuning.PLAYER_RADIUS), "not in a wall");
        if (was != null && was[ArenaSchema.PLAYER_TELEPORT] == now[ArenaSchema.PLAYER_TELEPORT]) {
          assertEquals(was[0] + now[ArenaSchema.VX], now[0], "position = previous + velocity");
          assertEquals(was[1] + now[ArenaSchema.VY], now[1], "position = previous + velocity");
        } else if (was != null) {
          teleports++;
        }
      }
      for (int row = 0; row < bolts.rows(); row++) {
        int[] now = row(bolts, row, 5);
        int[] was = before.put(bolts.id(row), now);
        assertTrue(free(map, now[0], now[1], 0), "a bolt in a wall");
        if (was != null) {
          assertEquals(was[0] + was[2], now[0]);
          assertEquals(was[1] + was[3], now[1]);
          assertEquals(was[2], now[2], "bolts don't turn");
          assertEquals(was[3], now[3], "bolts don't turn");
        }
      }
    }
    assertTrue(teleports > 50, "people died and came back: " + teleports);
  }

  private static int[] row(EntityTable table, int row, int fields) {
    int[] values = new int[fields];
    for (int i = 0; i < fields; i++) {
      values[i] = table.get(row, i);
    }
    return values;
  }

  private static boolean free(StaticMap map, int x, int y, int radius) {
    boolean free =
        x - radius >= map.minX
            && y - radius >= map.minY
            && x + radius <= map.maxX
            && y + radius <= map.maxY;
    int[] w = map.walls;
    for (int i = 0; i < w.length; i += 4) {
      boolean overlaps =
          radius == 0
              ? x >= w[i] && x < w[i + 2] && y >= w[i + 1] && y < w[i + 3]
              : x - radius < w[i + 2]
                  && x + radius > w[i]
                  && y - radius < w[i + 3]
                  && y + radius > w[i + 1];
      free &= !overlaps;
    }
    return free;
  }
}
