package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.ErrorCode;
import dev.backbeat.v1.Player;
import dev.backbeat.v1.ServerFrame;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Upgrades that are let in, and those that are refused in plain HTTP. */
@Timeout(120)
class UpgradeIT {
  private static final String SECRET = "a secret of more than thirty-two bytes";

  private static void assertRefused(WireClient client, int status, ErrorCode code)
      throws IOException {
    try (client) {
      assertEquals(status, client.status(), client.body());
      assertEquals(code.name(), client.header(Protocol.ERROR_HEADER));
      assertEquals(status == 401 ? "Bearer" : null, client.header("WWW-Authenticate"));
      assertFalse(client.body().isBlank());
    }
  }

  private static void assertAccepted(WireClient client) throws IOException {
    try (client) {
      assertEquals(101, client.status(), client.body());
    }
  }

  private static void assertGet(HttpResponse<String> response, int status, ErrorCode code) {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals(code.name(), response.headers().firstValue(Protocol.ERROR_HEADER).orElseThrow());
  }

  @Test
  void wrongPathSubprotocolAndVersion() throws IOException {
    try (RunningServer server = new RunningServer()) {
      int port = server.port();
      assertRefused(
          WireClient.upgrade(port, "/plya", "backbeat.v1"), 404, ErrorCode.ERROR_NOT_FOUND);
      assertRefused(
          WireClient.upgrade(port, "/play", "chat"), 400, ErrorCode.ERROR_BAD_SUBPROTOCOL);
      WireClient none = WireClient.upgrade(port, "/play", null);
      assertTrue(none.body().contains("backbeat.v1.json"), none.body());
      assertRefused(none, 400, ErrorCode.ERROR_BAD_SUBPROTOCOL);
      assertGet(server.get("/play"), 426, ErrorCode.ERROR_UPGRADE_REQUIRED);
      assertBrokenUpgrades(port);
      // A client that prefers something unknown still gets what both speak.
      try (WireClient several = WireClient.upgrade(port, "/play", "chat, backbeat.v1.json")) {
        assertEquals(101, several.status());
        assertEquals("backbeat.v1.json", several.header("Sec-WebSocket-Protocol"));
      }
      assertEquals(7, (int) server.metric("backbeat_upgrades_rejected_total{code"));
    }
  }

  private static void assertBrokenUpgrades(int port) throws IOException {
    String good = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    for (String[] swap :
        new String[][] {
          {"Version: 13", "Version: 8"},
          {good, "X-Nothing: 1"},
          {good, "Sec-WebSocket-Key: c2hvcnQ="},
          {"HTTP/1.1", "HTTP/1.0"}
        }) {
      WireClient refused = WireClient.upgradeWith(port, swap[0], swap[1]);
      assertRefused(refused, 426, ErrorCode.ERROR_UPGRADE_REQUIRED);
      assertEquals("13", refused.header("Sec-WebSocket-Version"), swap[1]);
      assertEquals("websocket", refused.header("Upgrade"), swap[1]);
    }
  }

  @Test
  void compressionIsNotOffered() throws IOException {
    try (RunningServer server = new RunningServer();
        WireClient client =
            WireClient.open(server.port(), "Sec-WebSocket-Extensions: permessage-deflate")) {
      assertEquals(101, client.status());
      assertEquals(null, client.header("Sec-WebSocket-Extensions"));
    }
  }

