package dev.backbeat.rule.arena;

/**
 * Sine and cosine of 4096ths of a turn as 15-bit fixed point, the same on every machine and in
 * every browser: the table is made by additions and multiplications alone, which IEEE 754 defines
 * to the last bit, whereas a sine may differ.
 */
public final class Trig {
  /** Units in a turn. */
  public static final int TURN = 4096;

  /** Bits of the fraction; 1.0 is {@code 1 << BITS}. */
  public static final int BITS = 15;

  /** Terms of the series: the one left out is below 2^-58 at a quarter turn. */
  private static final int TERMS = 11;

  private static final int[] SIN = table();

  private Trig() {}

  /** {@code length * cos(angle)}, rounded to the nearest integer. */
  public static int cos(int angle, int length) {
    return sin(angle + TURN / 4, length);
  }

  /** {@code length * sin(angle)}, rounded to the nearest integer. */
  public static int sin(int angle, int length) {
    return (int) ((long) SIN[angle & TURN - 1] * length + (1 << BITS - 1) >> BITS);
  }

  private static int[] table() {
    int[] sin = new int[TURN];
    int half = TURN / 2;
    for (int i = 0; i <= TURN / 4; i++) {
      int value = (int) (series(i * (Math.PI / half)) * (1 << BITS) + 0.5);
      sin[i] = value;
      sin[half - i] = value;
      sin[half + i] = -value;
      sin[TURN - i & TURN - 1] = -value;
    }
    return sin;
  }

  /** Taylor's series of the sine, from its smallest term. */
  private static double series(double x) {
    double sum = 1;
    for (int n = 2 * TERMS; n > 0; n -= 2) {
      sum = 1 - x * x / (n * (n + 1.0)) * sum;
    }
    return x * sum;
  }
}
