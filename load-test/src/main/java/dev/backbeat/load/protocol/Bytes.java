package dev.backbeat.load.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Numbers in arrays, and arrays in arrays. */
final class Bytes {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Bytes() {}

  static int intAt(byte[] data, int at) {
    return (int) INT.get(data, at);
  }

  static void putInt(byte[] data, int at, int value) {
    INT.set(data, at, value);
  }

  static int unsignedShortAt(byte[] data, int at) {
    return (short) SHORT.get(data, at) & 0xffff;
  }

  static void putBigEndianLong(byte[] data, int at, long value) {
    BIG_LONG.set(data, at, value);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The first place in {@code [from, to)} at which {@code wanted} begins and ends; -1 = none. */
  static int indexOf(byte[] data, int from, int to, byte[] wanted) {
    int last = to - wanted.length;
    byte first = wanted[0];
    for (int i = Math.max(0, from); i <= last; i++) {
      if (data[i] == first && startsWith(data, i, to, wanted)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether {@code wanted} is at {@code at} and ends before {@code to}. */
  static boolean startsWith(byte[] data, int at, int to, byte[] wanted) {
    if (to - at < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (data[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
