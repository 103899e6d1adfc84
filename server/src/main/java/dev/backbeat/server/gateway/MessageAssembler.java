package dev.backbeat.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Arrays;

/**
 * Puts fragmented WebSocket messages together, within the limit. A message of one frame, the usual
 * case, costs one copy into the loop's shared scratch array.
 */
final class MessageAssembler {
  private final int maxBytes;
  private byte[] fragments;
  private int length;
  private boolean text;
  private final Utf8 utf8 = new Utf8();

  MessageAssembler(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What a frame came to. */
  enum Outcome {
    /** There is more to come. */
    INCOMPLETE,
    /** The message is complete: {@link #bytes} and {@link #text()}. */
    COMPLETE,
    /** The message is over the limit. */
    TOO_BIG,
    /** The message is text, and not UTF-8 so far. */
    NOT_UTF8
  }

  /**
   * Takes one data frame; it is not released.
   *
   * @param scratch at least {@code maxBytes}; holds the message if it came in one frame
   */
  Outcome add(WebSocketFrame frame, byte[] scratch) {
    ByteBuf content = frame.content();
    int size = content.readableBytes();
    boolean continuation = frame instanceof ContinuationWebSocketFrame;
    if (!continuation) {
      text = frame instanceof TextWebSocketFrame;
      length = 0;
      utf8.begin();
    }
    if (length + size > maxBytes) {
      fragments = null;
      return Outcome.TOO_BIG;
    }
    if (text && !utf8.accepts(content, frame.isFinalFragment())) {
      fragments = null;
      return Outcome.NOT_UTF8;
    }
    if (!continuation && frame.isFinalFragment()) {
      content.getBytes(content.readerIndex(), scratch, 0, size);
      length = size;
      return Outcome.COMPLETE;
    }
    if (fragments == null) {
      fragments = new byte[Math.min(maxBytes, Math.max(256, size * 2))];
    } else if (fragments.length < length + size) {
      fragments = Arrays.copyOf(fragments, Math.min(maxBytes, (length + size) * 2));
    }
    content.getBytes(content.readerIndex(), fragments, length, size);
    length += size;
    if (!frame.isFinalFragment()) {
      return Outcome.INCOMPLETE;
    }
    System.arraycopy(fragments, 0, scratch, 0, length);
    fragments = null;
    return Outcome.COMPLETE;
  }

  /** Whether the complete message is text. */
  boolean text() {
    return text;
  }

  /** Bytes of the complete message, in the scratch array. */
  int length() {
    return length;
  }
}
