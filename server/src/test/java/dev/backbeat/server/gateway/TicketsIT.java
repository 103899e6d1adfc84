package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.Player;
import dev.backbeat.v1.ServerFrame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tickets from the call that gives them to the room that they are for. */
@Timeout(120)
class TicketsIT {
  private static final String KEY = "Nq5sR2vX8bK1mZ4tQ7yW";
  private static final String NEXT_KEY = "hD3kP9cF6jL0wE2uT5xB";
  private static final String EVIL = "https://evil.example";

  private static RunningServer start(String... options) {
    String[] all = new String[options.length + 4];
    System.arraycopy(options, 0, all, 4, options.length);
    all[0] = "--guests";
    all[1] = "off";
    all[2] = "--api-key";
    all[3] = KEY + "," + NEXT_KEY;
    return new RunningServer(all);
  }

  private static HttpResponse<String> ask(RunningServer server, JsonObject body)
      throws IOException {
    return server.post("/api/tickets", body.encode(), "Authorization", "Bearer " + KEY);
  }

  private static String ticket(RunningServer server, JsonObject body) throws IOException {
    HttpResponse<String> answer = ask(server, body);
    assertEquals(201, answer.statusCode(), answer.body());
    return new JsonObject(answer.body()).getString("ticket");
  }

  private static String bearer(String ticket) {
    return "Authorization: Bearer " + ticket;
  }

  private static JsonObject ada() {
    return new JsonObject().put("player", "ada-1").put("name", "Ada");
  }

  private static void assertRefused(WireClient client, int status, ErrorCode code)
      throws IOException {
    try (client) {
      assertEquals(status, client.status(), client.body());
      assertEquals(code.name(), client.header(Protocol.ERROR_HEADER));
    }
  }

  @Test
  void aBackendsTicketLetsItsPlayerInOnce() throws IOException {
    try (RunningServer server = start()) {
      HttpResponse<String> answer = ask(server, ada().put("lifetimeSeconds", 90));
      assertEquals(201, answer.statusCode(), answer.body());
      assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
      JsonObject given = new JsonObject(answer.body());
      assertEquals(90, given.getInteger("expiresInSeconds"));
      assertEquals("ws://127.0.0.1:" + server.port() + "/play", given.getString("url"));
      String ticket = given.getString("ticket");
      try (WireClient client = WireClient.open(server.port(), bearer(ticket))) {
        client.send(WireClient.join("any", "impostor"));
        Player player = client.await(ServerFrame::hasRoster).getRoster().getJoined(0);
        assertEquals("Ada", player.getName());
        assertRefused(
            WireClient.open(server.port(), bearer(ticket)), 401, ErrorCode.ERROR_TICKET_USED);
      }
      // Nor when the first connection is gone.
      assertRefused(
          WireClient.open(server.port(), bearer(ticket)), 401, ErrorCode.ERROR_TICKET_USED);
      assertEquals(
          2, (int) server.metric("backbeat_upgrades_rejected_total{code=\"ERROR_TICKET_USED\""));
      assertEquals(1, (int) server.metric("backbeat_tickets_issued_total"));
    }
  }

  @Test
  void aRefusalForAnotherReasonLeavesTheTicketGood() throws IOException {
    try (RunningServer server = start("--max-connections", "1")) {
      String first = ticket(server, ada());
      String second = ticket(server, ada());
      WireClient playing = WireClient.open(server.port(), bearer(first));
      assertEquals(101, playing.status());
      assertRefused(
          WireClient.open(server.port(), bearer(second)), 503, ErrorCode.ERROR_SERVER_FULL);
      playing.close();
      RunningServer.await("the place is free", () -> server.server().connections() == 0);
      String header = bearer(second);
      assertRefused(
          WireClient.open(server.port(), header, "Origin: " + EVIL),
          403,
          ErrorCode.ERROR_NOT_ALLOWED);
      assertRefused(
          WireClient.upgradeWith(server.port(), "Version: 13", "Version: 8\r\n" + header),
          426,
          ErrorCode.ERROR_UPGRADE_REQUIRED);
      assertEquals(
          426, server.get("/play", "Authorization", "Bearer " + second).statusCode(), "a question");
      try (WireClient at = WireClient.open(server.port(), header)) {
        assertEquals(101, at.status(), at.body());
      }
    }
  }

  @Test
  void aTicketIsBoundToItsRoomGameAndRole() throws IOException {
    try (RunningServer server = start()) {
      for (String id : new String[] {"red", "blue"}) {
        assertEquals(
            201,
            server
                .post("/api/rooms", "{\"id\":\"" + id + "\"}", "Authorization", "Bearer " + KEY)
                .statusCode());
      }
      JsonObject red = ada().put("room", "red");
      assertJoins(server, red, "any", "red");
      assertJoins(server, red, "red", "red");
      assertNotAllowed(server, red, "blue");
      assertJoins(server, ada().put("game", "arena"), "blue", "blue");
      assertNotAllowed(server, ada().put("game", "chess"), "blue");
      assertNotAllowed(server, ada().put("roles", new JsonArray().add("watcher")), "blue");
      assertEquals(3, (int) server.metric("backbeat_joins_rejected_total"));
    }
  }

  private static void assertJoins(
      RunningServer server, JsonObject wanted, String room, String expected) throws IOException {
    try (WireClient client = WireClient.open(server.port(), bearer(ticket(server, wanted)))) {
      client.send(WireClient.join(room, ""));
      assertEquals(expected, client.await(ServerFrame::hasWelcome).getWelcome().getRoom());
    }
  }

