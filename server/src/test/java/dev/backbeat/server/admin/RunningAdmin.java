package dev.backbeat.server.admin;

import dev.backbeat.server.BackbeatServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** A real server in this JVM with an admin listener, both on free ports. */
public final class RunningAdmin implements AutoCloseable {
  public static final String TOKEN = "q8Zk3vT0pLw9Xn2c";
  public static final int PATIENCE_SECONDS = 60;

  private final BackbeatServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  public RunningAdmin(String... options) throws Exception {
    List<String> args = new ArrayList<>(List.of("--port", "0", "--gateway-loops", "2"));
    args.addAll(List.of("--overload-ladder", "off", "--admin-port", "0"));
    args.addAll(List.of("--admin-tokens", "ann:" + TOKEN + ",bob:b7Qx1mR5tYw8Kd4s"));
    args.addAll(List.of(options));
    server =
        BackbeatServer.start(args.toArray(String[]::new))
            .toCompletionStage()
            .toCompletableFuture()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  public BackbeatServer server() {
    return server;
  }

  List<Route> routes() {
    return server.admin().orElseThrow().routes();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.admin().orElseThrow().port() + path;
  }

  /** A request with this token, or with none, and these headers. */
  HttpResponse<String> send(
      String method, String path, String token, JsonObject body, String... headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url(path)))
            .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.encode()));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** A file that is answered to Ann. */
  HttpResponse<byte[]> download(String path, JsonObject body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url(path)))
            .timeout(Duration.ofSeconds(2 * PATIENCE_SECONDS))
            .header("Authorization", "Bearer " + TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** What a call answers to Ann; it must succeed. */
  public JsonObject get(String path) throws IOException {
    return answer(send("GET", path, TOKEN, null));
  }

  /** What an act of Ann's answers; it must succeed. */
  public JsonObject post(String path, JsonObject body) throws IOException {
    return answer(send("POST", path, TOKEN, body));
  }

  private static JsonObject answer(HttpResponse<String> response) {
    if (response.statusCode() >= 300) {
      throw new AssertionError(response.statusCode() + ": " + response.body());
    }
    return new JsonObject(response.body());
  }

  /** The code of the error with which an act of Ann's is answered, behind its status. */
  String refusal(String path, JsonObject body) throws IOException {
    HttpResponse<String> response = send("POST", path, TOKEN, body);
    JsonObject error = new JsonObject(response.body()).getJsonObject("error");
    return response.statusCode() + " " + (error == null ? "" : error.getString("code"));
  }

  /** A condition that may fail to be asked until it holds. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits until it is so; fails after a generous while. */
  public static void await(String what, Condition condition) throws Exception {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.holds()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new AssertionError("never happened: " + what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      server
          .stop()
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new IOException("the server did not stop", e);
    }
  }
}
