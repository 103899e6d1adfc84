package dev.backbeat.server.replication;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * Whatever happens to a world, to views, to budgets, to connections and to loops: after every frame
 * a client knows, of each of its cells, exactly the server's world as of the cell's last stream
 * tick, moved on as predicted; no cell is older than the slowest stream; and every event has come
 * once or is counted.
 */
class ReplicationPropertyTest {
  private static final int ROOMS = 60;
  private static final int TICKS_PER_ROOM = 400;

  @Test
  void everyFrameMakesTheClientsWorldEqualToTheServers() {
    long frames = 0;
    long resets = 0;
    long lost = 0;
    long overruns = 0;
    long stale = 0;
    long arrivals = 0;
    long maxAge = 0;
    int splitRooms = 0;
    long fresh = System.nanoTime();
    for (int i = 0; i < ROOMS; i++) {
      // Half of the seeds are always the same, half are new in every run.
      long seed = i % 2 == 0 ? i : fresh + i;
      RandomRoom room = RandomRoom.stepped(seed);
      try {
        room.run(TICKS_PER_ROOM);
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
      frames += room.checkedFrames;
      resets += room.resets;
      lost += room.eventsLost;
      overruns += room.overruns;
      stale += room.staleCells;
      arrivals += room.arrivals;
      maxAge = Math.max(maxAge, room.maxAgeTicks);
      splitRooms += room.mostParts > 0 ? 1 : 0;
    }
    System.out.printf(
        "%d rooms of %d ticks, fresh seeds from %d: %d frames, %d resets, %d events lost,"
            + " %d overruns, %d cells behind (at most %d ticks), %d entities on their way to one,"
            + " %d rooms with split cells%n",
        ROOMS,
        TICKS_PER_ROOM,
        fresh,
        frames,
        resets,
        lost,
        overruns,
        stale,
        maxAge,
        arrivals,
        splitRooms);
    assertTrue(stale > 10_000 && arrivals > 50 && maxAge >= 7, "clients took slower streams");
    assertTrue(splitRooms > 3, "crowds were split");
    assertTrue(frames > 10_000 && resets > 500 && lost > 0 && overruns > 0, "it reached all cases");
  }

  @Test
  void soItIsWhenLoopsAreThreads() {
    long frames = 0;
    for (int i = 0; i < 12; i++) {
      RandomRoom room = RandomRoom.threaded(i);
      try {
        room.run(1_000);
      } catch (Throwable e) {
        throw new AssertionError("seed " + i + ": " + e.getMessage(), e);
      }
      frames += room.checkedFrames;
    }
    assertTrue(frames > 1_000, "frames came: " + frames);
  }
}
