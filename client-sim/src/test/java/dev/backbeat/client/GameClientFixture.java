package dev.backbeat.client;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.KindSlice;
import dev.backbeat.v1.ServerFrame;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A client beside a server whose every answer the test gives by hand. */
@Timeout(60)
abstract class GameClientFixture {
  static final int GRACE_MS = 20_000;

  final RecordingListener listener = new RecordingListener();
  Vertx vertx;
  ScriptedServer server;
  ClientHub hub;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    server = new ScriptedServer(vertx);
    hub = ClientHub.create(vertx);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  ClientOptions options() {
    return ClientOptions.of(server.url()).withName("ann");
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  static ClientClosed failure(Future<?> future) {
    ExecutionException e = assertThrows(ExecutionException.class, () -> get(future));
    return ((ClientClosedException) e.getCause()).closed();
  }

  static ServerFrame.Builder reset(int tick) {
    return ServerFrame.newBuilder()
        .setTick(tick)
        .setReset(true)
        .setOwnEntity(3)
        .addCells(
            CellSlice.newBuilder()
                .setCell(1)
                .setKeyframe(true)
                .addKinds(KindSlice.newBuilder().addEntered(3).addValues(10).addValues(20)));
  }

  GameClient playing(ClientOptions options) {
    GameClient client = hub.newClient(options, listener);
    client.connect();
    return client;
  }
}
