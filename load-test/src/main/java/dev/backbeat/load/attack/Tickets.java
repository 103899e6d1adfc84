package dev.backbeat.load.attack;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tickets that an attacker would like to be good, made by hand. */
final class Tickets {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Tickets() {}

  /** Claims of a ticket that begins now and lasts so long; below 0 it has expired. */
  static String claims(long lifetimeSeconds) {
    long now = System.currentTimeMillis() / 1_000;
    return ("{\"iss\":\"backbeat\",\"aud\":\"backbeat\",\"sub\":\"p-%s\",\"name\":\"mallory\","
            + "\"jti\":\"%s\",\"iat\":%d,\"exp\":%d}")
        .formatted(
            UUID.randomUUID(),
            UUID.randomUUID(),
            Math.min(now, now + lifetimeSeconds - 60),
            now + lifetimeSeconds);
  }

  /** A token signed with HS256. */
  static String hs256(String secret, String claims) {
    String text = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + '.' + base64(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return text + '.' + BASE64.encodeToString(mac.doFinal(bytes(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** A token that says that it needs no signature. */
  static String unsigned(String alg, String claims) {
    return base64("{\"alg\":\"%s\",\"typ\":\"JWT\"}".formatted(alg)) + '.' + base64(claims) + '.';
  }

  private static String base64(String text) {
    return BASE64.encodeToString(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
