package dev.backbeat.client;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A relay in this process that holds every piece of a TCP stream up for a seeded time, keeping the
 * order: what comes behind a late piece is late, too.
 */
final class DelayRelay implements AutoCloseable {
  private final Vertx vertx;
  private final NetServer server;
  private final NetClient client;
  private final SplittableRandom random;
  private final int delayMs;
  private final int jitterMs;
  private volatile long stalledUntilNs = System.nanoTime();

  /** Each way takes {@code delayMs}, and up to {@code jitterMs} less or more. */
  DelayRelay(Vertx vertx, int toPort, int delayMs, int jitterMs, long seed) throws Exception {
    this.vertx = vertx;
    this.delayMs = delayMs;
    this.jitterMs = jitterMs;
    this.random = new SplittableRandom(seed);
    this.client = vertx.createNetClient();
    this.server = vertx.createNetServer();
    server.connectHandler(
        near -> {
          near.pause();
          client
              .connect(toPort, "127.0.0.1")
              .onSuccess(
                  far -> {
                    relay(near, far);
                    relay(far, near);
                    near.resume();
                  })
              .onFailure(e -> near.close());
        });
    server
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private void relay(NetSocket from, NetSocket to) {
    long[] lastNs = {System.nanoTime()};
    from.handler(bytes -> later(lastNs, () -> write(to, bytes)));
    from.endHandler(v -> later(lastNs, to::close));
    from.exceptionHandler(e -> to.close());
  }

  private static void write(NetSocket to, Buffer bytes) {
    to.write(bytes);
  }

  private void later(long[] lastNs, Runnable task) {
    long now = System.nanoTime();
    int ms;
    synchronized (random) {
      ms = delayMs + (jitterMs == 0 ? 0 : random.nextInt(-jitterMs, jitterMs + 1));
    }
    long at = Math.max(now + ms * 1_000_000L, Math.max(stalledUntilNs, lastNs[0]));
    lastNs[0] = at;
    vertx.setTimer(Math.max(1, (at - now + 999_999) / 1_000_000), id -> task.run());
  }

  /** Nothing gets through for so long, in either direction; then everything at once. */
  void stall(int ms) {
    stalledUntilNs = System.nanoTime() + ms * 1_000_000L;
  }

  int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
