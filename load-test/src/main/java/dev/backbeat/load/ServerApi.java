package dev.backbeat.load;

import dev.backbeat.client.AnyCertificate;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The server's HTTP side: creating rooms and reading metrics. The caller's thread waits. */
final class ServerApi {
  /** The rooms to join and, if they could not be made, why. */
  record RoomsMade(List<String> ids, String refusal) {}

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int EMPTY_EXPIRY_SECONDS = 120;

  private final LoadSettings settings;
  private final HttpClient http;
  private final String base;

  ServerApi(LoadSettings settings) {
    this.settings = settings;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
    if (settings.secure() && settings.insecure()) {
      builder.sslContext(AnyCertificate.context());
    }
    http = builder.build();
    base =
        (settings.secure() ? "https" : "http")
            + "://"
            + settings.url().getHost()
            + ":"
            + settings.port();
  }

  /** Creates the run's rooms; if the server refuses one, all clients join "any". */
  RoomsMade createRooms() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < settings.rooms(); i++) {
      JsonObject body =
          new JsonObject()
              .put("game", settings.game())
              .put("tickHz", settings.tickHz())
              .put("maxPlayers", settings.players())
              .put("options", new JsonObject(new LinkedHashMap<>(settings.roomOptions())))
              .put("emptyExpirySeconds", EMPTY_EXPIRY_SECONDS)
              .put("seed", Math.floorMod(settings.seed() + i, 1L << 31));
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + "/api/rooms"))
              .timeout(TIMEOUT)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
      if (!settings.apiKey().isEmpty()) {
        request.header("Authorization", "Bearer " + settings.apiKey());
      }
      try {
        HttpResponse<String> response =
            http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        String id =
            response.statusCode() == 201 ? new JsonObject(response.body()).getString("id") : null;
        if (id == null) {
          return new RoomsMade(List.of(), response.statusCode() + " " + response.body());
        }
        ids.add(id);
      } catch (IOException | DecodeException | ClassCastException e) {
        return new RoomsMade(List.of(), e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RoomsMade(List.of(), "interrupted");
      }
    }
    return new RoomsMade(ids, "");
  }

  /** The text of /metrics, if it answers in time. */
  Optional<String> metrics() {
    return get("/metrics");
  }

  /** The text of /metrics/tick-lateness, if it answers in time. */
  Optional<String> tickLateness() {
    return get("/metrics/tick-lateness");
  }

  private Optional<String> get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT).GET().build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
