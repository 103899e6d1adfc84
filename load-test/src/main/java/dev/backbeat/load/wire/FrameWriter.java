package dev.backbeat.load.wire;

import java.nio.ByteBuffer;

/** Writes a client's WebSocket frames: final, masked, as RFC 6455 section 5.3 asks of clients. */
final class FrameWriter {
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PONG = 10;

  private FrameWriter() {}

  /**
   * Appends one frame to {@code out}, which is big-endian.
   *
   * @param length below 65,536
   * @param mask the masking key
   */
  static void write(int opcode, byte[] payload, int offset, int length, int mask, ByteBuffer out) {
    if (length >= 65_536) {
      throw new IllegalArgumentException("a client's message of " + length + " bytes");
    }
    out.put((byte) (0x80 | opcode));
    if (length < 126) {
      out.put((byte) (0x80 | length));
    } else {
      out.put((byte) (0x80 | 126));
      out.putShort((short) length);
    }
    out.putInt(mask);
    int i = 0;
    for (; i + 4 <= length; i += 4) {
      int word =
          payload[offset + i] << 24
              | (payload[offset + i + 1] & 0xff) << 16
              | (payload[offset + i + 2] & 0xff) << 8
              | (payload[offset + i + 3] & 0xff);
      out.putInt(word ^ mask);
    }
    for (; i < length; i++) {
      out.put((byte) (payload[offset + i] ^ mask >>> (24 - 8 * (i & 3))));
    }
  }
}