  private static void assertNotAllowed(RunningServer server, JsonObject wanted, String room)
      throws IOException {
    try (WireClient client = WireClient.open(server.port(), bearer(ticket(server, wanted)))) {
      client.send(WireClient.join(room, ""));
      WireClient.End end = client.end();
      assertEquals(ErrorCode.ERROR_NOT_ALLOWED, end.error().getCode());
      assertEquals(CloseCode.POLICY_VIOLATION.code(), end.closeCode());
    }
  }

  @Test
  void theCallIsForHoldersOfAKey() throws IOException {
    try (RunningServer server = start()) {
      String body = ada().encode();
      assertEquals(401, server.post("/api/tickets", body).statusCode());
      assertEquals(
          401,
          server.post("/api/tickets", body, "Authorization", "Bearer " + KEY + "x").statusCode());
      assertEquals(401, server.post("/api/tickets", body, "Authorization", "Bearer ").statusCode());
      assertEquals(
          201,
          server.post("/api/tickets", body, "Authorization", "bearer " + NEXT_KEY).statusCode(),
          "both keys are good");
      HttpResponse<String> fromPage =
          server.post("/api/tickets", body, "Authorization", "Bearer " + KEY, "Origin", EVIL);
      assertEquals(403, fromPage.statusCode());
      assertEquals(Optional.empty(), fromPage.headers().firstValue("Access-Control-Allow-Origin"));
      assertEquals(404, server.post("/api/tickets/guest", "{}").statusCode());
    }
  }

  @Test
  void whatNoTicketCanSayIsRefused() throws IOException {
    try (RunningServer server = start()) {
      for (String body :
          new String[] {
            "[]",
            "{}",
            "{\"player\":\"\"}",
            "{\"player\":7}",
            "{\"player\":\"two words\"}",
            "{\"player\":\"" + "x".repeat(65) + "\"}",
            "{\"player\":\"a\",\"name\":\"Ada\\u202e\"}",
            "{\"player\":\"a\",\"name\":{}}",
            "{\"player\":\"a\",\"room\":\"../etc\"}",
            "{\"player\":\"a\",\"roles\":\"admin\"}",
            "{\"player\":\"a\",\"roles\":[\"a b\"]}",
            "{\"player\":\"a\",\"roles\":[[]]}",
            "{\"player\":\"a\",\"lifetimeSeconds\":0}",
            "{\"player\":\"a\",\"lifetimeSeconds\":3601}",
            "{\"player\":\"a\",\"lifetimeSeconds\":\"60\"}",
            "{\"player\":\"a\",\"jti\":\"mine\"}"
          }) {
        HttpResponse<String> answer =
            server.post("/api/tickets", body, "Authorization", "Bearer " + KEY);
        assertEquals(400, answer.statusCode(), body + answer.body());
        assertFalse(
            new JsonObject(answer.body()).getJsonObject("error").getString("message").isBlank());
      }
    }
  }

  @Test
  void guestsGetTicketsWhereThatIsEnabled() throws IOException {
    try (RunningServer server =
        start("--guest-tickets", "on", "--allowed-origins", "https://play.example.org")) {
      assertEquals(
          "{\"guests\":false,\"guestTickets\":true}", server.get("/api/tickets").body().strip());
      assertRefused(WireClient.open(server.port()), 401, ErrorCode.ERROR_BAD_TICKET);
      HttpResponse<String> answer =
          server.post(
              "/api/tickets/guest", "{\"name\":\"Eve\"}", "Origin", "https://play.example.org");
      assertEquals(201, answer.statusCode(), answer.body());
      assertEquals(
          "https://play.example.org",
          answer.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
      String ticket = new JsonObject(answer.body()).getString("ticket");
      String item = Protocol.TICKET_ITEM_PREFIX + ticket;
      try (WireClient page = WireClient.upgrade(server.port(), "/play", "backbeat.v1, " + item)) {
        page.send(WireClient.join("any", "somebody else"));
        assertEquals("Eve", page.await(ServerFrame::hasRoster).getRoster().getJoined(0).getName());
      }
      assertEquals(403, server.post("/api/tickets/guest", "{}", "Origin", EVIL).statusCode());
      assertEquals(400, server.post("/api/tickets/guest", "{\"player\":\"ada\"}").statusCode());
      String first = server.post("/api/tickets/guest", "{}").body();
      assertNotEquals(first, server.post("/api/tickets/guest", "{}").body());
    }
  }

  @Test
  void whoConnectsToAPublicUrlIsToldSo() throws IOException {
    try (RunningServer server = start("--public-url", "wss://play.example.org/play")) {
      String body = ask(server, ada()).body();
      assertEquals("wss://play.example.org/play", new JsonObject(body).getString("url"));
    }
    try (RunningServer server = start("--host", "0.0.0.0")) {
      String body = ask(server, ada()).body();
      assertEquals(
          "ws://127.0.0.1:" + server.port() + "/play", new JsonObject(body).getString("url"));
    }
  }

  @Test
  void withoutSingleUseATicketLetsInUntilItExpires() throws IOException {
    try (RunningServer server = start("--tickets-single-use", "off")) {
      String ticket = ticket(server, ada());
      for (int i = 0; i < 3; i++) {
        try (WireClient client = WireClient.open(server.port(), bearer(ticket))) {
          assertEquals(101, client.status(), client.body());
        }
      }
      assertTrue(server.metric("backbeat_tickets_issued_total") == 1);
    }
  }
}
