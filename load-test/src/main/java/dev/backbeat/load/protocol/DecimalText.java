package dev.backbeat.load.protocol;

/** Writes numbers as JSON text into arrays, without garbage. */
final class DecimalText {
  private static final int FRACTION_DIGITS = 7;
  private static final long FRACTION = 10_000_000;

  private DecimalText() {}

  /** Returns where the text ends. */
  static int put(byte[] out, int at, byte[] text) {
    System.arraycopy(text, 0, out, at, text.length);
    return at + text.length;
  }

  /** A number in [-1, 1] to seven digits, as a script prints a 32-bit float. */
  static int putFraction(byte[] out, int at, double value) {
    long scaled = Math.round(Math.abs(value) * FRACTION);
    int i = at;
    if (value < 0 && scaled != 0) {
      out[i++] = '-';
    }
    out[i++] = (byte) ('0' + scaled / FRACTION);
    long rest = scaled % FRACTION;
    if (rest == 0) {
      return i;
    }
    out[i++] = '.';
    int end = i + FRACTION_DIGITS;
    for (int k = end - 1; k >= i; k--) {
      out[k] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    while (out[end - 1] == '0') {
      end--;
    }
    return end;
  }

  /** A number from 0 on. */
  static int putLong(byte[] out, int at, long value) {
    int digits = 1;
    for (long rest = value; rest > 9; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int k = at + digits - 1; k >= at; k--) {
      out[k] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + digits;
  }
}
