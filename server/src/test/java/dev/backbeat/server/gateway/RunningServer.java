package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.BackbeatServer;
import dev.backbeat.server.ops.ServerCommand;
import dev.backbeat.server.room.GameRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The real server in this JVM, on a free port. */
final class RunningServer implements AutoCloseable {
  private final BackbeatServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  RunningServer(String... options) {
    List<String> args = new ArrayList<>(List.of("--port", "0", "--gateway-loops", "2"));
    args.addAll(List.of("--overload-ladder", "off")); // Unless a test moves it by hand.
    args.addAll(List.of(options));
    server = get(BackbeatServer.start(args.toArray(String[]::new)));
  }

  /** With games of a test's own, on one loop. */
  RunningServer(GameRegistry games, String... options) {
    List<String> args = new ArrayList<>(List.of("--port", "0", "--gateway-loops", "1"));
    args.addAll(List.of(options));
    server = get(BackbeatServer.start(ServerCommand.configOf(args.toArray(String[]::new)), games));
  }

  static <T> T get(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(WireClient.PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  BackbeatServer server() {
    return server;
  }

  int port() {
    return server.port();
  }

  /** A connection to it that waits for an answer no longer than tests do. */
  Socket socket() throws IOException {
    Socket socket = new Socket("127.0.0.1", port());
    socket.setSoTimeout(WireClient.PATIENCE_MS);
    return socket;
  }

  HttpResponse<String> get(String path, String... headers) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  HttpResponse<String> post(String path, String body, String... headers) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** The sum of a metric's samples whose line begins so; 0 if there is none. */
  double metric(String prefix) throws IOException {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(prefix))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Waits until it is so; fails after a generous while. */
  static void await(String what, BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WireClient.PATIENCE_MS);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - deadlineNs < 0, "never happened: " + what);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  public void close() {
    get(server.stop());
  }
}
