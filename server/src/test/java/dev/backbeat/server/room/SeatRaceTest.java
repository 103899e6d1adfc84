package dev.backbeat.server.room;

import static dev.backbeat.server.room.SteppedDirectory.refused;
import static dev.backbeat.server.room.SteppedDirectory.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.broadcast.NowhereOutlet;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many want seats at the same time, on threads of their own. */
@Timeout(60)
class SeatRaceTest {
  private final ProbeGame.Factory probe = new ProbeGame.Factory();
  private final SteppedDirectory stepped = new SteppedDirectory(probe);

  @Test
  void ofManyWhoWantTheLastSeatsEachSeatIsGivenOnce() throws InterruptedException {
    int threads = 16;
    int joinsPerThread = 20;
    ExecutorService control = Executors.newSingleThreadExecutor();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      SimulationSettings settings = SimulationSettings.of("probe", 60, 2);
      RoomDirectory racing =
          new RoomDirectory(
              GameRegistry.of(probe),
              settings,
              RoomConfig.of(1_000, Runnable::run),
              stepped.hosts,
              control);
      racing.create(spec("last", null, null, 5)).toCompletionStage().toCompletableFuture().join();
      List<Future<Seat>> explicit = race(pool, threads, joinsPerThread, racing, "last");
      List<Seat> winners = explicit.stream().filter(Future::succeeded).map(Future::result).toList();
      assertEquals(5, winners.size());
      assertEquals(5, winners.stream().map(Seat::player).distinct().count());
      assertEquals(5, racing.find("last").orElseThrow().players());
      for (Future<Seat> f : explicit) {
        assertTrue(f.succeeded() || refused(f).code() == JoinException.Code.ROOM_FULL);
      }

      // 59 more rooms of 4 seats for 320 who take any: 236 get one, and no room is made in vain.
      List<Future<Seat>> any = race(pool, threads, joinsPerThread, racing, "any");
      assertEquals(59 * 4, any.stream().filter(Future::succeeded).count());
      assertEquals(60, racing.list().size());
      racing.list().forEach(r -> assertEquals(r.options().maxPlayers(), r.players(), r.id()));
      for (Future<Seat> f : any) {
        assertTrue(f.succeeded() || refused(f).code() == JoinException.Code.SERVER_FULL);
      }
    } finally {
      pool.shutdownNow();
      control.shutdownNow();
    }
  }

  private static List<Future<Seat>> race(
      ExecutorService pool, int threads, int each, Rooms rooms, String room)
      throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(threads * each);
    List<List<Future<Seat>>> results =
        IntStream.range(0, threads)
            .mapToObj(i -> (List<Future<Seat>>) new ArrayList<Future<Seat>>())
            .toList();
    for (List<Future<Seat>> mine : results) {
      pool.execute(
          () -> {
            try {
              start.await();
            } catch (InterruptedException e) {
              return;
            }
            for (int i = 0; i < each; i++) {
              Future<Seat> seat =
                  rooms.join(new JoinRequest("s", room, "", "n", false), new NowhereOutlet());
              mine.add(seat);
              seat.onComplete(r -> done.countDown());
            }
          });
    }
    start.countDown();
    assertTrue(done.await(30, TimeUnit.SECONDS));
    return results.stream().flatMap(List::stream).toList();
  }
}
