package dev.backbeat.server.gateway;

import io.netty.buffer.ByteBuf;

/**
 * Follows a stream of WebSocket frames (RFC 6455, section 5.2) to know where one ends and whether a
 * fragmented message is open. It judges nothing: whoever gets the bytes does.
 */
final class FrameBoundaries {
  private static final int SHORTEST_HEADER = 2;
  private static final int LAST_FRAGMENT = 0x80;
  private static final int CONTROL = 0x08;
  private static final int MASKED = 0x80;

  private int headerBytes;
  private int headerLength = SHORTEST_HEADER;
  private int lengthEnd = SHORTEST_HEADER;
  private int first;
  private long payloadLeft;
  private boolean fragmented;

  /** Whether the next byte is a frame's first. */
  boolean betweenFrames() {
    return headerBytes == 0;
  }

  /** Whether a message's last fragment is still to come. */
  boolean fragmented() {
    return fragmented;
  }

  /**
   * Goes on by the rest of the current frame, or by what is there of it; nothing is consumed.
   *
   * @return how many of the readable bytes belong to the current frame
   */
  int advance(ByteBuf in) {
    int from = in.readerIndex();
    int available = in.readableBytes();
    int used = 0;
    while (used < available && headerBytes < headerLength) {
      header(in.getUnsignedByte(from + used++));
    }
    if (headerBytes == headerLength) {
      int taken = (int) Math.min(payloadLeft, available - used);
      payloadLeft -= taken;
      used += taken;
      if (payloadLeft == 0) {
        endFrame();
      }
    }
    return used;
  }

  private void header(int b) {
    int index = headerBytes++;
    if (index == 0) {
      first = b;
    } else if (index == 1) {
      int length = b & 0x7f;
      int lengthBytes = length == 126 ? 2 : length == 127 ? 8 : 0;
      payloadLeft = lengthBytes == 0 ? length : 0;
      lengthEnd = SHORTEST_HEADER + lengthBytes;
      headerLength = lengthEnd + ((b & MASKED) != 0 ? 4 : 0);
    } else if (index < lengthEnd) {
      payloadLeft = payloadLeft << 8 | b;
    }
    if (headerBytes == headerLength && payloadLeft < 0) {
      payloadLeft = Long.MAX_VALUE; // Refused by whoever gets it; its end is never seen.
    }
  }

  private void endFrame() {
    if ((first & CONTROL) == 0) {
      fragmented = (first & LAST_FRAGMENT) == 0;
    }
    headerBytes = 0;
    headerLength = SHORTEST_HEADER;
  }
}
