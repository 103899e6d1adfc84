package dev.backbeat.server.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.games.arena.ArenaFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Inputs that are left out because the server holds them, or come in batches, change nothing. */
class InputRunsTest {
  private static final int HZ = 20;
  private static final int KEEPALIVE_TICKS = 8;
  private static final int PLAYERS = 6;
  private static final int TICKS = 600;

  private final long seed = System.nanoTime();

  /** What every player wants in every tick: three axes, then two press counters. */
  private final int[][][] wanted = new int[PLAYERS][TICKS + 8][5];

  private int sent;

  InputRunsTest() {
    SplittableRandom random = new SplittableRandom(seed);
    for (int[][] player : wanted) {
      for (int t = 1; t < player.length; t++) {
        player[t] = player[t - 1].clone();
        if (random.nextInt(15) == 0) {
          player[t][0] = random.nextInt(-127, 128);
          player[t][1] = random.nextInt(-127, 128);
          player[t][2] = random.nextInt(4096);
        }
        player[t][3] += random.nextInt(6) == 0 ? 1 : 0;
        player[t][4] += random.nextInt(60) == 0 ? 1 : 0;
      }
    }
  }

  /** Hash of the world after each tick; a batch is there when its first tick is simulated. */
  private long[] play(boolean runs, int batchTicks) {
    TestRoom room = TestRoom.of(new ArenaFactory()).seed(7).tickHz(HZ).start();
    TestPlayer[] players = new TestPlayer[PLAYERS];
    for (int p = 0; p < PLAYERS; p++) {
      players[p] = room.join("p" + p).sendsInputs(false);
    }
    int[] sentTick = new int[PLAYERS];
    long[] hashes = new long[TICKS];
    sent = 0;
    for (int tick = 1; tick <= TICKS; tick++) {
      for (int p = 0; p < PLAYERS && (tick - 1) % batchTicks == 0; p++) {
        int last = tick + batchTicks - 1;
        boolean changed = tick == 1;
        for (int t = tick; t <= last; t++) {
          changed |= !Arrays.equals(wanted[p][t], wanted[p][t - 1]);
        }
        if (!runs || changed || last - sentTick[p] >= KEEPALIVE_TICKS) {
          send(players[p], wanted[p], tick, last);
          sentTick[p] = last;
        }
      }
      room.step();
      hashes[tick - 1] = room.hash();
    }
    return hashes;
  }

  private void send(TestPlayer player, int[][] inputs, int first, int last) {
    int count = last - first + 1;
    int[] axes = new int[3 * count];
    int[] presses = new int[2 * count];
    for (int i = 0; i < count; i++) {
      for (int a = 0; a < 3; a++) {
        axes[a * count + i] = inputs[first + i][a];
      }
      for (int a = 0; a < 2; a++) {
        presses[a * count + i] = inputs[first + i][3 + a];
      }
    }
    for (int i = 0; i < count; i++) {
      assertTrue(player.seat().inbox().offer(first + i, axes, presses, i, count, 0));
    }
    sent += count;
  }

  @Test
  void theWorldIsTheSameTickByTick() {
    long[] every = play(false, 1);
    assertEquals(PLAYERS * TICKS, sent);
    assertTrue(Arrays.stream(every).distinct().count() > TICKS / 2, "the world moves");
    assertArrayEquals(every, play(true, 1), "runs, seed " + seed);
    assertTrue(sent < PLAYERS * TICKS / 2, sent + " sent");
    assertArrayEquals(every, play(false, 4), "batches, seed " + seed);
    assertArrayEquals(every, play(true, 2), "runs of batches of 2, seed " + seed);
    assertArrayEquals(every, play(true, 4), "runs of batches of 4, seed " + seed);
  }
}
