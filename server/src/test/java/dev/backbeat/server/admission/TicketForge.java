package dev.backbeat.server.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
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
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes tickets as this server or a studio would, and as somebody would who must not; the clock is
 * stepped by hand, and right at the start of each test.
 */
final class TicketForge implements BeforeEachCallback, AfterAllCallback {
  static final String SECRET = "gT6xW2pLq9ZmC4vRk8sBn3yHj7dFa5eQ";
  static final String NEXT_SECRET = "Yb1uK7oXr3MwE9tPz6iVh2cGl8nSj4fD";
  static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  final Vertx vertx = Vertx.vertx();
  final KeyPair rsa;
  final KeyPair ed;
  long nowMs = System.currentTimeMillis();

  TicketForge() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      rsa = generator.generateKeyPair();
      ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA and Ed25519", e);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    nowMs = System.currentTimeMillis();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    vertx.close();
  }

  static TicketSettings settings(List<String> secrets, List<Path> keys, Path jwks) {
    return new TicketSettings(secrets, keys, jwks, "backbeat", "backbeat", 60, 3_600, true);
  }

  Tickets tickets(TicketSettings settings) throws IOException {
    return new Tickets(vertx, settings, () -> nowMs, () -> nowMs * 1_000_000);
  }

  Tickets signing(String... secrets) throws IOException {
    return tickets(settings(List.of(secrets), List.of(), null));
  }

  static Ticket ada() {
    return new Ticket("ada", "Ada", "red", "arena", List.of("admin", "beta"), "", 0);
  }

  static Ticket good(Tickets tickets, String text) {
    Future<Ticket> verified = tickets.verify(text);
    assertTrue(verified.succeeded(), () -> String.valueOf(verified.cause()));
    return verified.result();
  }

  static String refusal(Tickets tickets, String text) {
    Future<Ticket> verified = tickets.verify(text);
    assertTrue(verified.failed(), () -> "accepted " + verified.result());
    assertEquals(BadTicketException.class, verified.cause().getClass());
    return verified.cause().getMessage();
  }

  JsonObject claims() {
    long now = nowMs / 1_000;
    return new JsonObject()
        .put("iss", "backbeat")
        .put("aud", "backbeat")
        .put("sub", "ada")
        .put("jti", "j-" + System.nanoTime())
        .put("iat", now)
        .put("exp", now + 60);
  }

  static JsonObject header(String alg) {
    return new JsonObject().put("alg", alg).put("typ", "JWT");
  }

  static String part(JsonObject json) {
    return URL.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  static String hs256(JsonObject header, JsonObject claims, byte[] key) throws Exception {
    String signed = part(header) + '.' + part(claims);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return signed + '.' + URL.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  static String hs256(JsonObject header, JsonObject claims, String key) throws Exception {
    return hs256(header, claims, key.getBytes(StandardCharsets.UTF_8));
  }

  static String signed(JsonObject header, JsonObject claims, PrivateKey key) throws Exception {
    String text = part(header) + '.' + part(claims);
    Signature signature =
        Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "Ed25519");
    signature.initSign(key);
    signature.update(text.getBytes(StandardCharsets.UTF_8));
    return text + '.' + URL.encodeToString(signature.sign());
  }

  static Path pem(Path file, PublicKey key) throws IOException {
    return Files.writeString(file, pem(key));
  }

  static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  static JsonObject jwk(RSAPublicKey key, String kid) {
    byte[] n = key.getModulus().toByteArray();
    return new JsonObject()
        .put("kty", "RSA")
        .put("kid", kid)
        .put("n", URL.encodeToString(n[0] == 0 ? Arrays.copyOfRange(n, 1, n.length) : n))
        .put("e", URL.encodeToString(key.getPublicExponent().toByteArray()));
  }

  static JsonObject jwk(EdECPublicKey key, String kid) {
    byte[] der = key.getEncoded();
    return new JsonObject()
        .put("kty", "OKP")
        .put("crv", "Ed25519")
        .put("kid", kid)
        .put("x", URL.encodeToString(Arrays.copyOfRange(der, der.length - 32, der.length)));
  }

  static Path jwks(Path file, JsonObject... keys) throws IOException {
    JsonObject set = new JsonObject().put("keys", new JsonArray(List.of((Object[]) keys)));
    return Files.writeString(file, set.encode());
  }

  static JsonObject headerOf(String ticket) {
    byte[] json = Base64.getUrlDecoder().decode(ticket.substring(0, ticket.indexOf('.')));
    return new JsonObject(new String(json, StandardCharsets.UTF_8));
  }
}
