package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.ops.DrainRequest;
import dev.backbeat.server.ops.DrainStatus;
import dev.backbeat.server.ops.DrainStatus.Phase;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.ServerFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is asked to stop while people play, come and come back. */
@Timeout(120)
class DrainIT {
  private static final DrainRequest LONG = new DrainRequest(600, "an upgrade", 300);

  @TempDir private Path dir;

  @Test
  void playersPlayOnAndComeBackAndNobodyNewGetsIn() throws IOException {
    try (RunningServer server = new RunningServer();
        WireClient player = WireClient.open(server.port());
        WireClient unjoined = WireClient.open(server.port())) {
      assertEquals(Phase.SERVING, server.server().drainStatus().phase());
      String token = player.joined("any", "player").getResumeToken();
      assertEquals(Phase.DRAINING, server.server().drain(LONG).phase());

      ServerFrame told = player.await(ServerFrame::hasDrain);
      assertEquals("an upgrade", told.getDrain().getMessage());
      assertTrue(told.getDrain().getRemainingMs() > 500_000);
      assertEquals(503, server.get("/readyz").statusCode());
      assertEquals("close", server.get("/healthz").headers().firstValue("Connection").orElse(""));
      assertEquals(503, server.post("/api/rooms", "{}").statusCode());
      try (WireClient late = WireClient.open(server.port())) {
        assertEquals(503, late.status());
        assertEquals(ErrorCode.ERROR_DRAINING.name(), late.header(Protocol.ERROR_HEADER));
      }
      assertEquals(CloseCode.GOING_AWAY.code(), unjoined.end().closeCode());

      player.vanish();
      try (WireClient back = WireClient.open(server.port(), "Authorization: Resume " + token)) {
        assertEquals(101, back.status(), back.body());
        ServerFrame hello = back.await(ServerFrame::hasWelcome);
        assertTrue(hello.getWelcome().getResumed());
        assertEquals("an upgrade", hello.getDrain().getMessage());

        // Later is no change, earlier is.
        server.server().drain(DrainRequest.of(3_000));
        assertTrue(server.server().drainStatus().remainingMs() <= 600_000);
        assertFalse(server.server().closed().isComplete());
        server.server().drain(DrainRequest.now());
        WireClient.End end = back.end();
        assertNotNull(end.goodbye());
        assertTrue(end.goodbye().getRetryAfterMs() > 0);
        assertEquals(CloseCode.GOING_AWAY.code(), end.closeCode());
      }
      RunningServer.get(server.server().closed());
      DrainStatus over = server.server().drainStatus();
      assertEquals(Phase.CLOSED, over.phase());
      assertEquals(1, over.told(), over.toString());
      assertEquals(2, over.moved(), over.toString());
      assertEquals(0, over.cutOff(), over.toString());
      assertEquals(1, over.roomsEnded() + over.roomsClosed(), over.toString());
    }
  }

  @Test
  void inTheGraceOfLoadBalancersRoomsTakePlayersAndNoneIsMade() throws IOException {
    try (RunningServer server =
            new RunningServer("--drain-grace-seconds", "300", "--max-room-players", "2");
        WireClient player = WireClient.open(server.port())) {
      String room = player.joined("any", "player").getRoom();
      assertEquals(Phase.LEAVING, server.server().drain(LONG).phase());
      assertEquals(503, server.get("/readyz").statusCode());
      assertEquals(503, server.post("/api/rooms", "{}").statusCode());
      try (WireClient late = WireClient.open(server.port())) {
        late.send(WireClient.join("any", "late"));
        ServerFrame hello = late.await(ServerFrame::hasWelcome);
        assertEquals(room, hello.getWelcome().getRoom());
        assertTrue(hello.getDrain().getRemainingMs() > 500_000, "told with the first frame");
        try (WireClient third = WireClient.open(server.port())) {
          third.send(WireClient.join("any", "third"));
          WireClient.End end = third.end();
          assertEquals(ErrorCode.ERROR_DRAINING, end.error().getCode());
          assertTrue(end.error().getRetryAfterMs() > 0);
          assertEquals(CloseCode.GOING_AWAY.code(), end.closeCode());
        }
      }
    }
  }

  @Test
  void aServerWithoutPlayersIsGoneAtOnce() {
    try (RunningServer server = new RunningServer()) {
      server.server().drain(LONG);
      RunningServer.get(server.server().closed());
      assertEquals(0, server.server().drainStatus().told());
    }
  }

  @Test
  void aTokenOfAnotherProcessIsAnsweredSo() throws IOException {
    try (RunningServer one = new RunningServer("--instance-id", "one");
        RunningServer two = new RunningServer();
        WireClient player = WireClient.open(one.port())) {
      String token = player.joined("any", "player").getResumeToken();
      assertTrue(token.startsWith("one."), token);
      assertTrue(one.get("/readyz").body().contains("\"instance\":\"one\""));
      assertFalse(two.server().instance().equals("one"));
      try (WireClient lost = WireClient.open(two.port(), "Authorization: Resume " + token)) {
        assertEquals(409, lost.status());
        assertEquals(ErrorCode.ERROR_SESSION_ELSEWHERE.name(), lost.header(Protocol.ERROR_HEADER));
      }
      String forged = "one." + "x".repeat(24);
      try (WireClient guess = WireClient.open(one.port(), "Authorization: Resume " + forged)) {
        assertEquals(401, guess.status());
        assertEquals(ErrorCode.ERROR_BAD_RESUME_TOKEN.name(), guess.header(Protocol.ERROR_HEADER));
      }
    }
  }

  @Test
  void theReadyFileIsThereWhilePlayersCanCome() throws IOException {
    Path file = dir.resolve("ready");
    try (RunningServer server = new RunningServer("--ready-file", file.toString())) {
      String text = Files.readString(file);
      assertTrue(text.contains("pid=" + ProcessHandle.current().pid() + "\n"), text);
      assertTrue(text.contains("instance=" + server.server().instance() + "\n"), text);
      assertTrue(text.contains("url=" + server.server().url() + "\n"), text);
      server.server().drain(LONG);
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void requestsHaveBounds() {
    assertThrows(IllegalArgumentException.class, () -> DrainRequest.of(-1));
    assertThrows(IllegalArgumentException.class, () -> DrainRequest.of(3_601));
    assertThrows(IllegalArgumentException.class, () -> new DrainRequest(1, "", 600_001));
    assertThrows(IllegalArgumentException.class, () -> new DrainRequest(1, "a\nb", 0));
    assertThrows(IllegalArgumentException.class, () -> new DrainRequest(1, "x".repeat(201), 0));
    assertFalse(new DrainRequest(1, " ", 0).message().isBlank());
  }
}
