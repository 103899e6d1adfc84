package dev.backbeat.server.gateway;

import dev.backbeat.protocol.CloseCode;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;

/** The close frames that a connection ends with. */
final class CloseFrames {
  /** A control frame has 125 bytes at most, two of which are the code. */
  static final int MAX_REASON_BYTES = 120;

  private CloseFrames() {}

  /** With as much of the sentence as there is room for. */
  static CloseWebSocketFrame of(CloseCode close, String sentence) {
    return new CloseWebSocketFrame(close.code(), reason(sentence));
  }

  private static String reason(String sentence) {
    // Sentences are short and mostly ASCII; a byte is never less than a character.
    StringBuilder text = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < sentence.length(); ) {
      int c = sentence.codePointAt(i);
      bytes += c < 0x80 ? 1 : 4;
      if (bytes > MAX_REASON_BYTES) {
        break;
      }
      text.appendCodePoint(c);
      i += Character.charCount(c);
    }
    return text.toString();
  }
}
