package dev.backbeat.server.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Reads decisions out of a fuzzer's bytes, front to back; where there are none left, everything is
 * 0. The same bytes are the same decisions, without the fuzzer's own library.
 */
public final class FuzzInput {
  private final byte[] data;
  private int at;

  /** The fuzzer's bytes. */
  public FuzzInput(byte[] data) {
    this.data = data;
  }

  /** Bytes that were not read yet. */
  public int remaining() {
    return data.length - at;
  }

  /** One byte, 0..255. */
  public int u8() {
    return at < data.length ? data[at++] & 0xff : 0;
  }

  /** Two bytes, 0..65535. */
  public int u16() {
    return u8() << 8 | u8();
  }

  /** Four bytes. */
  public int int32() {
    return u16() << 16 | u16();
  }

  /** A number below {@code bound} (at most 256), of one byte. */
  public int below(int bound) {
    return u8() % bound;
  }

  /** An integer, most often a small one, of one to five bytes. */
  public int number() {
    int first = u8();
    return switch (first >> 6) {
      case 0 -> first;
      case 1 -> -(first & 0x3f);
      case 2 -> (first & 0x3f) << 8 | u8();
      default -> int32();
    };
  }

  /** So many bytes, or fewer if there are no more. */
  public byte[] bytes(int length) {
    byte[] taken = Arrays.copyOfRange(data, at, at + Math.min(length, remaining()));
    at += taken.length;
    return taken;
  }

  /** A piece with its length, two bytes, in front. */
  public byte[] chunk() {
    return bytes(u16());
  }

  /** All that is left. */
  public byte[] rest() {
    return bytes(remaining());
  }

  /** Writes what {@link #chunk} reads, for seeds. */
  public static void putChunk(ByteArrayOutputStream out, byte[] chunk) {
    out.write(chunk.length >> 8);
    out.write(chunk.length);
    out.writeBytes(chunk);
  }
}
