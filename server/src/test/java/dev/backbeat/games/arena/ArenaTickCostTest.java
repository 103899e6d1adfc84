package dev.backbeat.games.arena;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What the game's own tick costs. CPU times are printed, not asserted; allocation is asserted.
 * Measured without replication, which has its own budget.
 */
class ArenaTickCostTest {
  private static final long SEED = 7;

  @Test
  void fiftyPlayersWhoMove() {
    BareRoom room = new BareRoom(20, 50, Map.of());
    long bytes = measure("50 players, 20 Hz, all turning every tick", room, 50, 1, false);
    assertNothingPerTick(bytes);
  }

  @Test
  void fiftyPlayersWhoShoot() {
    BareRoom room = new BareRoom(20, 50, Map.of("score_limit", "100000"));
    measure("50 players, 20 Hz, all turning and shooting every tick", room, 50, 1, true);
    assertTrue(room.events > 1_000, "they did shoot");
  }

  @Test
  void aThousandPlayersInTheLargeWorld() {
    BareRoom room = new BareRoom(20, 1_000, Map.of("map", "large", "score_limit", "100000"));
    long bytes =
        measure("1,000 players, large map, turning every 20 ticks", room, 1_000, 20, false);
    assertNothingPerTick(bytes);
    measure("1,000 players, large map, turning and shooting", room, 1_000, 20, true);
  }

  @Test
  void theHistoryOfAThousandPlayers() {
    BareRoom room = new BareRoom(30, 1_000, Map.of("map", "large"));
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int ticks = 5_000;
    long bytes = 0;
    long ns = 0;
    for (int i = 1; i <= 2 * ticks; i++) {
      if (i == ticks) {
        bytes = threads.getCurrentThreadAllocatedBytes();
        ns = threads.getCurrentThreadCpuTime();
      }
      room.world.record(i);
    }
    ns = threads.getCurrentThreadCpuTime() - ns;
    bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
    System.out.printf("history of 1,000 players: %.1f us of CPU per send%n", ns / 1e3 / ticks);
    assertNothingPerTick(bytes);
  }

  /** The smallest object has 16 bytes; the measuring itself may allocate now and then. */
  private static void assertNothingPerTick(long bytesIn1000Ticks) {
    assertTrue(bytesIn1000Ticks < 8_000, bytesIn1000Ticks + " bytes in 1,000 ticks");
  }

  /** Steps until warm, then 1,000 ticks; prints µs per tick, returns the bytes allocated. */
  private static long measure(
      String what, BareRoom room, int players, int turnEvery, boolean shoot) {
    Random random = new Random(SEED);
    int warmUp = players > 100 ? 300 : 3_000;
    for (int i = 0; i < warmUp; i++) {
      inputs(room, players, turnEvery, shoot, i, random);
      room.step();
    }
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = 0;
    long ns = 0;
    for (int i = 0; i < 1_000; i++) {
      inputs(room, players, turnEvery, shoot, i, random);
      long bytesBefore = threads.getCurrentThreadAllocatedBytes();
      long before = threads.getCurrentThreadCpuTime();
      room.step();
      ns += threads.getCurrentThreadCpuTime() - before;
      bytes += threads.getCurrentThreadAllocatedBytes() - bytesBefore;
    }
    System.out.printf(
        "%s: %.1f us of CPU per tick, %.1f bytes per tick%n", what, ns / 1e6, bytes / 1_000.0);
    return bytes;
  }

  private static void inputs(
      BareRoom room, int players, int turnEvery, boolean shoot, int tick, Random random) {
    for (int p = 0; p < players; p++) {
      int[] input = room.input(p);
      if ((tick + p) % turnEvery == 0) {
        input[0] = random.nextInt(255) - 127;
        input[1] = random.nextInt(255) - 127;
        input[2] = random.nextInt(4096);
      }
      input[3] = shoot ? 1 : 0;
      input[4] = shoot ? 1 : 0;
    }
  }
}
