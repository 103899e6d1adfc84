package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.ChatSend;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.ServerFrame;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Offenders are kept out, and nobody else is; limits of players. */
@Timeout(120)
class PenaltyIT {
  private static final String KEY = "Nq5sR2vX8bK1mZ4tQ7yW";

  private static String ticket(RunningServer server, String player) throws IOException {
    String answer =
        server
            .post(
                "/api/tickets",
                new JsonObject().put("player", player).encode(),
                "Authorization",
                "Bearer " + KEY)
            .body();
    return "Authorization: Bearer " + new JsonObject(answer).getString("ticket");
  }

  private static String refusal(WireClient client) throws IOException {
    try (client) {
      return client.status() == 101 ? "in" : client.header(Protocol.ERROR_HEADER);
    }
  }

  @Test
  void badTicketsKeepTheAddressesGuestsOutButNotItsPlayers() throws IOException {
    try (RunningServer server =
        new RunningServer(
            "--guests", "on", "--api-key", KEY, "--limit-loopback", "--penalty-offences", "3")) {
      int port = server.port();
      String good = ticket(server, "ada");
      for (int i = 0; i < 3; i++) {
        assertEquals(
            ErrorCode.ERROR_BAD_TICKET.name(),
            refusal(WireClient.open(port, "Authorization: Bearer a.b.c")));
        if (i < 2) {
          assertEquals("in", refusal(WireClient.open(port)), "one bad ticket is no reason");
        }
      }
      try (WireClient guest = WireClient.open(port)) {
        assertEquals(429, guest.status());
        assertEquals(ErrorCode.ERROR_PENALTY.name(), guest.header(Protocol.ERROR_HEADER));
        int seconds = Integer.parseInt(guest.header("Retry-After"));
        assertTrue(seconds >= 1 && seconds <= 10, "" + seconds);
      }
      assertEquals(
          ErrorCode.ERROR_PENALTY.name(),
          refusal(WireClient.open(port, "Authorization: Bearer a.b.c")));
      assertEquals("in", refusal(WireClient.open(port, good)), "answers for herself");
      assertTrue(server.metric("backbeat_limit_hits_total{limit=\"penalty\"") >= 2);
      String bob = "{\"player\":\"bob\"}";
      assertEquals(
          429, server.post("/api/tickets", bob, "Authorization", "Bearer x" + KEY).statusCode());
      assertEquals(
          201,
          server.post("/api/tickets", bob, "Authorization", "Bearer " + KEY).statusCode(),
          "who has the key is not kept waiting by who shares the address");
    }
  }

  @Test
  void aPlayerWhoFloodsIsKeptOutWithEveryTicketAndHisNeighboursAreNot() throws IOException {
    try (RunningServer server =
        new RunningServer("--guests", "off", "--api-key", KEY, "--penalty-offences", "4")) {
      int port = server.port();
      for (int i = 0; i < 2; i++) {
        try (WireClient eve = WireClient.open(port, ticket(server, "eve"))) {
          eve.joined("any", "eve");
          eve.raw(WireClient.header(2, true, 3, true));
          eve.raw(new byte[] {0, 0, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff});
          assertEquals(1007, eve.end().closeCode());
        }
      }
      assertEquals(
          ErrorCode.ERROR_PENALTY.name(), refusal(WireClient.open(port, ticket(server, "eve"))));
      assertEquals("in", refusal(WireClient.open(port, ticket(server, "ada"))));
    }
  }

  @Test
  void aGuestWithATicketAnswersAsHisAddress() throws IOException {
    try (RunningServer server =
        new RunningServer(
            "--guests=off",
            "--guest-tickets=on",
            "--api-key=" + KEY,
            "--limit-loopback",
            "--penalty-offences=4")) {
      int port = server.port();
      String before = guestTicket(server);
      for (int i = 0; i < 2; i++) {
        try (WireClient eve = WireClient.open(port, guestTicket(server))) {
          eve.joined("any", "eve");
          eve.raw(WireClient.header(2, true, 3, true));
          eve.raw(new byte[] {0, 0, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff});
          assertEquals(1007, eve.end().closeCode());
        }
      }
      assertEquals(429, server.post("/api/tickets/guest", "{}").statusCode());
      assertEquals(ErrorCode.ERROR_PENALTY.name(), refusal(WireClient.open(port, before)));
      assertEquals("in", refusal(WireClient.open(port, ticket(server, "ada"))));
    }
  }

