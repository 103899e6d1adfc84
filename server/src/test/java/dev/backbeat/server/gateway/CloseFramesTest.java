package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A close frame's reason fits, and is never cut within a character. */
class CloseFramesTest {
  private static String reason(String sentence) {
    CloseWebSocketFrame frame = CloseFrames.of(CloseCode.POLICY_VIOLATION, sentence);
    try {
      assertEquals(CloseCode.POLICY_VIOLATION.code(), frame.statusCode());
      assertTrue(frame.content().readableBytes() <= 125);
      return frame.reasonText();
    } finally {
      frame.release();
    }
  }

  @Test
  void aShortSentenceIsSentAsItIs() {
    assertEquals("you left the room", reason("you left the room"));
    assertEquals("", reason(""));
    assertEquals("Grüße \uD83D\uDC4B", reason("Grüße \uD83D\uDC4B"));
  }

  @Test
  void aLongOneIsCutBetweenCharacters() {
    assertEquals("x".repeat(CloseFrames.MAX_REASON_BYTES), reason("x".repeat(500)));
    String waves = "\uD83D\uDC4B".repeat(500);
    assertEquals(waves.substring(0, 2 * CloseFrames.MAX_REASON_BYTES / 4), reason(waves));
    for (int i = 0; i < 8; i++) {
      String cut = reason("x".repeat(i) + waves);
      assertTrue(cut.getBytes(StandardCharsets.UTF_8).length <= CloseFrames.MAX_REASON_BYTES);
      assertTrue(waves.startsWith(cut.substring(i)));
    }
  }
}
