package dev.backbeat.games.arena;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the arena costs on the wire: payload bytes per player entity in view and tick, 20 Hz. */
class ArenaBytesTest {
  private static final int PLAYERS = 50;
  private static final int TICKS = 400;
  private static final long SEED = 3;

  @Test
  void everybodyTurnsEveryTick() {
    double bytes = bytesPerEntityUpdate(1);
    assertTrue(bytes <= 6, bytes + " bytes");
  }

  @Test
  void everybodyTurnsEveryTwentyTicks() {
    double bytes = bytesPerEntityUpdate(20);
    assertTrue(bytes <= 2, bytes + " bytes");
  }

  private static double bytesPerEntityUpdate(int turnEvery) {
    TestRoom room =
        TestRoom.of(new ArenaFactory()).tickHz(20).maxPlayers(PLAYERS).decode(false).start();
    List<TestPlayer> players = new ArrayList<>();
    for (int i = 0; i < PLAYERS; i++) {
      players.add(room.join("p" + i));
    }
    Random random = new Random(SEED);
    step(room, players, 100, turnEvery, random);
    long before = sent(players);
    step(room, players, TICKS, turnEvery, random);
    double bytes = (sent(players) - before) / ((double) PLAYERS * PLAYERS * TICKS);
    System.out.printf(
        "turning every %d ticks: %.2f bytes per player entity and tick%n", turnEvery, bytes);
    return bytes;
  }

  private static void step(
      TestRoom room, List<TestPlayer> players, int ticks, int turnEvery, Random random) {
    for (int t = 0; t < ticks; t++) {
      for (int i = 0; i < PLAYERS; i++) {
        if ((t + i) % turnEvery == 0) {
          players
              .get(i)
              .axis(0, random.nextInt(255) - 127)
              .axis(1, random.nextInt(255) - 127)
              .axis(2, random.nextInt(4096));
        }
      }
      room.step();
    }
  }

  private static long sent(List<TestPlayer> players) {
    long sum = 0;
    for (TestPlayer p : players) {
      sum += p.frameBytes();
    }
    return sum;
  }
}
