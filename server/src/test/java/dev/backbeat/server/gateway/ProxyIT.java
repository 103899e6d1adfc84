package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.limit.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Addresses of clients behind a proxy, on real sockets: this test is the proxy. */
@Timeout(120)
class ProxyIT {
  private static final String UPGRADE =
      "GET /play HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
          + "Sec-WebSocket-Protocol: "
          + Protocol.SUBPROTOCOL_BINARY
          + "\r\n\r\n";

  /** The status of the answer, or 0: closed without one. */
  private static int status(Socket socket, String sent) throws IOException {
    socket.setSoTimeout(WireClient.PATIENCE_MS);
    socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    StringBuilder line = new StringBuilder();
    try {
      InputStream in = socket.getInputStream();
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        line.append((char) b);
      }
    } catch (SocketException reset) {
      return 0;
    }
    return line.isEmpty() ? 0 : Integer.parseInt(line.toString().split(" ")[1]);
  }

  private static int status(int port, String sent) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return status(socket, sent);
    }
  }

  @Test
  void limitsGoByTheAddressThatATrustedProxyForwards() throws IOException {
    try (RunningServer server =
        new RunningServer("--trusted-proxies", "127.0.0.1", "--connections-per-address", "1")) {
      int port = server.port();
      List<WireClient> open = new ArrayList<>();
      try {
        open.add(WireClient.open(port, "X-Forwarded-For: 203.0.113.1"));
        open.add(WireClient.open(port, "X-Forwarded-For: 203.0.113.2"));
        // What the client claims stands to the left of what the proxy saw.
        open.add(WireClient.open(port, "X-Forwarded-For: 203.0.113.3, 203.0.113.1"));
        assertEquals(List.of(101, 101, 429), open.stream().map(WireClient::status).toList());
        assertEquals(
            1, (int) server.metric("backbeat_limit_hits_total{limit=\"connections_per_address\"}"));
      } finally {
        for (WireClient client : open) {
          client.close();
        }
      }
    }
  }

  @Test
  void nobodyElseIsBelieved() throws IOException {
    try (RunningServer server =
            new RunningServer(
                "--trusted-proxies",
                "10.0.0.0/8",
                "--limit-loopback",
                "--connections-per-address",
                "1");
        WireClient first = WireClient.open(server.port(), "X-Forwarded-For: 203.0.113.1");
        WireClient second = WireClient.open(server.port(), "X-Forwarded-For: 203.0.113.2")) {
      assertEquals(101, first.status());
      assertEquals(429, second.status());
    }
  }

  @Test
  void theOriginRuleGoesByWhatTheProxyWasAskedFor() throws IOException {
    try (RunningServer server = new RunningServer("--trusted-proxies", "127.0.0.1")) {
      String host = "X-Forwarded-Host: play.example.org";
      String[][] cases = {
        {"101", "https://play.example.org", host, "X-Forwarded-Proto: https"},
        {"403", "http://play.example.org", host, "X-Forwarded-Proto: https"},
        {"403", "https://evil.example", host, "X-Forwarded-Proto: https"},
        {"101", "https://play.example.org:8443", host + ":8443", "X-Forwarded-Proto: https"},
      };
      for (String[] wanted : cases) {
        try (WireClient client =
            WireClient.open(server.port(), "Origin: " + wanted[1], wanted[2], wanted[3])) {
          assertEquals(Integer.parseInt(wanted[0]), client.status(), wanted[1]);
        }
      }
    }
  }

  @Test
  void proxyHeadersOfTrustedPeers() throws IOException {
    try (RunningServer server =
            new RunningServer(
                "--trusted-proxies",
                "127.0.0.1",
                "--proxy-protocol",
                "on",
                "--connections-per-address",
                "1");
        Socket first = new Socket("127.0.0.1", server.port())) {
      int port = server.port();
      assertEquals(101, status(first, "PROXY TCP4 203.0.113.1 10.0.0.1 4711 80\r\n" + UPGRADE));
      assertEquals(429, status(port, "PROXY TCP4 203.0.113.1 10.0.0.1 4712 80\r\n" + UPGRADE));
      assertEquals(101, status(port, "PROXY TCP6 2001:db8::9 ::1 4711 80\r\n" + UPGRADE));
      assertEquals(101, status(port, "PROXY UNKNOWN\r\n" + UPGRADE), "the proxy's own");
      assertEquals(0, status(port, UPGRADE), "without a header");
      assertEquals(0, status(port, "PROXY TCP4 nobody 10.0.0.1 1 80\r\n" + UPGRADE));
      // Its own name for the metrics, which are asked for through the proxy, too.
      try (Socket socket = new Socket("127.0.0.1", port)) {
        assertEquals(
            200,
            status(
                socket,
                "PROXY UNKNOWN\r\nGET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        String metrics =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertTrue(
            metrics.contains(
                "backbeat_limit_hits_total{limit=\"" + Limit.PROXY_HEADER.label() + "\"} 2.0"),
            metrics);
      }
    }
  }

  @Test
  void proxyHeadersOfOthersAreRefused() throws IOException {
    for (String[] options :
        new String[][] {{}, {"--trusted-proxies", "10.0.0.0/8", "--proxy-protocol", "on"}}) {
      try (RunningServer server = new RunningServer(options)) {
        assertEquals(
            400, status(server.port(), "PROXY TCP4 203.0.113.1 10.0.0.1 4711 80\r\n" + UPGRADE));
        assertEquals(101, status(server.port(), UPGRADE));
      }
    }
  }
}
