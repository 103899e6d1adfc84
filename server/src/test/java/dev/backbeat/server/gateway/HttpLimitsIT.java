package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.limit.Limit;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Ping;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a socket may cost that is no WebSocket, on real sockets. */
@Timeout(120)
class HttpLimitsIT {
  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** What comes until the server closes. */
  private static String rest(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    try {
      InputStream in = socket.getInputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        text.append((char) b);
      }
    } catch (SocketException reset) {
      text.append("(reset)");
    }
    return text.toString();
  }

  private static int hits(RunningServer server, Limit limit) throws IOException {
    return (int) server.metric("backbeat_limit_hits_total{limit=\"" + limit.label() + "\"}");
  }

  @Test
  void aSocketThatSaysNothingAndOneThatNeverEndsItsHeaders() throws Exception {
    try (RunningServer server = new RunningServer("--handshake-timeout-seconds", "1");
        Socket silent = server.socket();
        Socket slow = server.socket()) {
      send(slow, "GET / HTTP/1.1\r\nHost: x\r\nX-A: ");
      assertEquals("", rest(silent));
      assertEquals("", rest(slow));
      assertEquals(2, hits(server, Limit.HANDSHAKE_TIME));
      RunningServer.await("all sockets given back", () -> httpSockets(server) <= 2);
    }
  }

  private static int httpSockets(RunningServer server) {
    try {
      return (int) server.metric("backbeat_http_sockets"); // Its own among them.
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBodyThatNeverComesAndASocketThatAsksNoMore() throws Exception {
    try (RunningServer server =
            new RunningServer(
                "--request-timeout-seconds", "1", "--http-idle-timeout-seconds", "1");
        Socket body = server.socket();
        Socket idle = server.socket()) {
      send(body, "POST /api/rooms HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
      send(idle, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
      assertEquals("", rest(body));
      assertTrue(rest(idle).startsWith("HTTP/1.1 200"));
      assertEquals(1, hits(server, Limit.REQUEST_TIME));
      assertTrue(hits(server, Limit.HTTP_IDLE_TIME) >= 1);
    }
  }

  @Test
  void aWebSocketOutlivesAllOfThem() throws Exception {
    try (RunningServer server =
            new RunningServer(
                "--handshake-timeout-seconds",
                "1",
                "--request-timeout-seconds",
                "1",
                "--http-idle-timeout-seconds",
                "1");
        WireClient player = WireClient.open(server.port());
        Socket silent = server.socket()) {
      player.joined("any", "stays");
      assertEquals("", rest(silent), "the deadline has passed for both");
      player.send(ClientFrame.newBuilder().setPing(Ping.newBuilder()));
      player.await(frame -> frame.hasPong());
    }
  }

  @Test
  void moreSocketsThanThereMayBe() throws Exception {
    try (RunningServer server =
        new RunningServer("--limit-loopback", "--http-sockets-per-address", "4")) {
      List<Socket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i < 3; i++) {
          sockets.add(server.socket());
        }
        RunningServer.await("they are counted", () -> httpSockets(server) == 4);
        Socket over = server.socket();
        sockets.add(over);
        assertEquals("", rest(over).replace("(reset)", ""));
        assertEquals(1, hits(server, Limit.HTTP_SOCKETS_PER_ADDRESS));
        // A WebSocket does not count among them.
        sockets.get(0).close();
        RunningServer.await("one less", () -> httpSockets(server) == 3);
        try (WireClient player = WireClient.open(server.port())) {
          assertEquals(101, player.status());
          RunningServer.await("not counted any more", () -> httpSockets(server) == 3);
        }
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    }
  }

  @Test
  void allTogether() throws Exception {
    try (RunningServer server = new RunningServer("--max-http-sockets", "3")) {
      assertEquals(200, server.get("/healthz").statusCode());
      try (Socket one = server.socket();
          Socket two = server.socket()) {
        assertTrue(one.isConnected() && two.isConnected());
        RunningServer.await("they are counted", () -> httpSockets(server) == 3);
        try (Socket three = server.socket()) {
          assertEquals("", rest(three).replace("(reset)", ""));
        }
        assertEquals(1, hits(server, Limit.HTTP_SOCKETS));
      }
      RunningServer.await("given back", () -> httpSockets(server) == 1);
    }
  }

  @Test
  void sizesOfARequest() throws Exception {
    try (RunningServer server =
        new RunningServer(
            "--max-request-line-bytes", "256",
            "--max-header-bytes", "1024",
            "--max-headers", "8",
            "--max-body-bytes", "1024")) {
      assertAnswer(server, "GET /" + "a".repeat(300) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414);
      assertEquals(1, hits(server, Limit.REQUEST_LINE_BYTES));
      assertAnswer(
          server, "GET / HTTP/1.1\r\nHost: x\r\nX-A: " + "a".repeat(1_100) + "\r\n\r\n", 431);
      assertEquals(1, hits(server, Limit.HEADER_BYTES));
      assertAnswer(server, "GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(8) + "\r\n", 431);
      assertEquals(1, hits(server, Limit.HEADERS));
      assertEquals(413, server.post("/api/rooms", "{" + " ".repeat(1_100) + "}").statusCode());
      assertEquals(1, hits(server, Limit.BODY_BYTES));
      assertEquals(201, server.post("/api/rooms", "{}").statusCode());
      assertEquals(0, hits(server, Limit.HTTP_IDLE_TIME), "each refusal closes at once");
    }
  }

  private static void assertAnswer(RunningServer server, String request, int status)
      throws IOException {
    try (Socket socket = server.socket()) {
      send(socket, request);
      String answer = rest(socket);
      assertTrue(answer.matches("(?s)HTTP/1\\.[01] " + status + " .*"), answer);
    }
  }
}
