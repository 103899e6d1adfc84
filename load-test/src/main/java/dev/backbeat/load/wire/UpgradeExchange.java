package dev.backbeat.load.wire;

import dev.backbeat.protocol.Protocol;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/** The HTTP part of one WebSocket's opening (RFC 6455 section 4.1), client's side. One thread. */
final class UpgradeExchange {
  private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int MAX_ANSWER_BYTES = 16_384;

  private final Upgrade upgrade;
  private final String key;
  private final StringBuilder answer = new StringBuilder();
  private boolean done;
  private String failureKind;
  private String failure = "";

  /**
   * @param nonce 16 random bytes
   */
  UpgradeExchange(Upgrade upgrade, byte[] nonce) {
    this.upgrade = upgrade;
    this.key = Base64.getEncoder().encodeToString(nonce);
  }

  /** The request's bytes. */
  byte[] request() {
    StringBuilder request = new StringBuilder(512);
    request.append("GET ").append(upgrade.target()).append(" HTTP/1.1\r\n");
    request.append("Host: ").append(upgrade.host());
    request.append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13");
    request.append("\r\nSec-WebSocket-Key: ").append(key);
    if (!upgrade.subprotocol().isEmpty()) {
      request.append("\r\nSec-WebSocket-Protocol: ").append(upgrade.subprotocol());
    }
    upgrade
        .headers()
        .forEach((name, value) -> request.append("\r\n").append(name).append(": ").append(value));
    return request.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Takes bytes of the answer; returns how many of them belonged to it. */
  int feed(byte[] data, int offset, int length) {
    for (int i = 0; i < length; i++) {
      answer.append((char) (data[offset + i] & 0xff));
      int n = answer.length();
      if (n >= 4 && answer.charAt(n - 1) == '\n' && answer.charAt(n - 3) == '\n') {
        check(answer.toString());
        return i + 1;
      }
      if (n > MAX_ANSWER_BYTES) {
        fail("upgrade_failed", "the answer to the upgrade has no end");
        return length;
      }
    }
    return length;
  }

  private void check(String head) {
    String[] lines = head.split("\r\n");
    String status = lines[0].length() >= 12 ? lines[0].substring(9, 12) : "none";
    if (!status.equals("101")) {
      String error = header(lines, Protocol.ERROR_HEADER.toLowerCase(Locale.ROOT));
      fail("upgrade_" + status, lines[0] + (error.isEmpty() ? "" : " (" + error + ")"));
    } else if (!header(lines, "sec-websocket-accept").equals(expectedAccept())) {
      fail("upgrade_failed", "a wrong Sec-WebSocket-Accept");
    } else if (!header(lines, "sec-websocket-protocol").equals(upgrade.subprotocol())) {
      fail("upgrade_failed", "the server chose another subprotocol");
    } else {
      done = true;
    }
  }

  private void fail(String kind, String detail) {
    failureKind = kind;
    failure = detail;
  }

  private static String header(String[] lines, String lowerCaseName) {
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(lowerCaseName)) {
        return line.substring(colon + 1).strip();
      }
    }
    return "";
  }

  private String expectedAccept() {
    try {
      byte[] sha1 =
          MessageDigest.getInstance("SHA-1")
              .digest((key + WEBSOCKET_GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(sha1);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** Whether the connection is a WebSocket now. */
  boolean done() {
    return done;
  }

  /** Null unless it failed: "upgrade_503" ... */
  String failureKind() {
    return failureKind;
  }

  String failure() {
    return failure;
  }
}
