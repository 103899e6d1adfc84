package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.backbeat.protocol.CloseCode;
import dev.backbeat.v1.ChatSend;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Error;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.InputBatch;
import dev.backbeat.v1.Join;
import dev.backbeat.v1.Leave;
import dev.backbeat.v1.Ping;
import dev.backbeat.v1.Point;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every bad input that a client can send after the upgrade: it gets its error and its close code,
 * somebody else in the same room notices nothing, and the log has no stack trace.
 */
@Timeout(120)
class BadInputIT {
  private static final int MAX_BYTES = 4096;
  private static RunningServer server;
  private static String room;
  private static Bystander bystander;

  private StackTraces traces;

  @BeforeAll
  static void start() throws IOException {
    server = new RunningServer("--join-timeout-seconds", "2", "--idle-timeout-seconds", "3");
    room = "bad-input";
    assertEquals(201, server.post("/api/rooms", "{\"id\":\"bad-input\"}").statusCode());
    bystander = new Bystander(server.port(), room);
  }

  @AfterAll
  static void stop() throws IOException {
    bystander.close();
    server.close();
  }

  @BeforeEach
  void collect() {
    traces = StackTraces.collect();
  }

  @AfterEach
  void othersAreUndisturbed() {
    try (StackTraces collected = traces) {
      bystander.assertUndisturbed();
      collected.assertNone();
    }
  }

  private static WireClient open() throws IOException {
    return WireClient.open(server.port());
  }

  private static WireClient joined(String name) throws IOException {
    WireClient client = open();
    client.joined(room, name);
    return client;
  }

  private static void assertEnd(WireClient client, ErrorCode error, CloseCode close)
      throws IOException {
    WireClient.End end = client.end();
    assertNotNull(end.error(), "no error was sent before close " + end.closeCode());
    assertEquals(error, end.error().getCode());
    assertTrue(end.error().getFatal());
    assertFalse(end.error().getMessage().isBlank());
    assertEquals(close.code(), end.error().getCloseCode());
    assertEquals(close.code(), end.closeCode());
    assertTrue(client.eof());
  }

  private static Error awaitError(WireClient client) throws IOException {
    Error error = client.await(ServerFrame::hasError).getError();
    assertFalse(error.getFatal(), error.getMessage());
    return error;
  }

  /** The client plays on: its ping is answered. */
  private static void assertPlaysOn(WireClient client) throws IOException {
    client.send(ClientFrame.newBuilder().setPing(Ping.newBuilder().setClientTimeUs(77)));
    assertEquals(77, client.await(ServerFrame::hasPong).getPong().getClientTimeUs());
  }

  @Test
  void textOnTheBinaryProtocol() throws IOException {
    try (WireClient client = joined("text")) {
      client.text("{\"leave\":{}}");
      assertEnd(client, ErrorCode.ERROR_TEXT_ON_BINARY_PROTOCOL, CloseCode.UNSUPPORTED_DATA);
    }
  }

  @Test
  void binaryOnTheTextProtocol() throws IOException {
    try (WireClient client = WireClient.openJson(server.port())) {
      client.frame(WireClient.BINARY, true, new byte[] {1});
      assertEnd(client, ErrorCode.ERROR_BINARY_ON_TEXT_PROTOCOL, CloseCode.UNSUPPORTED_DATA);
    }
  }

  @Test
  void garbageProtobuf() throws IOException {
    byte[] garbage = new byte[300];
    new Random(5).nextBytes(garbage);
    garbage[0] = (byte) 0xff;
    try (WireClient client = joined("garbage")) {
      client.frame(WireClient.BINARY, true, garbage);
      assertEnd(client, ErrorCode.ERROR_MALFORMED_MESSAGE, CloseCode.INVALID_PAYLOAD);
    }
  }

  @Test
  void garbageJson() throws IOException {
    for (String text : List.of("not json", "{\"join\":{\"room\":", "[]", "{\"join\": 1e999}")) {
      try (WireClient client = WireClient.openJson(server.port())) {
        client.text(text);
        assertEnd(client, ErrorCode.ERROR_MALFORMED_MESSAGE, CloseCode.INVALID_PAYLOAD);
      }
    }
  }

  @Test
  void jsonThatIsNotUtf8() throws IOException {
    try (WireClient client = WireClient.openJson(server.port())) {
      client.frame(WireClient.TEXT, true, new byte[] {'{', (byte) 0xc3, '}'});
      assertEnd(client, ErrorCode.ERROR_MALFORMED_MESSAGE, CloseCode.INVALID_PAYLOAD);
    }
  }

  @Test
  void oversizeFrame() throws IOException {
    try (WireClient client = joined("oversize")) {
      client.frame(WireClient.BINARY, true, new byte[MAX_BYTES + 1]);
      assertEnd(client, ErrorCode.ERROR_MESSAGE_TOO_BIG, CloseCode.TOO_BIG);
    }
  }

  @Test
  void frameThatAnnouncesGigabytes() throws IOException {
    try (WireClient client = joined("gigabytes")) {
      client.raw(WireClient.header(WireClient.BINARY, true, 3L << 30, true));
      client.raw(new byte[100_000]);
      assertEnd(client, ErrorCode.ERROR_MESSAGE_TOO_BIG, CloseCode.TOO_BIG);
    }
  }

  @Test
  void fragmentedBeyondTheLimit() throws IOException {
    try (WireClient client = joined("fragments")) {
      client.frame(WireClient.BINARY, false, new byte[3000]);
      client.frame(WireClient.CONTINUATION, false, new byte[1000]);
      client.frame(WireClient.CONTINUATION, true, new byte[1000]);
      assertEnd(client, ErrorCode.ERROR_MESSAGE_TOO_BIG, CloseCode.TOO_BIG);
    }
  }

  @Test
  void fragmentsWithinTheLimitAreOneMessage() throws IOException {
    try (WireClient client = joined("fragments-ok")) {
      byte[] ping =
          ClientFrame.newBuilder()
              .setPing(Ping.newBuilder().setClientTimeUs(99))
              .build()
              .toByteArray();
      for (int i = 0; i < ping.length; i++) {
        client.frame(
            i == 0 ? WireClient.BINARY : WireClient.CONTINUATION,
            i == ping.length - 1,
            new byte[] {ping[i]});
      }
      assertEquals(99, client.await(ServerFrame::hasPong).getPong().getClientTimeUs());
    }
  }

  @Test
  void bytesThatAreNoWebSocketFrame() throws IOException {
    byte[] reservedBits = {(byte) 0xf2, (byte) 0x80, 0, 0, 0, 0};
    byte[] notMasked = {(byte) 0x82, 1, 0};
    byte[] reservedOpcode = {(byte) 0x8f, (byte) 0x80, 0, 0, 0, 0};
    byte[] continuationOfNothing = {(byte) 0x80, (byte) 0x80, 0, 0, 0, 0};
    for (byte[] bytes : List.of(reservedBits, notMasked, reservedOpcode, continuationOfNothing)) {
      try (WireClient client = joined("no-frame")) {
        client.raw(bytes);
        assertEnd(client, ErrorCode.ERROR_MALFORMED_MESSAGE, CloseCode.INVALID_PAYLOAD);
      }
    }
  }

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
