package dev.backbeat.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and claims; the clock is stepped by hand. */
class TicketsTest {
  private static final String SECRET = "gT6xW2pLq9ZmC4vRk8sBn3yHj7dFa5eQ";
  private static final String NEXT_SECRET = "Yb1uK7oXr3MwE9tPz6iVh2cGl8nSj4fD";
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  private static Vertx vertx;
  private static KeyPair rsa;
  private static KeyPair ed;

  @TempDir Path dir;
  private long nowMs = System.currentTimeMillis();

  @BeforeAll
  static void keys() throws Exception {
    vertx = Vertx.vertx();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    rsa = generator.generateKeyPair();
    ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  @AfterAll
  static void close() {
    vertx.close();
  }

  private static TicketSettings settings(List<String> secrets, List<Path> keys, Path jwks) {
    return new TicketSettings(secrets, keys, jwks, "backbeat", "backbeat", 60, 3_600, true);
  }

  private Tickets tickets(TicketSettings settings) throws IOException {
    return new Tickets(vertx, settings, () -> nowMs, () -> nowMs * 1_000_000);
  }

  private Tickets signing(String... secrets) throws IOException {
    return tickets(settings(List.of(secrets), List.of(), null));
  }

  private static Ticket ada() {
    return new Ticket("ada", "Ada", "red", "arena", List.of("admin", "beta"), "", 0);
  }

  private static Ticket good(Tickets tickets, String text) {
    Future<Ticket> verified = tickets.verify(text);
    assertTrue(verified.succeeded(), () -> String.valueOf(verified.cause()));
    return verified.result();
  }

  private static String refusal(Tickets tickets, String text) {
    Future<Ticket> verified = tickets.verify(text);
    assertTrue(verified.failed(), () -> "accepted " + verified.result());
    assertEquals(BadTicketException.class, verified.cause().getClass());
    return verified.cause().getMessage();
  }

  private JsonObject claims() {
    long now = nowMs / 1_000;
    return new JsonObject()
        .put("iss", "backbeat")
        .put("aud", "backbeat")
        .put("sub", "ada")
        .put("jti", "j-" + System.nanoTime())
        .put("iat", now)
        .put("exp", now + 60);
  }

  private static JsonObject header(String alg) {
    return new JsonObject().put("alg", alg).put("typ", "JWT");
  }

  private static String part(JsonObject json) {
    return URL.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static String hs256(JsonObject header, JsonObject claims, byte[] key) throws Exception {
    String signed = part(header) + '.' + part(claims);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return signed + '.' + URL.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  private static String hs256(JsonObject header, JsonObject claims, String key) throws Exception {
    return hs256(header, claims, key.getBytes(StandardCharsets.UTF_8));
  }

  private static String signed(JsonObject header, JsonObject claims, PrivateKey key)
      throws Exception {
    String text = part(header) + '.' + part(claims);
    Signature signature =
        Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "Ed25519");
    signature.initSign(key);
    signature.update(text.getBytes(StandardCharsets.UTF_8));
    return text + '.' + URL.encodeToString(signature.sign());
  }

  private Path pem(String name, PublicKey key) throws IOException {
    return Files.writeString(dir.resolve(name), pem(key));
  }

  private static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static JsonObject jwk(RSAPublicKey key, String kid) {
    byte[] n = key.getModulus().toByteArray();
    return new JsonObject()
        .put("kty", "RSA")
        .put("kid", kid)
        .put("n", URL.encodeToString(n[0] == 0 ? Arrays.copyOfRange(n, 1, n.length) : n))
        .put("e", URL.encodeToString(key.getPublicExponent().toByteArray()));
  }

  private static JsonObject jwk(EdECPublicKey key, String kid) {
    byte[] der = key.getEncoded();
    return new JsonObject()
        .put("kty", "OKP")
        .put("crv", "Ed25519")
        .put("kid", kid)
        .put("x", URL.encodeToString(Arrays.copyOfRange(der, der.length - 32, der.length)));
  }

  private Path jwks(JsonObject... keys) throws IOException {
    JsonObject set = new JsonObject().put("keys", new JsonArray(List.of((Object[]) keys)));
    return Files.writeString(dir.resolve("jwks-" + System.nanoTime() + ".json"), set.encode());
  }

  @Test
  void whatIsIssuedIsAccepted() throws Exception {
    Tickets tickets = signing(SECRET);
    Tickets.Issued issued = tickets.issue(ada(), 0);
    assertEquals(60, issued.expiresInSeconds());
    Ticket read = good(tickets, issued.ticket());
    assertEquals("ada", read.player());
    assertEquals("Ada", read.name());
    assertEquals("red", read.room());
    assertEquals("arena", read.game());
    assertEquals(List.of("admin", "beta"), read.roles());
    assertEquals(22, read.id().length());
    assertEquals(nowMs / 1_000 + 60, read.expiresAtSeconds());
    assertNotEquals(read.id(), good(tickets, tickets.issue(ada(), 0).ticket()).id());
  }

  @Test
  void aTicketExpires() throws Exception {
    Tickets tickets = signing(SECRET);
    String text = tickets.issue(ada(), 10).ticket();
    nowMs += 14_000;
    good(tickets, text);
    nowMs += 1_000;
    assertTrue(refusal(tickets, text).contains("expired"));
  }

  @Test
  void aTicketIsUsedOnceUntilItExpires() throws Exception {
    Tickets tickets = signing(SECRET);
    Ticket ticket = good(tickets, tickets.issue(ada(), 60).ticket());
    assertFalse(tickets.used(ticket));
    assertEquals(Tickets.Use.ADMITTED, tickets.use(ticket));
    for (int second = 0; second < 65; second++) {
      assertTrue(tickets.used(ticket), "after " + second + " s");
      assertEquals(Tickets.Use.USED, tickets.use(ticket));
      nowMs += 1_000;
    }
    tickets.apply(settings(List.of(NEXT_SECRET, SECRET), List.of(), null));
    assertTrue(tickets.used(ticket), "a rotation forgets nothing");
    nowMs -= 30_000;
    assertTrue(tickets.used(ticket), "nor does a clock that is set back");
  }

  @Test
  void beyondTheBoundNobodyGetsInRatherThanTwice() throws Exception {
    Tickets tickets =
        new Tickets(
            vertx,
            settings(List.of(SECRET), List.of(), null),
            () -> nowMs,
            new UsedTickets(3, () -> nowMs, () -> nowMs * 1_000_000));
    Ticket first = good(tickets, tickets.issue(ada(), 60).ticket());
    assertEquals(Tickets.Use.ADMITTED, tickets.use(first));
    for (int i = 0; i < 2; i++) {
      assertEquals(
          Tickets.Use.ADMITTED, tickets.use(good(tickets, tickets.issue(ada(), 60).ticket())));
    }
    Ticket fourth = good(tickets, tickets.issue(ada(), 600).ticket());
    assertEquals(Tickets.Use.TOO_MANY, tickets.use(fourth));
    assertEquals(Tickets.Use.USED, tickets.use(first));
    nowMs += 67_000;
    assertEquals(Tickets.Use.ADMITTED, tickets.use(fourth), "the others have expired");
  }

  @Test
  void secretsRotateWithoutARefusal() throws Exception {
    Tickets tickets = signing(SECRET);
    String old = tickets.issue(ada(), 0).ticket();
    tickets.apply(settings(List.of(NEXT_SECRET, SECRET), List.of(), null));
    good(tickets, old);
    String fresh = tickets.issue(ada(), 0).ticket();
    good(tickets, fresh);
    assertNotEquals(
        JsonParts.header(old).getString("kid"), JsonParts.header(fresh).getString("kid"));
    tickets.apply(settings(List.of(NEXT_SECRET), List.of(), null));
    good(tickets, fresh);
    refusal(tickets, old);
  }

  @Test
  void aStudioSignsWithPemKeysOrAKeySet() throws Exception {
    Tickets pems =
        tickets(
            settings(
                List.of(),
                List.of(pem("rsa.pem", rsa.getPublic()), pem("ed.pem", ed.getPublic())),
                null));
    good(pems, signed(header("RS256"), claims(), rsa.getPrivate()));
    good(pems, signed(header("EdDSA"), claims(), ed.getPrivate()));
    good(pems, pems.issue(ada(), 0).ticket());
    refusal(pems, signed(header("EdDSA").put("kid", "x"), claims(), ed.getPrivate()));

    Path set =
        jwks(
            jwk((RSAPublicKey) rsa.getPublic(), "r-1"),
            jwk((EdECPublicKey) ed.getPublic(), "e-1").put("alg", "Ed25519"),
            new JsonObject().put("kty", "EC").put("crv", "P-256").put("kid", "other"));
    Tickets keySet = tickets(settings(List.of(), List.of(), set));
    good(keySet, signed(header("RS256").put("kid", "r-1"), claims(), rsa.getPrivate()));
    good(keySet, signed(header("EdDSA").put("kid", "e-1"), claims(), ed.getPrivate()));
    good(keySet, signed(header("EdDSA"), claims(), ed.getPrivate()));
    for (String[] confused :
        new String[][] {{"RS256", "e-1"}, {"RS256", "unknown"}, {"RS256", ""}}) {
      JsonObject header = header(confused[0]).put("kid", confused[1]);
      refusal(keySet, signed(header, claims(), rsa.getPrivate()));
    }
    refusal(keySet, signed(header("EdDSA").put("kid", "r-1"), claims(), ed.getPrivate()));
    refusal(keySet, signed(header("RS256").put("kid", "r-1"), claims(), ed.getPrivate()));
  }

  @Test
  void keysThatWerePreparedHoldWhateverBecomesOfTheirFile() throws Exception {
    Path file = pem("rsa.pem", rsa.getPublic());
    Tickets tickets = signing(SECRET);
    String text = signed(header("RS256"), claims(), rsa.getPrivate());
    Runnable prepared = tickets.prepare(settings(List.of(SECRET), List.of(file), null));
    Files.delete(file);
    refusal(tickets, text);
    prepared.run();
    good(tickets, text);
  }

  @Test
  void algorithmsAreNotConfused() throws Exception {
    PublicKey key = rsa.getPublic();
    Tickets tickets = tickets(settings(List.of(SECRET), List.of(pem("rsa.pem", key)), null));
    JsonObject claims = claims();
    good(tickets, hs256(header("HS256"), claims, SECRET));
    refusal(tickets, hs256(header("HS256"), claims, pem(key)));
    refusal(tickets, hs256(header("HS256"), claims, pem(key).strip()));
    refusal(tickets, hs256(header("HS256"), claims, key.getEncoded()));
    refusal(tickets, hs256(header("HS256"), claims, NEXT_SECRET));
    refusal(tickets, hs256(header("HS256").put("kid", "nobody's"), claims, SECRET));
    refusal(tickets, hs256(header("HS384"), claims, SECRET));
    refusal(tickets, hs256(header("RS256"), claims, SECRET));
    refusal(tickets, signed(header("HS256"), claims, rsa.getPrivate()));
    refusal(tickets, signed(header("EdDSA"), claims, ed.getPrivate()));
    for (String none : List.of("none", "None", "NONE", "")) {
      String unsigned = part(header(none)) + '.' + part(claims) + '.';
      refusal(tickets, unsigned);
      refusal(tickets, unsigned + URL.encodeToString(new byte[32]));
      refusal(tickets, part(header(none)) + '.' + part(claims));
    }
    for (String foreign : List.of("jwk", "jku", "x5u", "x5c", "crit", "b64")) {
      JsonObject header = header("HS256").put(foreign, jwk((RSAPublicKey) key, "mine"));
      refusal(tickets, hs256(header, claims, SECRET));
    }
    String good = hs256(header("HS256"), claims, SECRET);
    String[] parts = good.split("\\.");
    refusal(tickets, parts[0] + '.' + part(claims.copy().put("sub", "eve")) + '.' + parts[2]);
    refusal(tickets, good + "x");
    refusal(tickets, good + ".x");
    for (String rubbish : List.of("", ".", "..", "a.b.c", "\u0000", "x".repeat(5_000))) {
      refusal(tickets, rubbish);
    }
  }

  @Test
  void claimsAreWhatTheySay() throws Exception {
    Tickets tickets = signing(SECRET);
    JsonObject[] bad = {
      claims().put("iss", "elsewhere"),
      claims().putNull("iss"),
      claims().put("aud", "elsewhere"),
      claims().put("aud", new JsonArray()),
      claims().put("aud", 7),
      claims().putNull("aud"),
      claims().putNull("exp"),
      claims().put("exp", "never"),
      claims().put("exp", nowMs / 1_000 + 3_700),
      claims().put("exp", Long.MAX_VALUE),
      claims().put("nbf", nowMs / 1_000 + 600),
      claims().putNull("sub"),
      claims().put("sub", ""),
      claims().put("sub", 7),
      claims().put("sub", "a b"),
      claims().put("sub", "x".repeat(65)),
      claims().putNull("jti"),
      claims().put("jti", ""),
      claims().put("jti", "x".repeat(129)),
      claims().put("name", 7),
      claims().put("room", "a/b"),
      claims().put("game", new JsonArray()),
      claims().put("roles", "admin"),
      claims().put("roles", new JsonArray().add(7)),
    };
    for (JsonObject claims : bad) {
      refusal(tickets, hs256(header("HS256"), claims, SECRET));
    }
    JsonObject several = claims().put("aud", new JsonArray().add("lobby").add("backbeat"));
    good(tickets, hs256(header("HS256"), several, SECRET));
    String deep = "{\"alg\":".repeat(1) + "[".repeat(3_000) + "]".repeat(3_000) + "}";
    refusal(tickets, URL.encodeToString(deep.getBytes(StandardCharsets.UTF_8)) + ".e30.x");
  }

  @Test
  void withoutSingleUseATicketNeedsNoId() throws Exception {
    Tickets tickets =
        tickets(
            new TicketSettings(
                List.of(SECRET), List.of(), null, "backbeat", "backbeat", 60, 3_600, false));
    Ticket ticket = good(tickets, hs256(header("HS256"), claims().putNull("jti"), SECRET));
    assertEquals(Tickets.Use.ADMITTED, tickets.use(ticket));
    assertEquals(Tickets.Use.ADMITTED, tickets.use(ticket));
  }

  @Test
  void keysThatCannotBeUsedAreNamed() throws Exception {
    KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
    small.initialize(1024);
    Path weak = pem("weak.pem", small.generateKeyPair().getPublic());
    Path ec = pem("ec.pem", KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic());
    Path text = Files.writeString(dir.resolve("text.pem"), "hello");
    for (Path file : List.of(weak, ec, text)) {
      IOException e =
          assertThrows(IOException.class, () -> tickets(settings(List.of(), List.of(file), null)));
      assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    }
    JsonObject good = jwk((RSAPublicKey) rsa.getPublic(), "r");
    Path[] sets = {
      Files.writeString(dir.resolve("a.json"), "[]"),
      Files.writeString(dir.resolve("b.json"), "{\"keys\":7}"),
      jwks(),
      jwks(new JsonObject().put("kty", "EC")),
      jwks(good, good),
      jwks(good.copy().put("d", "AA")),
      jwks(good.copy().put("n", "!!")),
      jwks(good.copy().put("n", 7)),
      jwks(new JsonObject().put("kty", "oct").put("k", "c2hvcnQ")),
    };
    for (Path set : sets) {
      IOException e =
          assertThrows(IOException.class, () -> tickets(settings(List.of(), List.of(), set)));
      assertTrue(e.getMessage().contains(set.getFileName().toString()), e.getMessage());
    }
    Tickets tickets = signing(SECRET);
    String before = tickets.issue(ada(), 0).ticket();
    assertThrows(IOException.class, () -> tickets.apply(settings(List.of(), List.of(weak), null)));
    good(tickets, before);
  }

  private static final class JsonParts {
    static JsonObject header(String ticket) {
      byte[] json = Base64.getUrlDecoder().decode(ticket.substring(0, ticket.indexOf('.')));
      return new JsonObject(new String(json, StandardCharsets.UTF_8));
    }
  }
}
