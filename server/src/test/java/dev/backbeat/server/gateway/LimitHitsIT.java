package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.limit.Limit;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.InputBatch;
import dev.backbeat.v1.Join;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits of connections and rooms hold, and each is counted under its name. */
@Timeout(120)
class LimitHitsIT {
  private static void assertHits(RunningServer server, Limit limit, int times) {
    String line = "backbeat_limit_hits_total{limit=\"" + limit.label() + "\"}";
    RunningServer.await(
        limit + " counted " + times + " times",
        () -> {
          try {
            return (int) server.metric(line) == times;
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void assertEnd(WireClient client, ErrorCode code, CloseCode close)
      throws IOException {
    WireClient.End end = client.end();
    assertEquals(code, end.error().getCode());
    assertEquals(close.code(), end.closeCode());
  }

  private static void assertRefused(WireClient client, ClientFrame.Builder join)
      throws IOException {
    client.send(join);
    assertThrows(EOFException.class, () -> client.await(frame -> frame.hasWelcome()));
  }

  @Test
  void connectionsJoinTimeAndSilence() throws IOException {
    try (RunningServer server =
            new RunningServer(
                "--max-connections",
                "2",
                "--join-timeout-seconds",
                "1",
                "--idle-timeout-seconds",
                "2");
        WireClient never = WireClient.open(server.port());
        WireClient silent = WireClient.open(server.port()).ignorePings()) {
      try (WireClient third = WireClient.open(server.port())) {
        assertEquals(503, third.status());
      }
      assertHits(server, Limit.CONNECTIONS, 1);
      silent.joined("any", "silent");
      assertEnd(never, ErrorCode.ERROR_JOIN_TIMEOUT, CloseCode.JOIN_TIMEOUT);
      assertHits(server, Limit.JOIN_TIME, 1);
      assertEnd(silent, ErrorCode.ERROR_IDLE, CloseCode.IDLE);
      assertHits(server, Limit.IDLE_TIME, 1);
    }
  }

  @Test
  void messagesAndControlFrames() throws IOException {
    try (RunningServer server = new RunningServer("--control-frames-per-second", "2")) {
      try (WireClient big = WireClient.open(server.port())) {
        big.joined("any", "big");
        big.frame(WireClient.BINARY, false, new byte[3_000]);
        big.frame(WireClient.CONTINUATION, false, new byte[3_000]);
        assertEnd(big, ErrorCode.ERROR_MESSAGE_TOO_BIG, CloseCode.TOO_BIG);
      }
      assertHits(server, Limit.MESSAGE_BYTES, 1);
      try (WireClient pings = WireClient.open(server.port())) {
        pings.joined("any", "pings");
        for (int i = 0; i < 30; i++) { // A burst of 5 s at 2 per second is 10.
          pings.frame(WireClient.PING, true, new byte[0]);
        }
        assertEnd(pings, ErrorCode.ERROR_MESSAGE_FLOOD, CloseCode.POLICY_VIOLATION);
      }
      assertHits(server, Limit.CONTROL_FRAMES, 1);
      try (WireClient many = WireClient.open(server.port())) {
        many.joined("any", "many");
        InputBatch.Builder batch = InputBatch.newBuilder().setFirstTick(1);
        for (int i = 0; i < 33; i++) {
          batch.addValues(0).addValues(0).addValues(0).addPresses(0).addPresses(0);
        }
        many.send(ClientFrame.newBuilder().setInputs(batch));
        many.await(f -> f.hasError() && f.getError().getCode() == ErrorCode.ERROR_INPUT_FLOOD);
      }
      assertHits(server, Limit.INPUTS_PER_MESSAGE, 1);
    }
  }

  @Test
  void roomsAndTheirSeats() throws IOException {
    try (RunningServer server = new RunningServer("--max-rooms", "1")) {
      assertEquals(
          201,
          server
              .post("/api/rooms", "{\"id\":\"one\",\"maxPlayers\":1,\"maxWatchers\":1}")
              .statusCode());
      assertEquals(503, server.post("/api/rooms", "{\"id\":\"two\"}").statusCode());
      assertHits(server, Limit.ROOMS, 1);
      try (WireClient first = WireClient.open(server.port());
          WireClient second = WireClient.open(server.port());
          WireClient watcher = WireClient.open(server.port());
          WireClient crowd = WireClient.open(server.port())) {
        first.joined("one", "first");
        assertRefused(second, WireClient.join("one", "second"));
        assertHits(server, Limit.ROOM_PLAYERS, 1);
        ClientFrame.Builder watches =
            ClientFrame.newBuilder()
                .setJoin(
                    Join.newBuilder()
                        .setProtocolVersion(1)
                        .setRoom("one")
                        .setName("w")
                        .setWatcher(true));
        watcher.send(watches);
        watcher.await(frame -> frame.hasWelcome());
        assertRefused(crowd, watches);
        assertHits(server, Limit.ROOM_WATCHERS, 1);
      }
    }
  }
}
