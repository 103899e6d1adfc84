package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.codec.ClientEntity;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.codec.SchemaCodec;
import dev.backbeat.server.room.GameRegistry;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients on real sockets that stop reading, or read slowly, for a while: whatever they decode is
 * what was true at that tick, and within one second of ticks after they read again it is the newest
 * truth.
 */
@Timeout(180)
class RecoveryIT {
  private static final int TICK_HZ = 120;
  private static final int CLIENTS = 4;
  private static final int STALLS = 4;
  private static final int RECEIVE_BUFFER_BYTES = 2_048;

  private final TruthGame.Factory game = new TruthGame.Factory();

  @Test
  void whoReadsAgainIsExactlyRightWithinOneSecond() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    try (RunningServer server =
        new RunningServer(
            GameRegistry.of(game), "--game", "truth", "--slow-client-timeout-seconds", "60")) {
      ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
      try {
        List<Future<Integer>> resets = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          SplittableRandom own = random.split();
          String name = "slow-" + i;
          Callable<Integer> client = () -> stallAndRecover(server.port(), name, own);
          resets.add(threads.submit(client));
        }
        for (Future<Integer> future : resets) {
          int n = future.get(120, TimeUnit.SECONDS);
          assertTrue(n >= STALLS, "only " + n + " resets: the stalls were none");
        }
      } finally {
        threads.shutdownNow();
      }
      assertTrue(server.metric("backbeat_clients_skipped_total") > 0);
      assertTrue(server.metric("backbeat_repairs_total") >= CLIENTS * STALLS);
      assertEquals(0, server.metric("backbeat_slow_clients_total"));
    }
  }

  private int stallAndRecover(int port, String name, SplittableRandom random) throws IOException {
    try (WireClient client = WireClient.openSmall(port, RECEIVE_BUFFER_BYTES)) {
      client.send(WireClient.join("any", name));
      ServerFrame first = client.await(ServerFrame::hasWelcome);
      Welcome welcome = first.getWelcome();
      assertEquals(TICK_HZ, welcome.getTickHz());
      ClientWorld world = new ClientWorld(SchemaCodec.fromMessage(welcome.getSchema()));
      int resets = 0;
      apply(world, first);
      for (int stall = 0; stall < STALLS; stall++) {
        for (int i = 0; i < 10; i++) {
          next(client, world);
        }
        boolean slowly = random.nextBoolean();
        int stallTicks = TICK_HZ + random.nextInt(2 * TICK_HZ);
        resets += stall(client, world, stallTicks, slowly);
        int readsAgainAt = game.newestTick();
        while (world.tick() < readsAgainAt) {
          resets += next(client, world) ? 1 : 0;
        }
        int late = world.tick() - readsAgainAt;
        assertTrue(late <= TICK_HZ, name + " was right again after " + late + " ticks only");
      }
      return resets;
    }
  }

  /** Reads nothing, or one frame now and then, until so many ticks have gone by. */
  private int stall(WireClient client, ClientWorld world, int ticks, boolean slowly)
      throws IOException {
    int resets = 0;
    int until = game.newestTick() + ticks;
    while (game.newestTick() < until) {
      int pause = Math.min(until, game.newestTick() + TICK_HZ / 4);
      RunningServer.await("time goes by", () -> game.newestTick() >= pause);
      if (slowly) {
        resets += next(client, world) ? 1 : 0;
      }
    }
    return resets;
  }

  /** Applies the next tick frame and compares; returns whether it was a reset. */
  private boolean next(WireClient client, ClientWorld world) throws IOException {
    ServerFrame frame = client.await(f -> f.getTick() > 0);
    apply(world, frame);
    return frame.getReset();
  }

  private void apply(ClientWorld world, ServerFrame frame) {
    world.apply(frame);
    Map<Integer, String> truth = game.truth(world.tick());
    assertNotNull(truth, "a frame of tick " + world.tick() + ", which never was");
    Map<Integer, String> known = new TreeMap<>();
    for (ClientEntity e : world.entities()) {
      int[] fields = new int[TruthGame.Factory.FIELDS];
      for (int f = 0; f < fields.length; f++) {
        fields[f] = e.field(f);
      }
      known.put(e.id(), TruthGame.Factory.describe(fields));
    }
    assertEquals(truth, known, () -> "tick " + world.tick());
  }
}
