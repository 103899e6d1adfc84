package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.backbeat.protocol.CloseCode;
import dev.backbeat.v1.ChatSend;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.InputBatch;
import dev.backbeat.v1.Join;
import dev.backbeat.v1.Leave;
import dev.backbeat.v1.Ping;
import dev.backbeat.v1.Point;
import dev.backbeat.v1.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with what a message says, or when. See {@link BadInputFixture}. */
class BadInputIT extends BadInputFixture {
  @Test
  void whateverComesBeforeJoin() throws IOException {
    for (ClientFrame.Builder early :
        List.of(
            WireClient.input(0, 1, 1, 1),
            ClientFrame.newBuilder().setPing(Ping.newBuilder()),
            ClientFrame.newBuilder().setChat(ChatSend.newBuilder().setText("hi")),
            ClientFrame.newBuilder().setLeave(Leave.newBuilder()))) {
      try (WireClient client = open()) {
        client.send(early);
        assertEnd(client, ErrorCode.ERROR_NOT_JOINED, CloseCode.NOT_JOINED);
      }
    }
  }

  @Test
  void joinTwice() throws IOException {
    try (WireClient client = joined("twice")) {
      client.send(WireClient.join(room, "twice"));
      assertEnd(client, ErrorCode.ERROR_ALREADY_JOINED, CloseCode.ALREADY_JOINED);
    }
  }

  @Test
  void joinTwiceAtOnce() throws IOException {
    try (WireClient client = open()) {
      client.send(WireClient.join(room, "twice"));
      client.send(WireClient.join(room, "twice"));
      assertEnd(client, ErrorCode.ERROR_ALREADY_JOINED, CloseCode.ALREADY_JOINED);
    }
  }

  @Test
  void noJoinInTime() throws IOException {
    try (WireClient client = open()) {
      assertEnd(client, ErrorCode.ERROR_JOIN_TIMEOUT, CloseCode.JOIN_TIMEOUT);
    }
  }

  @Test
  void unknownRoomAndGame() throws IOException {
    try (WireClient client = open()) {
      client.send(WireClient.join("no-such-room", "lost"));
      assertEnd(client, ErrorCode.ERROR_UNKNOWN_ROOM, CloseCode.UNKNOWN_ROOM);
    }
    try (WireClient client = open()) {
      client.send(
          ClientFrame.newBuilder()
              .setJoin(Join.newBuilder().setProtocolVersion(1).setRoom("any").setGame("chess")));
      assertEnd(client, ErrorCode.ERROR_UNKNOWN_GAME, CloseCode.UNKNOWN_ROOM);
    }
  }

  @Test
  void fullRoom() throws IOException {
    String full = "{\"id\":\"full\",\"maxPlayers\":1,\"maxWatchers\":0}";
    assertEquals(201, server.post("/api/rooms", full).statusCode());
    try (WireClient first = open();
        WireClient second = open()) {
      first.joined("full", "first");
      second.send(WireClient.join("full", "second"));
      assertEnd(second, ErrorCode.ERROR_ROOM_FULL, CloseCode.ROOM_FULL);
      assertPlaysOn(first);
    }
  }

  @Test
  void unsupportedVersion() throws IOException {
    for (int version : new int[] {0, 2, -1}) {
      try (WireClient client = open()) {
        client.send(
            ClientFrame.newBuilder()
                .setJoin(Join.newBuilder().setProtocolVersion(version).setRoom("any")));
        assertEnd(client, ErrorCode.ERROR_UNSUPPORTED_VERSION, CloseCode.UNSUPPORTED_VERSION);
      }
    }
  }

  @Test
  void badNames() throws IOException {
    for (String name : List.of("x".repeat(25), "a\u0000b", "evil\u202egnp", "\u200b\u200b")) {
      try (WireClient client = open()) {
        client.send(WireClient.join(room, name));
        assertEnd(client, ErrorCode.ERROR_BAD_NAME, CloseCode.BAD_NAME);
      }
    }
  }

  @Test
  void inputsForPastTicksAreTakenAndForFarOnesRefused() throws IOException {
    try (WireClient client = joined("ticks")) {
      client.send(WireClient.input(1, 5, 5, 5));
      assertPlaysOn(client);
      client.send(WireClient.input(2_000_000_000, 5, 5, 5));
      assertEquals(ErrorCode.ERROR_INPUT_TOO_FAR_AHEAD, awaitError(client).getCode());
      assertPlaysOn(client);
    }
  }

  @Test
  void hugeValues() throws IOException {
    try (WireClient client = joined("huge")) {
      client.send(WireClient.input(0, Integer.MAX_VALUE, Integer.MIN_VALUE, 0));
      assertEquals(ErrorCode.ERROR_INPUT_OUT_OF_RANGE, awaitError(client).getCode());
      assertPlaysOn(client);
    }
  }

  @Test
  void columnsThatDoNotFit() throws IOException {
    try (WireClient client = joined("columns")) {
      client.send(
          ClientFrame.newBuilder()
              .setInputs(InputBatch.newBuilder().setFirstTick(5).addValues(1).addPresses(1)));
      assertEquals(ErrorCode.ERROR_INPUT_MALFORMED, awaitError(client).getCode());
      assertPlaysOn(client);
    }
  }

  @Test
  void viewLagsThatDoNotFit() throws IOException {
    for (int lags : new int[] {1, 3, 100}) {
      try (WireClient client = joined("lags")) {
        InputBatch.Builder batch = batchOf(2);
        for (int i = 0; i < lags; i++) {
          batch.addViewLagQ8(-1);
        }
        client.send(ClientFrame.newBuilder().setInputs(batch));
        assertEquals(ErrorCode.ERROR_INPUT_MALFORMED, awaitError(client).getCode());
        batch.clearViewLagQ8().addViewLagQ8(-1).addViewLagQ8(0);
        client.send(ClientFrame.newBuilder().setInputs(batch));
        assertPlaysOn(client);
      }
    }
  }

