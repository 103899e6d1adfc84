package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.v1.ErrorCode;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that a proxy in front may understand otherwise. */
@Timeout(60)
class RequestFramingIT {
  private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";

  /** All that comes until the server hangs up, which it must. */
  private static String answersTo(RunningServer server, String request) throws IOException {
    try (Socket socket = server.socket()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder all = new StringBuilder();
      try {
        for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
          all.append((char) b);
        }
      } catch (SocketException reset) {
        // What it has sent has been read.
      }
      return all.toString();
    }
  }

  private static void assertOneAnswer(String all, int status) {
    assertTrue(all.startsWith("HTTP/1.1 " + status + " "), all);
    assertEquals(all.indexOf("HTTP/1.1 "), all.lastIndexOf("HTTP/1.1 "), all);
  }

  @Test
  void aRequestHiddenInABodyIsNotAnswered() throws IOException {
    try (RunningServer server = new RunningServer()) {
      String post = "POST /api/nothing HTTP/1.1\r\nHost: x\r\n";
      assertOneAnswer(
          answersTo(
              server,
              post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN),
          404);
      assertOneAnswer(
          answersTo(
              server, post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + HIDDEN),
          400);
      String twice = "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n";
      assertOneAnswer(answersTo(server, post + twice + "0\r\n\r\n" + HIDDEN), 400);
    }
  }

  @Test
  void aRequestBehindAChunkedOneIsNotAnsweredEither() throws IOException {
    try (RunningServer server = new RunningServer()) {
      String chunked =
          " HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "0e\r\n{\"text\": \"ho\"}\r\n0\r\n\r\n";
      // Calls that answer later, from another thread, among them.
      assertOneAnswer(answersTo(server, "POST /api/announce" + chunked + HIDDEN), 200);
      String empty = chunked.replace("0e\r\n{\"text\": \"ho\"}\r\n", "");
      assertOneAnswer(answersTo(server, "POST /api/rooms" + empty + HIDDEN), 201);
      assertOneAnswer(answersTo(server, "GET /healthz" + empty + HIDDEN), 200);
    }
  }

  @Test
  void ofTwoCredentialsPagesOrKeysNoneCounts() throws IOException {
    try (RunningServer server = new RunningServer()) {
      String upgrade =
          "GET /play HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + "Sec-WebSocket-Protocol: backbeat.v1\r\n";
      for (String more :
          List.of(
              "Authorization: Bearer a\r\nAuthorization: Bearer b",
              "Origin: http://127.0.0.1\r\nOrigin: http://127.0.0.1",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
              "sec-websocket-version: 13")) {
        assertOneAnswer(answersTo(server, upgrade + more + "\r\n\r\n"), 400);
      }
    }
  }

  @Test
  void aRequestForTwoHostsIsRefused() throws IOException {
    try (RunningServer server = new RunningServer()) {
      assertOneAnswer(
          answersTo(server, "GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"), 400);
    }
  }

  @Test
  void anUpgradeHasNoBody() throws IOException {
    try (RunningServer server = new RunningServer()) {
      for (String header : new String[] {"Content-Length: 5", "Transfer-Encoding: chunked"}) {
        try (WireClient client =
            WireClient.upgradeWith(
                server.port(), "Upgrade: websocket", "Upgrade: websocket\r\n" + header)) {
          assertEquals(426, client.status());
          assertEquals(ErrorCode.ERROR_UPGRADE_REQUIRED.name(), client.header("X-Backbeat-Error"));
        }
      }
      try (WireClient client = WireClient.open(server.port(), "Content-Length: 0")) {
        assertEquals(101, client.status());
        assertFalse(client.header("Sec-WebSocket-Protocol").isEmpty());
      }
    }
  }
}