  @Test
  void originsOfOtherPages() throws IOException {
    try (RunningServer server = new RunningServer("--allowed-origins", "https://example.org")) {
      int port = server.port();
      assertAccepted(WireClient.open(port, "Origin: https://example.org"));
      assertAccepted(WireClient.open(port, "Origin: http://127.0.0.1:" + port));
      for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1")) {
        assertRefused(WireClient.open(port, "Origin: " + origin), 403, ErrorCode.ERROR_NOT_ALLOWED);
      }
      assertGet(
          server.get("/play", "Origin", "https://evil.example"), 403, ErrorCode.ERROR_NOT_ALLOWED);
      for (String path :
          List.of("/play", "/api/rooms", "/sdk/backbeat.js", "/proto/backbeat/v1/server.proto")) {
        assertEquals(
            Optional.of("https://example.org"),
            server
                .get(path, "Origin", "https://example.org")
                .headers()
                .firstValue("Access-Control-Allow-Origin"),
            path);
        assertEquals(
            Optional.empty(),
            server
                .get(path, "Origin", "https://evil.example")
                .headers()
                .firstValue("Access-Control-Allow-Origin"),
            path);
      }
    }
  }

  @Test
  void pagesOfTheLabsPortsMayConnectWhileThereAreAny() throws IOException {
    int lan = 18_081;
    int mobile = 18_082;
    try (RunningServer server = new RunningServer("--lab", "lan=18081,4g=18082")) {
      int own = server.port();
      // The page's port, the WebSocket's port; as browsers say it: Origin and Host.
      for (int[] ports : new int[][] {{own, lan}, {own, mobile}, {lan, own}, {lan, mobile}}) {
        assertAccepted(fromPage("127.0.0.1:" + ports[0], own, "127.0.0.1:" + ports[1]));
      }
      for (String[] hosts :
          new String[][] {
            {"127.0.0.1:18083", "127.0.0.1:18081"},
            {"127.0.0.1:18081", "127.0.0.1:18083"},
            {"127.0.0.1", "127.0.0.1:18081"},
            {"localhost:" + own, "127.0.0.1:18081"},
            {"evil.example:" + own, "127.0.0.1:18081"},
            {"evil.example:18081", "127.0.0.1:" + own}
          }) {
        assertRefused(fromPage(hosts[0], own, hosts[1]), 403, ErrorCode.ERROR_NOT_ALLOWED);
      }
      String origin = "http://127.0.0.1:18082";
      assertEquals(
          Optional.of(origin),
          server
              .get("/proto/backbeat/v1/server.proto", "Origin", origin)
              .headers()
              .firstValue("Access-Control-Allow-Origin"));
      assertEquals(
          "{\"profiles\":[{\"name\":\"lan\",\"port\":18081},{\"name\":\"4g\",\"port\":18082}]}",
          server.get("/api/lab").body().strip());
      String policy = server.get("/").headers().firstValue("Content-Security-Policy").orElseThrow();
      assertTrue(policy.endsWith("connect-src 'self' ws: wss: *:18081 *:18082"), policy);
    }
    try (RunningServer server = new RunningServer()) {
      int own = server.port();
      assertRefused(
          fromPage("127.0.0.1:" + own, own, "127.0.0.1:18081"), 403, ErrorCode.ERROR_NOT_ALLOWED);
      assertRefused(
          fromPage("127.0.0.1:18081", own, "127.0.0.1:" + own), 403, ErrorCode.ERROR_NOT_ALLOWED);
      assertEquals("{\"profiles\":[]}", server.get("/api/lab").body().strip());
    }
  }

  private static WireClient fromPage(String page, int port, String host) throws IOException {
    return WireClient.upgradeWith(
        port, "Host: 127.0.0.1:" + port, "Host: " + host + "\r\nOrigin: http://" + page);
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String claims(String name, long expiresInSeconds, String issuer) {
    long exp = Instant.now().getEpochSecond() + expiresInSeconds;
    return "{\"sub\":\"p1\",\"name\":\"%s\",\"exp\":%d,\"iss\":\"%s\",\"aud\":\"game\",\"jti\":\"%s\"}"
        .formatted(name, exp, issuer, UUID.randomUUID());
  }

  private static String hs256(String claims, String secret) throws GeneralSecurityException {
    String signed = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + '.' + base64(claims);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return signed + '.' + base64(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  private static String rs256(String claims, PrivateKey key) throws GeneralSecurityException {
    String signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + '.' + base64(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.UTF_8));
    return signed + '.' + base64(signature.sign());
  }

  @Test
  void ticketsSignedWithASecret() throws IOException, GeneralSecurityException {
    try (RunningServer server =
        new RunningServer(
            "--guests",
            "off",
            "--jwt-hs256-secret",
            SECRET,
            "--jwt-issuer",
            "lobby",
            "--jwt-audience",
            "game")) {
      int port = server.port();
      String good = hs256(claims("Ada", 600, "lobby"), SECRET);
      try (WireClient client = WireClient.open(port, "Authorization: Bearer " + good)) {
        client.send(WireClient.join("any", "impostor"));
        Player player = client.await(ServerFrame::hasRoster).getRoster().getJoined(0);
        assertEquals("Ada", player.getName(), "the ticket's name wins over the Join's");
      }
      assertRefused(
          WireClient.open(port, "Authorization: Bearer " + good), 401, ErrorCode.ERROR_TICKET_USED);
      String next = hs256(claims("Ada", 600, "lobby"), SECRET);
      String item = Protocol.TICKET_ITEM_PREFIX + next;
      try (WireClient browser = WireClient.upgrade(port, "/play", "backbeat.v1, " + item)) {
        assertEquals(101, browser.status());
        assertEquals("backbeat.v1", browser.header("Sec-WebSocket-Protocol"));
      }
      assertGet(
          server.get("/play", "Authorization", "Bearer " + next), 401, ErrorCode.ERROR_TICKET_USED);
      assertGet(
          server.get(
              "/play", "Authorization", "Bearer " + hs256(claims("Ada", 600, "lobby"), SECRET)),
          426,
          ErrorCode.ERROR_UPGRADE_REQUIRED);

      String noExpiry = "{\"sub\":\"p1\",\"iss\":\"lobby\",\"aud\":\"game\"}";
      String unsigned =
          base64("{\"alg\":\"none\"}") + '.' + base64(claims("Eve", 600, "lobby")) + '.';
      for (String bad :
          List.of(
              hs256(claims("Eve", 600, "lobby"), SECRET + "?"),
              hs256(
                  "{\"sub\":\"p1\",\"iss\":\"lobby\",\"aud\":\"game\",\"exp\":\"never\"}", SECRET),
              hs256(claims("Eve", -60, "lobby"), SECRET),
              hs256(claims("Eve", 600, "elsewhere"), SECRET),
              hs256(noExpiry, SECRET),
              unsigned,
              "rubbish",
              "")) {
        assertRefused(
            WireClient.open(port, "Authorization: Bearer " + bad), 401, ErrorCode.ERROR_BAD_TICKET);
        assertGet(
            server.get("/play", "Authorization", "Bearer " + bad), 401, ErrorCode.ERROR_BAD_TICKET);
      }
      assertRefused(WireClient.open(port), 401, ErrorCode.ERROR_BAD_TICKET);
    }
  }

  @Test
  void ticketsSignedWithAKeyPair(@TempDir Path dir) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    Path pem = dir.resolve("public.pem");
    Files.writeString(
        pem,
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
    try (RunningServer server =
        new RunningServer(
            "--jwt-rs256-public-key", pem.toString(), "--jwt-issuer=x", "--jwt-audience=game")) {
      int port = server.port();
      String good = rs256(claims("Bob", 600, "x"), keys.getPrivate());
      assertAccepted(WireClient.open(port, "Authorization: Bearer " + good));
      // The public key is no secret: a ticket signed with it as an HMAC key must not pass.
      String confused = hs256(claims("Eve", 600, "x"), Files.readString(pem));
      assertRefused(
          WireClient.open(port, "Authorization: Bearer " + confused),
          401,
          ErrorCode.ERROR_BAD_TICKET);
      // Who has keys for tickets has real players: guests do not join beside, on loopback either.
      assertRefused(WireClient.open(port), 401, ErrorCode.ERROR_BAD_TICKET);
    }
  }

  @Test
  void aServerWithoutKeysTakesNoTicket() throws IOException {
    try (RunningServer server = new RunningServer()) {
      assertRefused(
          WireClient.open(server.port(), "Authorization: Bearer x.y.z"),
          401,
          ErrorCode.ERROR_BAD_TICKET);
    }
  }

  @Test
  void connectionsOfOneAddress() throws IOException {
    try (RunningServer server =
        new RunningServer("--limit-loopback", "--connections-per-address", "2")) {
      int port = server.port();
      try (WireClient first = WireClient.open(port)) {
        WireClient second = WireClient.open(port);
        assertEquals(101, first.status());
        assertEquals(101, second.status());
        assertRefused(WireClient.open(port), 429, ErrorCode.ERROR_TOO_MANY_CONNECTIONS);
        second.close();
        RunningServer.await("its place is free", () -> server.server().connections() == 1);
        assertAccepted(WireClient.open(port));
      }
    }
  }

  @Test
  void connectsPerSecondOfOneAddress() throws IOException {
    try (RunningServer server =
        new RunningServer("--limit-loopback", "--connects-per-second-per-address", "1")) {
      int refused = 0;
      for (int i = 0; i < 40; i++) {
        try (WireClient client = WireClient.open(server.port())) {
          if (client.status() == 429) {
            assertEquals("5", client.header("Retry-After"));
            refused++;
          }
        }
      }
      assertTrue(refused > 0, "none of 40 connects was refused");
    }
  }

  @Test
  void noConnectionLeft() throws IOException {
    try (RunningServer server = new RunningServer("--max-connections", "1");
        WireClient first = WireClient.open(server.port())) {
      assertEquals(101, first.status());
      assertRefused(WireClient.open(server.port()), 503, ErrorCode.ERROR_SERVER_FULL);
    }
  }
}
