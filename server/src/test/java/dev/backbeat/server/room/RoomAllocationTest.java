package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.backbeat.examples.CoinGameFactory;
import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.broadcast.NowhereOutlet;
import dev.backbeat.server.game.RoomOptions;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A tick's own path, from the inboxes to the world, makes no garbage per player. */
class RoomAllocationTest {
  private static final int PLAYERS = 50;
  private static final int TICKS = 2_000;
  private static final int MAX_BYTES_PER_TICK = 200;

  @Test
  void aTickOfFiftyPlayersAllocatesNextToNothing() {
    SteppedRoom room =
        new SteppedRoom(
            "room",
            new CoinGameFactory(),
            new RoomOptions(20, 1, PLAYERS, 0, 60, 1, Map.of()),
            new RoomConfig(
                1000,
                Runnable::run,
                List.of(),
                BroadcastObserver.NONE,
                RoomConfig.NO_REPLICATION,
                0));
    List<Seat> seats =
        IntStream.range(0, PLAYERS)
            .mapToObj(i -> room.join("s", "p" + i, false, new NowhereOutlet()))
            .toList();
    int[] axes = {0, 0};
    int[] presses = {};
    run(room, seats, axes, presses);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    run(room, seats, axes, presses);
    long perTick = (threads.getThreadAllocatedBytes(id) - before) / TICKS;
    System.out.println("bytes allocated per tick of " + PLAYERS + " players: " + perTick);
    assertTrue(perTick <= MAX_BYTES_PER_TICK, perTick + " bytes per tick");
  }

  private static void run(SteppedRoom room, List<Seat> seats, int[] axes, int[] presses) {
    for (int t = 0; t < TICKS; t++) {
      for (int i = 0; i < seats.size(); i++) {
        axes[0] = (t + i) % 100;
        seats.get(i).inbox().offer(0, axes, presses, 0, 1, 0);
      }
      room.step();
    }
  }
}