  private static String guestTicket(RunningServer server) throws IOException {
    String answer = server.post("/api/tickets/guest", "{}").body();
    return "Authorization: Bearer " + new JsonObject(answer).getString("ticket");
  }

  @Test
  void afterARestartTokensOfTheProcessBeforeAreNoOffence() throws IOException {
    try (RunningServer server =
        new RunningServer(
            "--instance-id=north",
            "--limit-loopback",
            "--connects-per-second-per-address=1000",
            "--penalty-offences=2")) {
      int port = server.port();
      for (int i = 0; i < 30; i++) {
        String token = "north.%024d".formatted(i);
        assertEquals(
            ErrorCode.ERROR_BAD_RESUME_TOKEN.name(),
            refusal(WireClient.open(port, "Authorization: Resume " + token)));
      }
      assertEquals("in", refusal(WireClient.open(port)));
      for (int i = 0; i < 12; i++) {
        refusal(WireClient.open(port, "Authorization: Resume made-up-" + i));
      }
      assertEquals(ErrorCode.ERROR_PENALTY.name(), refusal(WireClient.open(port)));
    }
  }

  @Test
  void connectionsOfOnePlayer() throws IOException {
    try (RunningServer server =
        new RunningServer("--guests", "off", "--api-key", KEY, "--connections-per-player", "2")) {
      int port = server.port();
      String third = ticket(server, "ada");
      WireClient first = WireClient.open(port, ticket(server, "ada"));
      try (WireClient second = WireClient.open(port, ticket(server, "ada"))) {
        assertEquals(101, first.status());
        assertEquals(101, second.status());
        assertEquals(
            ErrorCode.ERROR_TOO_MANY_SESSIONS.name(), refusal(WireClient.open(port, third)));
        assertEquals("in", refusal(WireClient.open(port, ticket(server, "bob"))));
        first.close();
        RunningServer.await("its place is free", () -> server.server().connections() == 1);
        assertEquals("in", refusal(WireClient.open(port, third)), "the ticket stayed good");
        assertEquals(
            1, (int) server.metric("backbeat_limit_hits_total{limit=\"connections_per_player\""));
      }
    }
  }

  @Test
  void joinsChatsAndGuestTicketsOfOneAddress() throws IOException {
    try (RunningServer server =
        new RunningServer(
            "--limit-loopback",
            "--joins-per-minute-per-address",
            "6",
            "--chats-per-minute-per-player",
            "1",
            "--guest-tickets-per-minute-per-address",
            "3")) {
      try (WireClient first = WireClient.open(server.port());
          WireClient second = WireClient.open(server.port());
          WireClient third = WireClient.open(server.port())) {
        first.joined("any", "a");
        second.joined("any", "b");
        third.send(WireClient.join("any", "c"));
        WireClient.End end = third.end();
        assertEquals(ErrorCode.ERROR_TOO_MANY_CONNECTIONS, end.error().getCode());
        assertEquals(1013, end.closeCode());
        for (int i = 0; i < 6; i++) {
          first.send(ClientFrame.newBuilder().setChat(ChatSend.newBuilder().setText("line " + i)));
        }
        assertEquals(
            ErrorCode.ERROR_CHAT_FLOOD, first.await(ServerFrame::hasError).getError().getCode());
      }
      assertEquals(201, server.post("/api/tickets/guest", "{}").statusCode());
      assertEquals(429, server.post("/api/tickets/guest", "{}").statusCode());
    }
  }
}
