package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.v1.ErrorCode;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import org.junit.jupiter.api.Test;

/** Upgrades as RFC 6455 has them, and others. */
class UpgradeFormTest {
  private static MultiMap headers() {
    return MultiMap.caseInsensitiveMultiMap()
        .add("Upgrade", "websocket")
        .add("Connection", "keep-alive, Upgrade")
        .add("Sec-WebSocket-Version", "13")
        .add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
        .add("Sec-WebSocket-Protocol", "chat, backbeat.v1");
  }

  private static void assertRefused(int status, ErrorCode code, MultiMap headers) {
    Refusal refusal = UpgradeForm.refusal(HttpVersion.HTTP_1_1, headers);
    assertEquals(status, refusal.status());
    assertEquals(code, refusal.code());
  }

  private static void assertNoUpgrade(MultiMap headers) {
    assertRefused(426, ErrorCode.ERROR_UPGRADE_REQUIRED, headers);
  }

  @Test
  void theUsualForms() {
    assertTrue(UpgradeForm.isUpgrade(headers()));
    assertTrue(UpgradeForm.isUpgrade(headers().set("Upgrade", "WebSocket")));
    assertNull(UpgradeForm.refusal(HttpVersion.HTTP_1_1, headers()));
    MultiMap json = headers().set("Sec-WebSocket-Protocol", "backbeat.v1.json,ticket.x");
    assertNull(UpgradeForm.refusal(HttpVersion.HTTP_1_1, json));
    assertNull(UpgradeForm.refusal(HttpVersion.HTTP_1_1, headers().set("Content-Length", "0")));
  }

  @Test
  void requestsThatAskForNone() {
    assertFalse(UpgradeForm.isUpgrade(headers().remove("Upgrade")));
    assertFalse(UpgradeForm.isUpgrade(headers().set("Upgrade", "h2c")));
    assertFalse(UpgradeForm.isUpgrade(headers().remove("Connection")));
    assertFalse(UpgradeForm.isUpgrade(headers().set("Connection", "keep-alive")));
  }

  @Test
  void versionKeyBodyAndSubprotocol() {
    assertNoUpgrade(headers().set("Sec-WebSocket-Version", "8"));
    assertNoUpgrade(headers().remove("Sec-WebSocket-Version"));
    assertNoUpgrade(headers().remove("Sec-WebSocket-Key"));
    assertNoUpgrade(headers().set("Sec-WebSocket-Key", "c2hvcnQ="));
    assertNoUpgrade(headers().set("Sec-WebSocket-Key", "*** no base64 ***"));
    assertNoUpgrade(headers().set("Content-Length", "5"));
    assertNoUpgrade(headers().set("Transfer-Encoding", "chunked"));
    assertEquals(426, UpgradeForm.refusal(HttpVersion.HTTP_1_0, headers()).status());
    for (String others : new String[] {"chat", "backbeat.v2", "BACKBEAT.V1", ""}) {
      assertRefused(
          400, ErrorCode.ERROR_BAD_SUBPROTOCOL, headers().set("Sec-WebSocket-Protocol", others));
    }
    assertRefused(400, ErrorCode.ERROR_BAD_SUBPROTOCOL, headers().remove("Sec-WebSocket-Protocol"));
  }
}
