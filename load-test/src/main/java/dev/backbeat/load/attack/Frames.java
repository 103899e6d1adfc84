package dev.backbeat.load.attack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** WebSocket frames of a client (RFC 6455 section 5.2), right ones and wrong ones. */
final class Frames {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

  private Frames() {}

  /** A masked frame with the shortest length. */
  static byte[] of(int opcode, boolean fin, byte[] payload) {
    return frame((fin ? 0x80 : 0) | opcode, payload, MASK);
  }

  /** A final one. */
  static byte[] of(int opcode, byte[] payload) {
    return of(opcode, true, payload);
  }

  /** A final text frame. */
  static byte[] text(String text) {
    return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A frame with any first byte.
   *
   * @param mask null = not masked
   */
  static byte[] frame(int firstByte, byte[] payload, byte[] mask) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
    int size = payload.length < 126 ? 0 : payload.length < 65_536 ? 2 : 8;
    out.writeBytes(header(firstByte, mask != null, payload.length, size));
    return body(out, payload, mask);
  }

  /** A masked final frame whose length is written in so many bytes: 0, 2 or 8. */
  static byte[] longer(int opcode, byte[] payload, int lengthBytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
    out.writeBytes(header(0x80 | opcode, true, payload.length, lengthBytes));
    return body(out, payload, MASK);
  }

  /** Only the start of a masked frame that announces so many bytes, with its mask. */
  static byte[] announcing(int opcode, long length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(14);
    out.writeBytes(header(0x80 | opcode, true, length, 8));
    out.writeBytes(MASK);
    return out.toByteArray();
  }

  private static byte[] header(int firstByte, boolean masked, long length, int lengthBytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(10);
    out.write(firstByte);
    int maskBit = masked ? 0x80 : 0;
    out.write(maskBit | (lengthBytes == 0 ? (int) length : lengthBytes == 2 ? 126 : 127));
    for (int shift = 8 * lengthBytes - 8; shift >= 0; shift -= 8) {
      out.write((int) (length >> shift));
    }
    return out.toByteArray();
  }

  private static byte[] body(ByteArrayOutputStream out, byte[] payload, byte[] mask) {
    if (mask == null) {
      out.writeBytes(payload);
      return out.toByteArray();
    }
    out.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ mask[i & 3]);
    }
    return out.toByteArray();
  }

  /** A close frame. */
  static byte[] close(int code, String reason) {
    return of(CLOSE, closePayload(code, reason.getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] closePayload(int code, byte[] reason) {
    byte[] payload = new byte[2 + reason.length];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(reason, 0, payload, 2, reason.length);
    return payload;
  }
}
