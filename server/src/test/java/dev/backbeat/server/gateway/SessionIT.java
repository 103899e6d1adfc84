package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.Leave;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that outlive their sockets. */
@Timeout(120)
class SessionIT {
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = new RunningServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static WireClient resume(String token) throws IOException {
    return WireClient.open(server.port(), "Authorization: Resume " + token);
  }

  private static ServerFrame firstFrame(WireClient client) throws IOException {
    return client.await(ServerFrame::hasWelcome);
  }

  @Test
  void aLostSocketIsTakenUpAgain() throws IOException {
    Welcome first;
    int entity;
    try (WireClient client = WireClient.open(server.port())) {
      client.send(WireClient.join("any", "phoenix"));
      ServerFrame frame = firstFrame(client);
      first = frame.getWelcome();
      assertFalse(first.getResumed());
      assertTrue(frame.getReset());
      assertTrue(frame.hasOwnEntity() && frame.getOwnEntity() >= 0, "an entity from the start");
      entity = frame.getOwnEntity();
      client.vanish();
    }
    try (WireClient client = resume(first.getResumeToken())) {
      ServerFrame frame = firstFrame(client);
      Welcome again = frame.getWelcome();
      assertTrue(again.getResumed());
      assertTrue(frame.getReset());
      assertEquals(first.getSession(), again.getSession());
      assertEquals(first.getPlayer(), again.getPlayer());
      assertEquals(first.getRoom(), again.getRoom());
      assertEquals(entity, frame.getOwnEntity());
      assertNotEquals(first.getResumeToken(), again.getResumeToken());
      assertTrue(again.getResumeToken().length() >= 22, "128 bits are 22 characters of base64");
    }
  }

  @Test
  void aTokenInTheSubprotocolsDoesToo() throws IOException {
    Welcome first;
    try (WireClient client = WireClient.open(server.port())) {
      first = client.joined("any", "browser");
      client.vanish();
    }
    String items = "backbeat.v1.json, " + Protocol.RESUME_ITEM_PREFIX + first.getResumeToken();
    try (WireClient client = WireClient.upgrade(server.port(), "/play", items)) {
      assertEquals(101, client.status());
      assertEquals("backbeat.v1.json", client.header("Sec-WebSocket-Protocol"));
    }
  }

  @Test
  void thePreviousTokenLivesUntilTheFirstInput() throws IOException {
    Welcome first;
    try (WireClient client = WireClient.open(server.port())) {
      first = client.joined("any", "rotator");
      client.vanish();
    }
    // The Welcome of this resume never arrives: the client has only its old token.
    resume(first.getResumeToken()).vanish();
    Welcome again;
    try (WireClient client = resume(first.getResumeToken())) {
      again = firstFrame(client).getWelcome();
      client.send(WireClient.input(0, 1, 0, 0));
      client.await(f -> f.getInputTick() > 0);
      try (WireClient late = resume(first.getResumeToken())) {
        assertEquals(401, late.status());
        assertEquals(ErrorCode.ERROR_BAD_RESUME_TOKEN.name(), late.header(Protocol.ERROR_HEADER));
      }
      assertEquals(
          426,
          server.get("/play", "Authorization", "Resume " + again.getResumeToken()).statusCode());
      assertEquals(
          401,
          server.get("/play", "Authorization", "Resume " + first.getResumeToken()).statusCode());
    }
  }

  @Test
  void resumingReplacesALiveSocket() throws IOException {
    try (WireClient older = WireClient.open(server.port())) {
      Welcome first = older.joined("any", "twin");
      try (WireClient newer = resume(first.getResumeToken())) {
        WireClient.End end = older.end();
        assertEquals(CloseCode.REPLACED.code(), end.closeCode());
        assertEquals(ErrorCode.ERROR_REPLACED, end.error().getCode());
        assertEquals(first.getPlayer(), firstFrame(newer).getWelcome().getPlayer());
        newer.await(f -> f.getTick() > 0 && !f.hasWelcome());
      }
    }
  }

  @Test
  void whoLeftCannotComeBack() throws IOException {
    try (WireClient client = WireClient.open(server.port())) {
      Welcome welcome = client.joined("any", "leaver");
      client.send(ClientFrame.newBuilder().setLeave(Leave.newBuilder()));
      assertNotNull(client.end().goodbye());
      try (WireClient again = resume(welcome.getResumeToken())) {
        assertEquals(401, again.status());
      }
    }
  }

  @Test
  void aMadeUpTokenIsRefused() throws IOException {
    for (String token : new String[] {"x", "", "A".repeat(24)}) {
      try (WireClient client = resume(token)) {
        assertEquals(401, client.status());
        assertFalse(client.body().contains("AAAA"));
      }
    }
  }

  @Test
  void theGracePeriodEnds() throws IOException {
    try (RunningServer brief = new RunningServer("--resume-grace-seconds", "1")) {
      Welcome welcome;
      try (WireClient client = WireClient.open(brief.port())) {
        welcome = client.joined("any", "late");
        assertEquals(1_000, welcome.getResumeGraceMs());
        client.vanish();
      }
      RunningServer.await(
          "the seat is given up",
          () ->
              brief
                  .server()
                  .rooms()
                  .find(welcome.getRoom())
                  .map(r -> r.players() == 0)
                  .orElse(true));
      try (WireClient again =
          WireClient.open(brief.port(), "Authorization: Resume " + welcome.getResumeToken())) {
        assertEquals(401, again.status());
      }
    }
  }

  @Test
  void droppedSocketsCanBeResumed() throws IOException {
    try (WireClient client = WireClient.open(server.port())) {
      Welcome welcome = client.joined("any", "dropped");
      assertEquals(1, RunningServer.get(server.server().dropSockets("dropped"::equals)));
      assertEquals(-1, client.end().closeCode(), "no close frame");
      try (WireClient again = resume(welcome.getResumeToken())) {
        assertEquals(welcome.getPlayer(), firstFrame(again).getWelcome().getPlayer());
      }
    }
  }
}