  private static InputBatch.Builder batchOf(int inputs) {
    InputBatch.Builder batch = InputBatch.newBuilder().setFirstTick(10);
    for (int i = 0; i < inputs * 3; i++) {
      batch.addValues(0);
    }
    for (int i = 0; i < inputs * 2; i++) {
      batch.addPresses(0);
    }
    return batch;
  }

  @Test
  void inputForTheFarthestTickOfAll() throws IOException {
    try (WireClient client = joined("farthest")) {
      client.send(WireClient.input(-1, 0, 0, 0)); // 2^32 - 1, as the field is unsigned.
      assertEquals(ErrorCode.ERROR_INPUT_TOO_FAR_AHEAD, awaitError(client).getCode());
      assertPlaysOn(client);
    }
  }

  @Test
  void tooManyInputsInOneBatch() throws IOException {
    try (WireClient client = joined("batch")) {
      client.send(ClientFrame.newBuilder().setInputs(batchOf(200)));
      assertEquals(ErrorCode.ERROR_INPUT_FLOOD, awaitError(client).getCode());
      assertPlaysOn(client);
    }
  }

  @Test
  void thousandInputsInOneBatch() throws IOException {
    try (WireClient client = joined("thousand")) {
      client.send(ClientFrame.newBuilder().setInputs(batchOf(1000)));
      assertEnd(client, ErrorCode.ERROR_MESSAGE_TOO_BIG, CloseCode.TOO_BIG);
    }
  }

  @Test
  void chatFloodAndInvalidChat() throws IOException {
    try (WireClient client = joined("chatty")) {
      List<ErrorCode> errors = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        client.send(chat("line " + i));
      }
      errors.add(awaitError(client).getCode());
      client.send(chat("x".repeat(201)));
      errors.add(awaitError(client).getCode());
      assertEquals(List.of(ErrorCode.ERROR_CHAT_FLOOD, ErrorCode.ERROR_CHAT_INVALID), errors);
      assertPlaysOn(client);
    }
  }

  private static ClientFrame.Builder chat(String text) {
    return ClientFrame.newBuilder().setChat(ChatSend.newBuilder().setText(text));
  }

  @Test
  void refusalsWithoutEndCloseTheConnection() throws IOException {
    try (WireClient client = joined("stubborn")) {
      byte[] bad = WireClient.input(0, 30_000, 0, 0).build().toByteArray();
      for (int i = 0; i < 250; i++) {
        client.frame(WireClient.BINARY, true, bad);
      }
      assertEnd(client, ErrorCode.ERROR_INPUT_OUT_OF_RANGE, CloseCode.POLICY_VIOLATION);
    }
  }

  @Test
  void messageFlood() throws IOException {
    try (WireClient client = joined("flood")) {
      byte[] ping = ClientFrame.newBuilder().setPing(Ping.newBuilder()).build().toByteArray();
      for (int i = 0; i < 5_000; i++) {
        client.frame(WireClient.BINARY, true, ping);
      }
      assertEnd(client, ErrorCode.ERROR_MESSAGE_FLOOD, CloseCode.POLICY_VIOLATION);
    }
    assertTrue(server.metric("backbeat_closes_total{code=\"1008\"}") >= 1);
  }

  @Test
  void webSocketPingFlood() throws IOException {
    try (WireClient client = joined("pings")) {
      for (int i = 0; i < 5_000; i++) {
        client.frame(WireClient.PING, true, new byte[0]);
      }
      assertEnd(client, ErrorCode.ERROR_MESSAGE_FLOOD, CloseCode.POLICY_VIOLATION);
    }
  }

  @Test
  void onlyWatchersMoveTheirView() throws IOException {
    try (WireClient client = joined("view")) {
      client.send(
          ClientFrame.newBuilder()
              .setWatch(Watch.newBuilder().setPoint(Point.newBuilder().setX(1).setY(1))));
      assertEquals(ErrorCode.ERROR_NOT_ALLOWED, awaitError(client).getCode());
      assertPlaysOn(client);
    }
  }

  @Test
  void clientThatSendsNothing() throws IOException {
    try (WireClient client = joined("silent").ignorePings()) {
      assertEnd(client, ErrorCode.ERROR_IDLE, CloseCode.IDLE);
    }
  }

  @Test
  void clientThatVanishesWithoutClose() throws IOException {
    WireClient client = joined("vanisher");
    client.vanish();
    RunningServer.await(
        "the player is away",
        () -> server.server().connections() == 1 && players("bad-input") >= 1);
  }

  private static int players(String id) {
    return server.server().rooms().find(id).orElseThrow().players();
  }

  @Test
  void unknownFieldsAndBodiesAreIgnored() throws IOException {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(
                500,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("from the future"))
                    .build())
            .build();
    try (WireClient client = joined("future")) {
      client.send(ClientFrame.newBuilder().setUnknownFields(unknown));
      client.send(WireClient.input(0, 1, 1, 1).setUnknownFields(unknown));
      assertPlaysOn(client);
    }
  }

  @Test
  void leaveIsAnsweredWithGoodbye() throws IOException {
    try (WireClient client = joined("leaver")) {
      client.send(ClientFrame.newBuilder().setLeave(Leave.newBuilder()));
      WireClient.End end = client.end();
      assertNotNull(end.goodbye());
      assertEquals(CloseCode.NORMAL.code(), end.closeCode());
    }
  }
}
