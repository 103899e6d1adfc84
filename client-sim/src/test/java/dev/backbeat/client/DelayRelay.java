package dev.backbeat.client;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
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
    Pipe pipe = new Pipe();
    from.handler(bytes -> pipe.later(() -> to.write(bytes)));
    from.endHandler(v -> pipe.later(to::close));
    from.exceptionHandler(e -> to.close());
  }

  /** One direction of one connection: what waits, in order. */
  private final class Pipe {
    private record Piece(long atNs, Runnable task) {}

    private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
    private long lastNs = System.nanoTime();
    private boolean armed;

    synchronized void later(Runnable task) {
      int ms = delayMs + (jitterMs == 0 ? 0 : jitter());
      long at = System.nanoTime() + ms * 1_000_000L;
      lastNs = Math.max(at, Math.max(stalledUntilNs, lastNs));
      waiting.add(new Piece(lastNs, task));
      arm();
    }

    private void arm() {
      if (!armed && !waiting.isEmpty()) {
        armed = true;
        long inMs = (waiting.peek().atNs - System.nanoTime() + 999_999) / 1_000_000;
        vertx.setTimer(Math.max(1, inMs), id -> deliver());
      }
    }

    private synchronized void deliver() {
      armed = false;
      while (!waiting.isEmpty() && waiting.peek().atNs - System.nanoTime() <= 0) {
        waiting.poll().task.run();
      }
      arm();
    }
  }

  private int jitter() {
    synchronized (random) {
      return random.nextInt(-jitterMs, jitterMs + 1);
    }
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
