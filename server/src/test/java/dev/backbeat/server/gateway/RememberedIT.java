package dev.backbeat.server.gateway;

import static dev.backbeat.server.gateway.RunningServer.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server remembers of clients is seen in its metrics. */
@Timeout(120)
class RememberedIT {
  private static final String KEY = "Nq5sR2vX8bK1mZ4tQ7yW";
  private static final String OPERATOR = "b2Fr8yTq6Wd1Vn4Jx9Gs";

  private static String ticket(RunningServer server, String player) throws IOException {
    String body = new JsonObject().put("player", player).encode();
    String answer = server.post("/api/tickets", body, "Authorization", "Bearer " + KEY).body();
    return "Authorization: Bearer " + new JsonObject(answer).getString("ticket");
  }

  private static double read(RunningServer server, String name) {
    try {
      return server.metric(name + " ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void ticketsPlayersAndSessionsWithoutAConnection() throws IOException {
    try (RunningServer server = new RunningServer("--guests", "off", "--api-key", KEY)) {
      assertEquals(0, read(server, "backbeat_used_tickets"));
      assertEquals(500_000, read(server, "backbeat_used_tickets_max"));
      assertEquals(0, read(server, "backbeat_player_entries"));
      try (WireClient ada = WireClient.open(server.port(), ticket(server, "ada"))) {
        ada.joined("any", "ada");
        assertEquals(1, read(server, "backbeat_used_tickets"));
        assertEquals(2, read(server, "backbeat_player_entries"), "a connection and rates");
        assertEquals(0, read(server, "backbeat_sessions_away"));
      }
      await("the session waits for her", () -> read(server, "backbeat_sessions_away") == 1);
      assertEquals(1, read(server, "backbeat_player_entries"), "rates are remembered for a while");
      assertEquals(1, read(server, "backbeat_used_tickets"), "and her ticket");
    }
  }

  @Test
  void offendersAndPenalties() throws IOException {
    try (RunningServer server =
        new RunningServer(
            "--guests=on", "--api-key=" + KEY, "--limit-loopback", "--penalty-offences=3")) {
      assertEquals(0, read(server, "backbeat_offenders"));
      for (int i = 0; i < 3; i++) {
        assertEquals(0, read(server, "backbeat_penalties"), "before the third");
        WireClient.open(server.port(), "Authorization: Bearer a.b.c").close();
      }
      assertEquals(1, read(server, "backbeat_offenders"));
      assertEquals(1, read(server, "backbeat_penalties"));
    }
  }

  @Test
  void bansAndMutes() throws Exception {
    try (RunningServer server =
        new RunningServer("--admin-port=0", "--admin-tokens=ann:" + OPERATOR)) {
      URI url = URI.create(server.server().admin().orElseThrow().url() + "/ban");
      HttpRequest ban =
          HttpRequest.newBuilder(url)
              .header("Authorization", "Bearer " + OPERATOR)
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString("{\"player\":\"eve\",\"reason\":\"cheats\"}"))
              .build();
      String banned = "backbeat_sanctions{kind=\"ban\"}";
      assertEquals(0, read(server, banned));
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(ban, HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode(), answer.body());
      assertEquals(1, read(server, banned));
      assertEquals(0, read(server, "backbeat_sanctions{kind=\"mute\"}"));
    }
  }
}
