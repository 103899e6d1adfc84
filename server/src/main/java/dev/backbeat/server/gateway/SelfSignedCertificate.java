package dev.backbeat.server.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A certificate for development, made up at start: P-256, for localhost and the address that is
 * listened on.
 *
 * <p>The JDK has no public way to make one (its internal one is closed on newer JDKs, and Netty's
 * needs either that or another library), so the few DER structures of RFC 5280 are written here.
 */
record SelfSignedCertificate(String certificatePem, String privateKeyPem) {
  private static final Duration LIFETIME = Duration.ofDays(30);
  private static final byte[] ECDSA_SHA256 = {
    0x30, 0x0a, 0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
  };
  private static final byte[] OID_COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
  private static final byte[] OID_SUBJECT_ALT_NAME = {0x06, 0x03, 0x55, 0x1d, 0x11};
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int UTF8_STRING = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int EXPLICIT_0 = 0xa0;
  private static final int EXPLICIT_3 = 0xa3;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;

  /** A new one, for a host beside localhost. */
  static SelfSignedCertificate create(String host) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      KeyPair keys = generator.generateKeyPair();
      byte[] body = body(keys, host, Instant.now());
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(body);
      byte[] certificate = der(SEQUENCE, body, ECDSA_SHA256, bits(signature.sign()));
      return new SelfSignedCertificate(
          pem("CERTIFICATE", certificate), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException("this JDK cannot make a P-256 certificate", e);
    }
  }

  /** TBSCertificate of RFC 5280 section 4.1. */
  private static byte[] body(KeyPair keys, String host, Instant now) throws IOException {
    byte[] name =
        der(SEQUENCE, der(SET, der(SEQUENCE, OID_COMMON_NAME, text("Backbeat development"))));
    byte[] validity = der(SEQUENCE, time(now.minus(Duration.ofHours(1))), time(now.plus(LIFETIME)));
    byte[] serial = new BigInteger(63, new SecureRandom()).add(BigInteger.ONE).toByteArray();
    return der(
        SEQUENCE,
        der(EXPLICIT_0, der(INTEGER, new byte[] {2})),
        der(INTEGER, serial),
        ECDSA_SHA256,
        name,
        validity,
        name,
        keys.getPublic().getEncoded(),
        der(EXPLICIT_3, der(SEQUENCE, alternativeNames(host))));
  }

  private static byte[] alternativeNames(String host) throws IOException {
    Set<String> names = new LinkedHashSet<>(Set.of("localhost"));
    Set<String> addresses = new LinkedHashSet<>(java.util.List.of("127.0.0.1", "::1"));
    (host.matches("[0-9.]+|.*:.*") ? addresses : names).add(host);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String name : names) {
      all.writeBytes(der(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII)));
    }
    for (String address : addresses) {
      all.writeBytes(der(IP_ADDRESS, address(address)));
    }
    return der(SEQUENCE, OID_SUBJECT_ALT_NAME, der(OCTET_STRING, der(SEQUENCE, all.toByteArray())));
  }

  private static byte[] address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal).getAddress();
  }

  private static byte[] text(String text) {
    return der(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] time(Instant instant) {
    String text =
        DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC).format(instant);
    return der(UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] bits(byte[] bytes) {
    return der(BIT_STRING, new byte[] {0}, bytes);
  }

  /** Tag, length, contents one after the other. */
  private static byte[] der(int tag, byte[]... contents) {
    int length = 0;
    for (byte[] content : contents) {
      length += content.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 4);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    for (byte[] content : contents) {
      out.writeBytes(content);
    }
    return out.toByteArray();
  }

  private static String pem(String type, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
  }
}
