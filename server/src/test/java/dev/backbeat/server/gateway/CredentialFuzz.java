package dev.backbeat.server.gateway;

import dev.backbeat.server.admission.BadTicketException;
import dev.backbeat.server.admission.TicketSettings;
import dev.backbeat.server.admission.Tickets;
import dev.backbeat.server.fuzz.FuzzEdits;
import dev.backbeat.server.fuzz.FuzzInput;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Any headers as a credential, and tickets that are nearly valid: header and claims replaced,
 * signed with nothing, with the public key as a secret, with another key. A ticket is accepted only
 * if what is signed is, letter by letter, what was signed with the server's key; else it is
 * refused, and nothing else happens.
 */
public final class CredentialFuzz {
  private static final String SECRET = "a-secret-of-at-least-thirty-two-bytes";
  private static final String CLAIMS =
      "{\"sub\":\"p1\",\"name\":\"Ann\",\"iss\":\"studio\",\"aud\":\"backbeat\",\"jti\":\"j1\","
          + "\"iat\":1700000000,\"exp\":4000000000}";
  private static final long NOW_MS = 3_999_999_000_000L;
  private static final List<String> HEADERS =
      List.of(
          "{\"alg\":\"HS256\",\"typ\":\"JWT\"}",
          "{\"alg\":\"RS256\",\"typ\":\"JWT\"}",
          "{\"alg\":\"none\"}",
          "{\"alg\":\"nOnE\",\"typ\":\"JWT\"}",
          "{\"alg\":\"HS384\"}",
          "{}");
  private static final Keys KEYS = Keys.make();

  private CredentialFuzz() {}

  /** A credential in a header, or a ticket that goes to the check by itself. */
  public static void fuzzerTestOneInput(byte[] data) throws Exception {
    FuzzInput in = new FuzzInput(data);
    int mode = in.u8();
    if (mode % 4 == 0) {
      headers(in);
    } else if (mode % 4 == 1) {
      authenticate(new String(in.rest(), StandardCharsets.ISO_8859_1));
    } else {
      authenticate(ticket(in));
    }
  }

  private static void headers(FuzzInput in) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    while (in.remaining() > 0) {
      String name = in.below(2) == 0 ? "Authorization" : "Sec-WebSocket-Protocol";
      headers.add(name, new String(in.chunk(), StandardCharsets.ISO_8859_1));
    }
    Credential credential = Credential.of(headers);
    String token =
        credential instanceof Credential.Ticket ticket
            ? ticket.token()
            : credential instanceof Credential.Resume resume ? resume.token() : "";
    if (token.length() > 4 && credential.toString().contains(token)) {
      throw new AssertionError("toString tells the secret");
    }
  }

  /** Parts of the fuzzer's choice, signed by a key of its choice, then edited. */
  private static String ticket(FuzzInput in) throws GeneralSecurityException {
    String header = HEADERS.get(in.below(HEADERS.size()));
    String claims = (in.u8() & 3) == 3 ? FuzzEdits.edited(CLAIMS, pieces(in)) : CLAIMS;
    String signed = base64(utf8(header)) + "." + base64(utf8(claims));
    byte[] signature =
        switch (in.below(6)) {
          case 0 -> hmac(SECRET, signed);
          case 1 -> KEYS.sign(signed);
          case 2 -> hmac(KEYS.publicPem(), signed);
          case 3 -> hmac("another-secret-of-at-least-32-bytes.", signed);
          case 4 -> new byte[0];
          default -> in.bytes(32);
        };
    return FuzzEdits.edited(signed + "." + base64(signature), in);
  }

  private static FuzzInput pieces(FuzzInput in) {
    return new FuzzInput(in.bytes(in.below(64)));
  }

  private static void authenticate(String ticket)
      throws GeneralSecurityException, InterruptedException, TimeoutException {
    boolean accepted;
    try {
      KEYS.tickets()
          .verify(ticket)
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
      accepted = true;
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof BadTicketException)) {
        throw new AssertionError("neither accepted nor refused: " + ticket, e.getCause());
      }
      accepted = false;
    }
    if (accepted && !signedByUs(ticket)) {
      throw new AssertionError("accepted: " + ticket);
    }
  }

  /** Whether the signature is right; checked without the server's library. */
  private static boolean signedByUs(String ticket) throws GeneralSecurityException {
    String[] parts = ticket.split("\\.", -1);
    if (parts.length != 3) {
      return false;
    }
    String signed = parts[0] + "." + parts[1];
    byte[] signature;
    try {
      signature = Base64.getUrlDecoder().decode(parts[2]);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (!base64(signature).equals(parts[2])) {
      return false; // The same bytes, written otherwise: a second ticket out of one.
    }
    String header = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
    return header.contains("\"HS256\"")
            && java.security.MessageDigest.isEqual(hmac(SECRET, signed), signature)
        || header.contains("\"RS256\"") && KEYS.verifies(signed, signature);
  }

  private static byte[] hmac(String secret, String signed) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(utf8(secret), "HmacSHA256"));
    return mac.doFinal(utf8(signed));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The server's keys, and its check with them. */
  private record Keys(KeyPair pair, String publicPem, Tickets tickets) {
    static Keys make() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        String pem =
            "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        Path file = Files.createTempFile("backbeat-fuzz", ".pem");
        Files.writeString(file, pem);
        Tickets tickets =
            new Tickets(
                Vertx.vertx(),
                new TicketSettings(
                    List.of(SECRET), List.of(file), null, "studio", "backbeat", 60, 3_600, true),
                () -> NOW_MS,
                () -> 0);
        Files.delete(file);
        return new Keys(pair, pem, tickets);
      } catch (GeneralSecurityException | IOException e) {
        throw new AssertionError(e);
      }
    }

    byte[] sign(String signed) throws GeneralSecurityException {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(pair.getPrivate());
      signature.update(utf8(signed));
      return signature.sign();
    }

    boolean verifies(String signed, byte[] signatureBytes) throws GeneralSecurityException {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(pair.getPublic());
      signature.update(utf8(signed));
      try {
        return signature.verify(signatureBytes);
      } catch (java.security.SignatureException wrongLength) {
        return false;
      }
    }
  }

  /** Valid tickets of both keys, the classic forgeries, headers. */
  public static List<byte[]> seeds() {
    return List.of(
        new byte[] {2, 0, 0, 0},
        new byte[] {2, 1, 0, 1},
        new byte[] {2, 0, 0, 2},
        new byte[] {2, 2, 0, 4},
        new byte[] {2, 0, 0, 3},
        new byte[] {2, 0, 0, 0, 0, 90, 'x'},
        new byte[] {2, 0, 3, 6, 0, 20, 'x', 1, 40, '"', 0},
        utf8("\1a.b.c"),
        utf8("\1.."),
        utf8("\0\0\0\14Bearer a.b.c"),
        utf8("\0\0\0\10Resume x\1\0\33backbeat.v1,backbeat.ticket.y"));
  }
}
