package dev.backbeat.games.arena;

/**
 * Sine and cosine of 4096ths of a turn as 15-bit fixed point. The table is made by {@link
 * StrictMath}, whose results are the same on every machine.
 */
final class Trig {
  /** Units in a turn. */
  static final int TURN = 4096;

  /** Bits of the fraction; 1.0 is {@code 1 << BITS}. */
  static final int BITS = 15;

  private static final int[] SIN = new int[TURN];

  static {
    for (int i = 0; i < TURN; i++) {
      SIN[i] = (int) StrictMath.rint(StrictMath.sin(2 * StrictMath.PI * i / TURN) * (1 << BITS));
    }
  }

  private Trig() {}

  /** {@code length * cos(angle)}, rounded to the nearest integer. */
  static int cos(int angle, int length) {
    return sin(angle + TURN / 4, length);
  }

  /** {@code length * sin(angle)}, rounded to the nearest integer. */
  static int sin(int angle, int length) {
    return (int) ((long) SIN[angle & TURN - 1] * length + (1 << BITS - 1) >> BITS);
  }
}
