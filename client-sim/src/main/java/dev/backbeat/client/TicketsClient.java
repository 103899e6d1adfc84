package dev.backbeat.client;

import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Asks a server for tickets as a studio's backend does ({@code POST /api/tickets}), or as a guest's
 * page ({@code POST /api/tickets/guest}). Any thread.
 */
public final class TicketsClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String GUEST = "/guest";
  private static final int CREATED = 201;

  private final URI url;
  private final String key;
  private final HttpClient http;

  /**
   * Connects when it is first asked.
   *
   * @param url of {@code /api/tickets} or {@code /api/tickets/guest}, http or https
   * @param key one of the server's API keys; empty = none is sent
   * @param trustAll accept any certificate for any host: for development
   */
  public TicketsClient(URI url, String key, boolean trustAll) {
    if (url.getHost() == null
        || !("http".equalsIgnoreCase(url.getScheme())
            || "https".equalsIgnoreCase(url.getScheme()))) {
      throw new IllegalArgumentException("not an http:// or https:// URL: " + url);
    }
    this.url = url;
    this.key = key;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
    if (trustAll) {
      builder.sslContext(AnyCertificate.context());
    }
    this.http = builder.build();
  }

  /** The call on the server that is played on: of {@code ws://host/play}, /api/tickets. */
  public static URI of(URI playUrl) {
    String scheme = "wss".equalsIgnoreCase(playUrl.getScheme()) ? "https" : "http";
    String path = playUrl.getRawPath() == null ? "" : playUrl.getRawPath();
    String base = path.endsWith("/play") ? path.substring(0, path.length() - 5) : "";
    return URI.create(scheme + "://" + playUrl.getRawAuthority() + base + "/api/tickets");
  }

  /**
   * A ticket for a player.
   *
   * @param player id; a guest's is made up by the server
   * @param name that others see; empty = the client's own choice
   * @return fails with a sentence
   */
  public CompletableFuture<String> ticket(String player, String name) {
    JsonObject body = new JsonObject();
    if (!url.getPath().endsWith(GUEST)) {
      body.put("player", player);
    }
    if (!name.isEmpty()) {
      body.put("name", name);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                throw failed("cannot be asked: " + rootOf(failure));
              }
              return read(answer);
            });
  }

  /** A source of this player's tickets. */
  public TicketSource source(String player, String name) {
    return () -> Future.fromCompletionStage(ticket(player, name));
  }

  private String read(HttpResponse<String> answer) {
    try {
      JsonObject json = new JsonObject(answer.body());
      if (answer.statusCode() == CREATED) {
        return json.getString("ticket");
      }
      JsonObject error = json.getJsonObject("error", new JsonObject());
      throw failed("answered %d: %s".formatted(answer.statusCode(), error.getString("message")));
    } catch (DecodeException | ClassCastException e) {
      throw failed("answered %d and no JSON".formatted(answer.statusCode()));
    }
  }

  private IllegalStateException failed(String what) {
    return new IllegalStateException("no ticket: " + url + " " + what);
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root instanceof CompletionException && root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
