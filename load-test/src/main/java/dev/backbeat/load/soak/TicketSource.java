package dev.backbeat.load.soak;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Asks the server for a ticket per client, as a studio's backend would. The caller waits. */
final class TicketSource implements Callable<String> {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI url;
  private final String key;
  private long next;

  TicketSource(URI url, String key, long seed) {
    this.url = url;
    this.key = key;
    this.next = Math.floorMod(seed, 1_000_000L) * 1_000_000;
  }

  @Override
  public String call() throws IOException, InterruptedException {
    String player = "soak-" + next++;
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    new JsonObject().put("player", player).encode()))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IOException("no ticket: " + answer.statusCode());
    }
    return new JsonObject(answer.body()).getString("ticket");
  }
}
