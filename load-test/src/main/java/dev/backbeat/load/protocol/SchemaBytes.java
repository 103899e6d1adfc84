package dev.backbeat.load.protocol;

import java.nio.charset.StandardCharsets;

/**
 * Reads the numbers and strings of a Colyseus schema's encoding, which are those of MessagePack
 * with little-endian numbers. One is used for many messages; not thread-safe.
 */
final class SchemaBytes {
  private byte[] data = {};
  private int at;
  private int end;

  void wrap(byte[] bytes, int offset, int length) {
    data = bytes;
    at = offset;
    end = offset + length;
  }

  /** Another reader at the same place. */
  SchemaBytes copy() {
    SchemaBytes copy = new SchemaBytes();
    copy.wrap(data, at, end - at);
    return copy;
  }

  int remaining() {
    return end - at;
  }

  boolean hasMore() {
    return at < end;
  }

  /** The next byte, unsigned, without taking it. */
  int peek() {
    need(1);
    return data[at] & 0xff;
  }

  int readByte() {
    need(1);
    return data[at++] & 0xff;
  }

  void skip(int bytes) {
    need(bytes);
    at += bytes;
  }

  /** A little-endian unsigned 32-bit number at the current place, without taking it. */
  long peekUnsignedInt() {
    need(4);
    return Integer.toUnsignedLong(Bytes.intAt(data, at));
  }

  /** A number that says its own length; of floating-point ones only the integer part. */
  long readNumber() {
    int prefix = readByte();
    if (prefix < 0x80) {
      return prefix;
    }
    if (prefix > 0xdf) {
      return prefix - 0x100;
    }
    return switch (prefix) {
      case 0xca -> (long) Float.intBitsToFloat((int) little(4));
      case 0xcb -> (long) Double.longBitsToDouble(little(8));
      case 0xcc -> little(1);
      case 0xcd -> little(2);
      case 0xce -> little(4);
      case 0xcf, 0xd3 -> little(8);
      case 0xd0 -> (byte) little(1);
      case 0xd1 -> (short) little(2);
      case 0xd2 -> (int) little(4);
      default -> throw new SchemaException("no number begins with byte " + prefix);
    };
  }

  private long little(int bytes) {
    need(bytes);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (data[at + i] & 0xffL) << 8 * i;
    }
    at += bytes;
    return value;
  }

  String readString() {
    int length = stringLength();
    need(length);
    String text = new String(data, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  void skipString() {
    skip(stringLength());
  }

  private int stringLength() {
    int prefix = readByte();
    if (prefix < 0xc0) {
      return prefix & 0x1f;
    }
    return switch (prefix) {
      case 0xd9 -> (int) little(1);
      case 0xda -> (int) little(2);
      case 0xdb -> (int) little(4);
      default -> throw new SchemaException("no string begins with byte " + prefix);
    };
  }

  private void need(int bytes) {
    if (bytes < 0 || end - at < bytes) {
      throw new SchemaException("the message ends within a value");
    }
  }
}
