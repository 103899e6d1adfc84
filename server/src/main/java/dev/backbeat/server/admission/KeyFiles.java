package dev.backbeat.server.admission;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads keys out of PEM files and JSON Web Key Sets, and says what is wrong with one. */
final class KeyFiles {
  private static final Logger LOG = LoggerFactory.getLogger(KeyFiles.class);
  private static final int MIN_RSA_BITS = 2_048;
  private static final int MAX_FILE_BYTES = 256 * 1_024;
  private static final int MAX_KEYS = 64;
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (PUBLIC KEY|CERTIFICATE)-----\\s*([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final String RS256 = "RS256";
  private static final String EDDSA = "EdDSA";
  private static final String HS256 = "HS256";

  private KeyFiles() {}

  /** The public key of a PEM file: RSA or Ed25519, bare or in a certificate. */
  static PubSecKeyOptions pem(Path file) throws IOException {
    String text = read(file);
    Matcher block = PEM.matcher(text);
    if (!block.find()) {
      throw new IOException(file + " has no PEM public key (-----BEGIN PUBLIC KEY-----)");
    }
    PublicKey key = decoded(file, block.group(1), block.group(2));
    String algorithm = algorithm(file.toString(), key);
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key.getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    return new PubSecKeyOptions().setAlgorithm(algorithm).setBuffer(Buffer.buffer(pem));
  }

  private static PublicKey decoded(Path file, String kind, String base64) throws IOException {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      if (kind.equals("CERTIFICATE")) {
        return CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(der))
            .getPublicKey();
      }
      for (String family : List.of("RSA", "Ed25519")) {
        PublicKey key = decodedAs(family, der);
        if (key != null) {
          return key;
        }
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + ": not a public key: " + e.getMessage(), e);
    }
    throw new IOException(file + ": the key is neither RSA (RS256) nor Ed25519 (EdDSA)");
  }

  /** Null = the key is of another family. */
  private static PublicKey decodedAs(String family, byte[] der) throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(der));
    } catch (java.security.spec.InvalidKeySpecException e) {
      return null;
    }
  }

  private static String algorithm(String where, PublicKey key) throws IOException {
    if (key instanceof RSAPublicKey rsa) {
      checkRsaBits(where, rsa.getModulus().bitLength());
      return RS256;
    }
    if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")) {
      return EDDSA;
    }
    throw new IOException(where + ": the key is neither RSA (RS256) nor Ed25519 (EdDSA)");
  }

  private static void checkRsaBits(String where, int bits) throws IOException {
    if (bits < MIN_RSA_BITS) {
      throw new IOException(
          where + ": an RSA key must have at least " + MIN_RSA_BITS + " bits, has " + bits);
    }
  }

  /** The keys of a set that tickets can be checked with; others are logged and left out. */
  static List<JsonObject> jwks(Path file) throws IOException {
    JsonArray keys;
    try {
      keys = new JsonObject(read(file)).getJsonArray("keys");
    } catch (DecodeException | ClassCastException e) {
      throw new IOException(file + " is not a JSON Web Key Set: " + e.getMessage(), e);
    }
    if (keys == null || keys.size() > MAX_KEYS) {
      throw new IOException(file + ": a JSON Web Key Set has 'keys', at most " + MAX_KEYS);
    }
    List<JsonObject> usable = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (!(keys.getValue(i) instanceof JsonObject key)) {
        throw new IOException(file + ": key " + i + " is not an object");
      }
      String where = file + ": key " + i;
      try {
        JsonObject normal = usable(where, key);
        if (normal != null) {
          usable.add(normal);
        }
      } catch (IllegalArgumentException | ClassCastException e) {
        throw new IOException(where + ": " + e.getMessage(), e);
      }
    }
    if (usable.isEmpty()) {
      throw new IOException(file + " has no key for RS256, EdDSA (Ed25519) or HS256 signatures");
    }
    return usable;
  }

  /** As the library takes it, or null: not for what tickets are signed with. */
  private static JsonObject usable(String where, JsonObject key) throws IOException {
    String kty = key.getString("kty", "");
    String alg = key.getString("alg");
    String kid = key.getString("kid");
    boolean signs = key.getString("use", "sig").equals("sig");
    if (signs && kty.equals("RSA") && isOneOf(alg, RS256)) {
      checkPublic(where, key);
      checkRsaBits(where, new java.math.BigInteger(1, base64(key, "n")).bitLength());
      return copy(key, RS256, "kty", "n", "e", "kid");
    }
    // RFC 9864 calls EdDSA with this curve Ed25519.
    if (signs
        && kty.equals("OKP")
        && key.getString("crv", "").equals("Ed25519")
        && isOneOf(alg, EDDSA, "Ed25519")) {
      checkPublic(where, key);
      if (base64(key, "x").length != 32) {
        throw new IOException(where + ": x of Ed25519 has 32 bytes");
      }
      return copy(key, EDDSA, "kty", "crv", "x", "kid");
    }
    if (signs && kty.equals("oct") && isOneOf(alg, HS256)) {
      String weak = Secrets.weakness(new String(base64(key, "k"), StandardCharsets.ISO_8859_1));
      if (weak != null) {
        throw new IOException(where + ": the secret " + weak);
      }
      return copy(key, HS256, "kty", "k", "kid");
    }
    LOG.atWarn().addKeyValue("kid", kid).log("{} is not for tickets, and is left out", where);
    return null;
  }

  private static boolean isOneOf(String alg, String... allowed) {
    return alg == null || Set.of(allowed).contains(alg);
  }

  private static void checkPublic(String where, JsonObject key) throws IOException {
    if (key.containsKey("d")) {
      throw new IOException(
          where + " is a private key; this server needs the public one and nobody else's secret");
    }
  }

  private static byte[] base64(JsonObject key, String field) throws IOException {
    String text = key.getString(field);
    if (text == null) {
      throw new IOException("a key lacks '" + field + "'");
    }
    return Base64.getUrlDecoder().decode(text);
  }

  private static JsonObject copy(JsonObject key, String alg, String... fields) {
    JsonObject copy = new JsonObject().put("alg", alg).put("use", "sig");
    for (String field : fields) {
      if (key.containsKey(field)) {
        copy.put(field, key.getString(field));
      }
    }
    return copy;
  }

  private static String read(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException(file + " has more than " + MAX_FILE_BYTES + " bytes");
    }
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
