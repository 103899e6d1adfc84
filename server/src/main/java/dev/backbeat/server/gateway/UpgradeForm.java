package dev.backbeat.server.gateway;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.ErrorCode;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** The form of a WebSocket upgrade: RFC 6455 section 4.2.1, and this server's subprotocols. */
final class UpgradeForm {
  private UpgradeForm() {}

  /** Whether the request asks for a WebSocket at all. */
  static boolean isUpgrade(MultiMap headers) {
    return headers.contains("Upgrade", "websocket", true)
        && headers.get("Connection") != null
        && headers.getAll("Connection").stream()
            .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"));
  }

  /** What is wrong with the form of an upgrade; null = nothing. */
  static Refusal refusal(HttpVersion version, MultiMap headers) {
    if (!"13".equals(headers.get("Sec-WebSocket-Version"))) {
      return upgradeRequired("this server speaks WebSocket version 13 only");
    }
    if (version != HttpVersion.HTTP_1_1 || !isWebSocketKey(headers.get("Sec-WebSocket-Key"))) {
      return upgradeRequired(
          "a WebSocket upgrade is HTTP/1.1 and has 16 bytes in base64 as its Sec-WebSocket-Key");
    }
    if (RequestFraming.hasBody(headers)) {
      return upgradeRequired("a WebSocket upgrade has no body");
    }
    List<String> items = Credential.subprotocolItems(headers);
    if (!items.contains(Protocol.SUBPROTOCOL_BINARY)
        && !items.contains(Protocol.SUBPROTOCOL_JSON)) {
      return new Refusal(
          400,
          ErrorCode.ERROR_BAD_SUBPROTOCOL,
          "Sec-WebSocket-Protocol must offer "
              + Protocol.SUBPROTOCOL_BINARY
              + " or "
              + Protocol.SUBPROTOCOL_JSON);
    }
    return null;
  }

  /** It is no upgrade, or not one as it has to be. */
  static Refusal upgradeRequired(String sentence) {
    return new Refusal(426, ErrorCode.ERROR_UPGRADE_REQUIRED, sentence);
  }

  private static boolean isWebSocketKey(String key) {
    try {
      return key != null && Base64.getDecoder().decode(key.strip()).length == 16;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
