package dev.backbeat.codec;

import java.util.Arrays;

/**
 * A growing byte array with protobuf's wire primitives. Meant to be kept and cleared, so that it
 * allocates nothing once it has grown to what is needed.
 *
 * <p>Encoding as in protobuf's "Encoding" guide: varints of seven bits a byte, lowest first; zigzag
 * for {@code sint32}.
 */
public final class WireBuffer {
  /** Wire type of varints. */
  public static final int VARINT = 0;

  /** Wire type of fixed64. */
  public static final int FIXED64 = 1;

  /** Wire type of strings, bytes, messages and packed lists. */
  public static final int LENGTH_DELIMITED = 2;

  private static final int INITIAL_BYTES = 64;

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int size;

  /** An empty buffer. */
  public WireBuffer() {}

  /** Number of bytes written since the last {@link #clear()}. */
  public int size() {
    return size;
  }

  /** Whether nothing was written since the last {@link #clear()}. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** The bytes, valid from 0 to {@code size() - 1} and until the next write. Not a copy. */
  public byte[] array() {
    return bytes;
  }

  /** A copy of the bytes written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Forgets the bytes, keeps the memory. */
  public void clear() {
    size = 0;
  }

  /** Appends an unsigned 32-bit varint. */
  public void putVarint(int value) {
    ensure(5);
    byte[] b = bytes;
    int at = size;
    int v = value;
    while ((v & ~0x7f) != 0) {
      b[at++] = (byte) (v | 0x80);
      v >>>= 7;
    }
    b[at++] = (byte) v;
    size = at;
  }

  /** Appends an unsigned 64-bit varint. */
  public void putVarint64(long value) {
    ensure(10);
    long v = value;
    while ((v & ~0x7fL) != 0) {
      bytes[size++] = (byte) (v | 0x80);
      v >>>= 7;
    }
    bytes[size++] = (byte) v;
  }

  /** Appends a {@code sint32} without a tag: zigzag, then varint. */
  public void putZigZag(int value) {
    putVarint(zigZag(value));
  }

  /** Appends the tag of a field. */
  public void putTag(int fieldNumber, int wireType) {
    putVarint(fieldNumber << 3 | wireType);
  }

  /** Appends a {@code uint32}, {@code bool} or enum field; nothing if it is 0. */
  public void putUint32Field(int fieldNumber, int value) {
    if (value != 0) {
      putTag(fieldNumber, VARINT);
      putVarint(value);
    }
  }

  /** Appends a {@code sint32} field; nothing if it is 0. */
  public void putSint32Field(int fieldNumber, int value) {
    if (value != 0) {
      putTag(fieldNumber, VARINT);
      putZigZag(value);
    }
  }

  /** Appends a length-delimited field of {@code payload}'s bytes; nothing if they are none. */
  public void putBytesField(int fieldNumber, WireBuffer payload) {
    if (payload.size != 0) {
      putTag(fieldNumber, LENGTH_DELIMITED);
      putVarint(payload.size);
      putBytes(payload.bytes, 0, payload.size);
    }
  }

  /** Appends a string field, also if it is empty; an unpaired surrogate becomes '?'. */
  public void putStringField(int fieldNumber, String text) {
    putTag(fieldNumber, LENGTH_DELIMITED);
    putVarint(utf8Size(text));
    putUtf8(text);
  }

  /** Appends bytes as they are. */
  public void putBytes(byte[] source, int offset, int length) {
    ensure(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** Appends all bytes of {@code source} as they are. */
  public void put(WireBuffer source) {
    putBytes(source.bytes, 0, source.size);
  }

  /** Bytes that {@link #putVarint} takes for {@code value}: 1 to 5. */
  public static int varintSize(int value) {
    // 38 - leading zeros, over 7, without a division; as CodedOutputStream computes it.
    return 352 - Integer.numberOfLeadingZeros(value) * 9 >>> 6;
  }

  /** {@code value} with its sign in the lowest bit, so that small negative numbers are short. */
  public static int zigZag(int value) {
    return value << 1 ^ value >> 31;
  }

  private void putUtf8(String text) {
    ensure(text.length() * 3);
    byte[] b = bytes;
    int at = size;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        b[at++] = (byte) c;
      } else if (c < 0x800) {
        b[at++] = (byte) (0xc0 | c >> 6);
        b[at++] = (byte) (0x80 | c & 0x3f);
      } else if (!Character.isSurrogate(c)) {
        b[at++] = (byte) (0xe0 | c >> 12);
        b[at++] = (byte) (0x80 | c >> 6 & 0x3f);
        b[at++] = (byte) (0x80 | c & 0x3f);
      } else if (isPair(text, i)) {
        int p = Character.toCodePoint(c, text.charAt(++i));
        b[at++] = (byte) (0xf0 | p >> 18);
        b[at++] = (byte) (0x80 | p >> 12 & 0x3f);
        b[at++] = (byte) (0x80 | p >> 6 & 0x3f);
        b[at++] = (byte) (0x80 | p & 0x3f);
      } else {
        b[at++] = '?';
      }
    }
    size = at;
  }

  private static int utf8Size(String text) {
    int n = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        n++;
      } else if (c < 0x800) {
        n += 2;
      } else if (!Character.isSurrogate(c)) {
        n += 3;
      } else if (isPair(text, i)) {
        n += 4;
        i++;
      } else {
        n++;
      }
    }
    return n;
  }

  private static boolean isPair(String text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
