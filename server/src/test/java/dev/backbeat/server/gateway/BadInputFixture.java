package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Error;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.Ping;
import dev.backbeat.v1.ServerFrame;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * Every bad input that a client can send after the upgrade: it gets its error and its close code,
 * somebody else in the same room notices nothing, and the log has no stack trace.
 */
@Timeout(120)
abstract class BadInputFixture {
  static final int MAX_BYTES = 4096;
  static RunningServer server;
  static String room;
  static Bystander bystander;

  private StackTraces traces;

  @BeforeAll
  static void startServer() throws IOException {
    server = new RunningServer("--join-timeout-seconds", "2", "--idle-timeout-seconds", "3");
    room = "bad-input";
    assertEquals(201, server.post("/api/rooms", "{\"id\":\"bad-input\"}").statusCode());
    bystander = new Bystander(server.port(), room);
  }

  @AfterAll
  static void stopServer() throws IOException {
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

  static WireClient open() throws IOException {
    return WireClient.open(server.port());
  }

  static WireClient joined(String name) throws IOException {
    WireClient client = open();
    client.joined(room, name);
    return client;
  }

  static void assertEnd(WireClient client, ErrorCode error, CloseCode close) throws IOException {
    WireClient.End end = client.end();
    assertNotNull(end.error(), "no error was sent before close " + end.closeCode());
    assertEquals(error, end.error().getCode());
    assertTrue(end.error().getFatal());
    assertFalse(end.error().getMessage().isBlank());
    assertEquals(close.code(), end.error().getCloseCode());
    assertEquals(close.code(), end.closeCode());
    assertTrue(client.eof());
  }

  static Error awaitError(WireClient client) throws IOException {
    Error error = client.await(ServerFrame::hasError).getError();
    assertFalse(error.getFatal(), error.getMessage());
    return error;
  }

  /** The client plays on: its ping is answered. */
  static void assertPlaysOn(WireClient client) throws IOException {
    client.send(ClientFrame.newBuilder().setPing(Ping.newBuilder().setClientTimeUs(77)));
    assertEquals(77, client.await(ServerFrame::hasPong).getPong().getClientTimeUs());
  }
}
