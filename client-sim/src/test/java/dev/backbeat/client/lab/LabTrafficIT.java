package dev.backbeat.client.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many connections and many bytes through a lab, to a server that says everything again. */
@Timeout(120)
class LabTrafficIT {
  private static final long MS = 1_000_000;

  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private int echoPort;

  @BeforeEach
  void startEcho() throws Exception {
    NetServer echo = vertx.createNetServer().connectHandler(s -> s.pipeTo(s));
    echoPort = await(echo.listen(0, "127.0.0.1")).actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(100, TimeUnit.SECONDS);
  }

  private Lab lab(NetworkSettings network) throws Exception {
    return Lab.start(LabSettings.to("127.0.0.1", echoPort).withNetwork(network).withSeed(7));
  }

  /** Sends pieces of a few bytes every few milliseconds; ends when all of them came back. */
  private Future<Void> chat(Lab lab, int pieces, int everyMs, long seed) {
    return client
        .connect(lab.port(), "127.0.0.1")
        .compose(
            socket -> {
              Random random = new Random(seed);
              Buffer sent = Buffer.buffer();
              Buffer back = Buffer.buffer();
              Promise<Void> done = Promise.promise();
              int[] left = {pieces};
              socket.exceptionHandler(done::tryFail);
              socket.closeHandler(closed -> done.tryFail("closed early"));
              socket.handler(
                  bytes -> {
                    back.appendBuffer(bytes);
                    if (left[0] == 0 && back.length() >= sent.length()) {
                      if (back.equals(sent)) {
                        done.tryComplete();
                      } else {
                        done.tryFail("other bytes came back, seed " + seed);
                      }
                    }
                  });
              vertx.setPeriodic(
                  everyMs,
                  id -> {
                    byte[] piece = new byte[1 + random.nextInt(200)];
                    random.nextBytes(piece);
                    Buffer buffer = Buffer.buffer(piece);
                    sent.appendBuffer(buffer);
                    socket.write(buffer);
                    if (--left[0] == 0) {
                      vertx.cancelTimer(id);
                    }
                  });
              return done.future().onComplete(end -> socket.close());
            });
  }

  @Test
  void twoHundredConnectionsGetTheirBytesBack() throws Exception {
    NetworkSettings network =
        NetworkSettings.ofRoundTrip(60 * MS, 30 * MS)
            .withBoth(p -> p.withStalls(new Stalls(100 * MS, 400 * MS)));
    try (Lab lab = lab(network)) {
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(chat(lab, 100, 25, i));
      }
      await(Future.all(all));
      LabStats stats = lab.stats();
      assertEquals(200, stats.opened());
      assertEquals(stats.up().bytes(), stats.down().bytes());
      print("200 connections, a piece each 25 ms", stats);
    }
  }

  @Test
  void aGameSizedStreamIsDeliveredOnTime() throws Exception {
    try (Lab lab = lab(NetworkSettings.ofRoundTrip(100 * MS, 20 * MS))) {
      await(chat(lab, 1_000, 5, 1));
      print("one connection, a piece each 5 ms", lab.stats());
    }
  }

  @Test
  void aFloodWaitsAtItsSenderAndArrivesWhole() throws Exception {
    NetworkSettings network =
        NetworkSettings.ofRoundTrip(20 * MS, 0)
            .with(Direction.UP, p -> p.withBytesPerSecond(4_000_000));
    byte[] flood = new byte[4_000_000];
    new Random(3).nextBytes(flood);
    try (Lab lab = lab(network)) {
      Promise<Buffer> done = Promise.promise();
      long beginNs = System.nanoTime();
      NetSocket socket = await(client.connect(lab.port(), "127.0.0.1"));
      Buffer back = Buffer.buffer();
      socket.handler(
          bytes -> {
            back.appendBuffer(bytes);
            if (back.length() == flood.length) {
              done.complete(back);
            }
          });
      lab.stall(Direction.UP, 200 * MS);
      socket.write(Buffer.buffer(flood));
      assertEquals(Buffer.buffer(flood), await(done.future()));
      double seconds = (System.nanoTime() - beginNs) / 1e9;
      PathStats up = lab.stats().up();
      long window = network.up().window();
      assertEquals(80_000, window);
      assertTrue(up.maxHeldBytes() >= window, "it was full: " + up);
      assertTrue(up.maxHeldBytes() <= window + 16 * 1024, "and one read more at most: " + up);
      assertTrue(seconds >= 1, "4 MB at 4 MB/s in " + seconds + " s");
      System.out.printf(Locale.ROOT, "4 MB at 4 MB/s behind a stall of 0.2 s: %.3f s%n", seconds);
    }
  }

  private static void print(String what, LabStats stats) {
    for (Direction direction : Direction.values()) {
      PathStats path = stats.path(direction);
      System.out.printf(
          Locale.ROOT,
          "%s, %s: %d pieces, delay p50 %.2f ms, late by p50 %.3f ms, p99 %.3f ms, max %.3f ms%n",
          what,
          direction,
          path.pieces(),
          path.delayP50Ns() / 1e6,
          path.errorP50Ns() / 1e6,
          path.errorP99Ns() / 1e6,
          path.errorMaxNs() / 1e6);
    }
  }
}
