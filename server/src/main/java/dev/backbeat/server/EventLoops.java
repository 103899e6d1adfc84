package dev.backbeat.server;

import dev.backbeat.server.gateway.Listeners;
import dev.backbeat.server.gateway.LoopFairness;
import dev.backbeat.server.gateway.Transports;
import dev.backbeat.server.ops.ServerConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.transport.Transport;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of one server. Any thread.
 *
 * @param vertx runs them
 * @param transport how they reach sockets: {@code epoll}, say
 * @param listeners the sockets on which they accept
 */
record EventLoops(Vertx vertx, String transport, Listeners listeners) {
  private static final int CLOSE_SECONDS = 5;

  /** As many as the configuration says; nothing listens yet. */
  static EventLoops create(ServerConfig config) {
    Listeners listeners = new Listeners(config.drain().reusePort());
    Transport transport = Transports.choose(config.listen(), listeners);
    LoopFairness.bound();
    VertxOptions options =
        new VertxOptions()
            .setEventLoopPoolSize(config.listen().gatewayLoops())
            .setWorkerPoolSize(4)
            .setInternalBlockingPoolSize(4)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false));
    Vertx vertx = Vertx.builder().with(options).withTransport(transport).build();
    return new EventLoops(vertx, transport.name(), listeners);
  }

  /** Ends them, and then says this; a loop that is stuck is not waited for longer than 5 s. */
  <T> Future<T> closeThen(Future<T> outcome) {
    // Not a future of a Vert.x context: the loops are gone when it completes.
    Promise<T> promise = Promise.promise();
    inTime(vertx.close()).onComplete(closed -> outcome.onComplete(promise));
    return promise.future();
  }

  /** Completes when that closing has come to an end, whichever, or has had its time. */
  static Future<Void> inTime(Future<Void> closing) {
    Promise<Void> promise = Promise.promise();
    closing
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
        .whenComplete((closed, e) -> promise.complete());
    return promise.future();
  }
}
