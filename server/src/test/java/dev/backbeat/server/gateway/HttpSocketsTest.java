package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpSocketsTest {
  /** More than the kernel takes for somebody who reads nothing. */
  private static final int ANSWER_BYTES = 64 << 20;

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void whoReadsNothingIsGone() throws Exception {
    Vertx vertx = Vertx.vertx();
    CompletableFuture<HttpConnection> writing = new CompletableFuture<>();
    CompletableFuture<Void> gone = new CompletableFuture<>();
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  request.connection().closeHandler(closed -> gone.complete(null));
                  request.response().end(Buffer.buffer(new byte[ANSWER_BYTES]));
                  writing.complete(request.connection());
                });
    try {
      int port = get(server.listen(0, "127.0.0.1")).actualPort();
      try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), port)) {
        String request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        deaf.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        HttpConnection connection = writing.get(30, TimeUnit.SECONDS);
        connection.close(); // Which waits for what is to be written.
        assertFalse(gone.isDone());
        HttpSockets.abort(connection);
        gone.get(30, TimeUnit.SECONDS);
      }
    } finally {
      get(vertx.close());
    }
  }
}
