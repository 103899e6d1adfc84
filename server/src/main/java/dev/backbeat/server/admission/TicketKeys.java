package dev.backbeat.server.admission;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The keys that tickets are signed and checked with. Immutable: a rotation makes new ones.
 *
 * <p>A key belongs to one algorithm, and the header of a ticket is compared with the keys before
 * the library sees it: an algorithm that no key has, {@code none} among them, a key id that is not
 * this algorithm's, and whatever brings a key of its own, is refused there.
 */
final class TicketKeys {
  private static final String HS256 = "HS256";
  private static final int LEEWAY_SECONDS = Tickets.LEEWAY_SECONDS;
  private static final int MAX_CHARACTERS = 4_096;
  private static final Pattern COMPACT =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
  private static final Set<String> FOREIGN_KEYS = Set.of("jwk", "jku", "x5c", "x5u", "crit", "b64");

  private final JWTAuth verifier;
  private final JWTAuth signer;
  private final Map<String, Set<String>> keyIdsByAlgorithm = new HashMap<>();

  /**
   * Reads the files.
   *
   * @param secrets for HS256, at least one; the first one signs
   * @throws IOException with a sentence if a key cannot be used
   */
  TicketKeys(Vertx vertx, TicketSettings settings, List<String> secrets) throws IOException {
    JWTAuthOptions options = new JWTAuthOptions().setJWTOptions(rules(settings));
    for (String secret : secrets) {
      add(HS256, keyId(secret), "a secret twice");
      options.addPubSecKey(hs256(secret));
    }
    for (Path file : settings.publicKeys()) {
      PubSecKeyOptions key = KeyFiles.pem(file);
      keyIdsByAlgorithm.computeIfAbsent(key.getAlgorithm(), a -> new HashSet<>());
      options.addPubSecKey(key);
    }
    if (settings.jwks() != null) {
      for (JsonObject key : KeyFiles.jwks(settings.jwks())) {
        add(key.getString("alg"), key.getString("kid"), settings.jwks() + " has two keys of kid ");
        options.addJwk(key);
      }
    }
    try {
      this.verifier = JWTAuth.create(vertx, options);
      // Of several keys the library would sign with any.
      this.signer = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(hs256(secrets.get(0))));
    } catch (RuntimeException e) {
      throw new IOException("the keys for tickets cannot be used: " + e.getMessage(), e);
    }
  }

  private void add(String algorithm, String keyId, String twice) throws IOException {
    Set<String> keyIds = keyIdsByAlgorithm.computeIfAbsent(algorithm, a -> new HashSet<>());
    if (keyId != null && !keyIds.add(keyId)) {
      throw new IOException(twice.endsWith(" ") ? twice + keyId : twice);
    }
  }

  private static JWTOptions rules(TicketSettings settings) {
    return new JWTOptions()
        .setLeeway(LEEWAY_SECONDS)
        .setIssuer(settings.issuer())
        .addAudience(settings.audience());
  }

  private static PubSecKeyOptions hs256(String secret) {
    return new PubSecKeyOptions()
        .setAlgorithm(HS256)
        .setId(keyId(secret))
        .setBuffer(Buffer.buffer(secret));
  }

  /** Names a secret in the header of what it signed; says as little about it as a signature. */
  static String keyId(String secret) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(("backbeat kid " + secret).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, 4));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A ticket with these claims, signed with the first secret. */
  String sign(JsonObject claims) {
    return signer.generateToken(claims, new JWTOptions().setAlgorithm(HS256).setNoTimestamp(true));
  }

  /** The claims of a ticket whose signature, issuer and audience are right; else a failure. */
  Future<JsonObject> verify(String ticket) {
    if (!acceptableHeader(ticket)) {
      return Future.failedFuture(new BadTicketException("the ticket is not signed by a known key"));
    }
    try {
      // Vert.x keeps the verified claims under this name; the principal is the ticket's text.
      return verifier
          .authenticate(new TokenCredentials(ticket))
          .map(user -> user.<JsonObject>get("accessToken"));
    } catch (RuntimeException e) {
      // A claim that is not of its type, such as an exp that is no number.
      return Future.failedFuture(e);
    }
  }

  /**
   * Whether it is written as RFC 7515 section 3.1 says, in the only way that these bytes have: the
   * library takes more behind a last dot, and signatures whose last letter has bits to spare.
   */
  private static boolean compact(String ticket) {
    if (!COMPACT.matcher(ticket).matches()) {
      return false;
    }
    String signature = ticket.substring(ticket.lastIndexOf('.') + 1);
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(signature);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(signature);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private boolean acceptableHeader(String ticket) {
    if (ticket.length() > MAX_CHARACTERS || !compact(ticket)) {
      return false;
    }
    int dot = ticket.indexOf('.');
    JsonObject header;
    try {
      byte[] json = Base64.getUrlDecoder().decode(ticket.substring(0, dot));
      header = new JsonObject(Buffer.buffer(json));
    } catch (DecodeException | IllegalArgumentException | ClassCastException e) {
      return false;
    }
    if (!(header.getValue("alg") instanceof String algorithm)
        || header.fieldNames().stream().anyMatch(FOREIGN_KEYS::contains)) {
      return false;
    }
    Set<String> keyIds = keyIdsByAlgorithm.get(algorithm);
    Object keyId = header.getValue("kid");
    return keyIds != null
        && (keyId == null || keyId instanceof String named && keyIds.contains(named));
  }
}
