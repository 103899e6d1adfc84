package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without an API key this machine's own programs alone are answered, and nobody through them. */
@Timeout(120)
class KeylessApiIT {
  private static final String SECRET = "pR7vT2kW9xL4nB6mZ1cF8hJ3qS5dG0yA";
  private static final String TICKET = "{\"player\":\"admin\",\"roles\":[\"moderator\"]}";

  /** The status of a call that asks for a host of some name. */
  private static int postTo(int port, String host, String origin) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(WireClient.PATIENCE_MS);
      String request =
          "POST /api/tickets HTTP/1.1\r\nHost: "
              + host
              + (origin == null ? "" : "\r\nOrigin: " + origin)
              + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
              + TICKET.length()
              + "\r\n\r\n"
              + TICKET;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return Integer.parseInt(answer.split(" ")[1]);
    }
  }

  @Test
  void programsOfThisMachineMayAndWhoComesThroughOneMayNot() throws IOException {
    try (RunningServer server = new RunningServer()) {
      assertEquals(201, server.post("/api/tickets", TICKET).statusCode());
      for (String header :
          new String[] {"X-Forwarded-For", "X-Real-IP", "Forwarded", "Via", "X-Forwarded-Host"}) {
        for (String call : new String[] {"/api/tickets", "/api/rooms", "/api/announce"}) {
          assertEquals(401, server.post(call, TICKET, header, "127.0.0.1").statusCode(), header);
        }
      }
    }
  }

  @Test
  void aNameThatLeadsHereIsNotThisMachine() throws IOException {
    try (RunningServer server = new RunningServer()) {
      int port = server.port();
      String evil = "evil.example:" + port;
      assertEquals(401, postTo(port, evil, "http://" + evil));
      assertEquals(401, postTo(port, evil, null));
      assertEquals(401, postTo(port, "127.0.0.1.evil.example:" + port, null));
      for (String own : new String[] {"localhost", "LOCALHOST", "127.0.0.1", "[::1]"}) {
        String host = own + ":" + port;
        assertEquals(201, postTo(port, host, null), own);
        assertEquals(201, postTo(port, host, "http://" + host), own);
      }
    }
  }

  @Test
  void keysForTicketsSayThatPlayersAreReal() throws IOException {
    try (RunningServer server = new RunningServer("--jwt-hs256-secret", SECRET)) {
      assertEquals(401, server.post("/api/tickets", TICKET).statusCode());
      assertEquals(404, server.post("/api/tickets/guest", "{}").statusCode());
      assertEquals(
          new JsonObject().put("guests", false).put("guestTickets", false),
          new JsonObject(server.get("/api/tickets").body()));
      try (WireClient guest = WireClient.open(server.port())) {
        assertEquals(401, guest.status());
      }
    }
  }

  @Test
  void aTrustedProxyMakesLoopbackPublic() throws IOException {
    try (RunningServer server =
        new RunningServer("--trusted-proxies", "127.0.0.1", "--guests", "on")) {
      for (String client : new String[] {"203.0.113.9", "127.0.0.1"}) {
        assertEquals(
            401, server.post("/api/tickets", TICKET, "X-Forwarded-For", client).statusCode());
      }
      assertEquals(401, server.post("/api/announce", "{\"text\":\"x\"}").statusCode());
      assertEquals(404, server.post("/api/tickets/guest", "{}").statusCode());
      assertEquals(404, server.get("/metrics").statusCode());
      assertTrue(new JsonObject(server.get("/api/tickets").body()).getBoolean("guests"));
    }
  }
}
