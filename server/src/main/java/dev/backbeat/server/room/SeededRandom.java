package dev.backbeat.server.room;

import java.util.random.RandomGenerator;

/**
 * A room's randomness: SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
 * generators", OOPSLA 2014).
 *
 * <p>Every method that a game may call is spelled out here, because how the defaults of {@link
 * RandomGenerator} make bounded and floating-point numbers of {@code nextLong} may differ from one
 * JDK to the next, and the same seed must give the same game everywhere.
 */
final class SeededRandom implements RandomGenerator {
  private long state;

  SeededRandom(long seed) {
    this.state = seed;
  }

  @Override
  public long nextLong() {
    long z = state += 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  @Override
  public int nextInt() {
    return (int) (nextLong() >>> 32);
  }

  @Override
  public int nextInt(int bound) {
    return (int) nextLong(bound);
  }

  @Override
  public int nextInt(int origin, int bound) {
    return (int) nextLong(origin, bound);
  }

  @Override
  public long nextLong(long bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, is " + bound);
    }
    // Values above the last whole multiple of bound would favour small results.
    long bits = nextLong() >>> 1;
    long value = bits % bound;
    while (bits - value + (bound - 1) < 0) {
      bits = nextLong() >>> 1;
      value = bits % bound;
    }
    return value;
  }

  @Override
  public long nextLong(long origin, long bound) {
    if (origin >= bound) {
      throw new IllegalArgumentException("empty range " + origin + " .. " + bound);
    }
    long width = bound - origin;
    if (width > 0) {
      return origin + nextLong(width);
    }
    long value = nextLong(); // The range is wider than 2^63.
    while (value < origin || value >= bound) {
      value = nextLong();
    }
    return value;
  }

  @Override
  public boolean nextBoolean() {
    return nextLong() < 0;
  }

  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  @Override
  public double nextDouble(double bound) {
    return nextDouble(0, bound);
  }

  @Override
  public double nextDouble(double origin, double bound) {
    if (!(origin < bound) || Double.isInfinite(bound - origin)) {
      throw new IllegalArgumentException("bad range " + origin + " .. " + bound);
    }
    double value = origin + nextDouble() * (bound - origin);
    return value < bound ? value : Math.nextDown(bound);
  }

  @Override
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1p-24f;
  }

  @Override
  public float nextFloat(float bound) {
    return nextFloat(0, bound);
  }

  @Override
  public float nextFloat(float origin, float bound) {
    if (!(origin < bound) || Float.isInfinite(bound - origin)) {
      throw new IllegalArgumentException("bad range " + origin + " .. " + bound);
    }
    float value = origin + nextFloat() * (bound - origin);
    return value < bound ? value : Math.nextDown(bound);
  }

  /** By the polar method of Marsaglia, with StrictMath. */
  @Override
  public double nextGaussian() {
    double u;
    double s;
    do {
      u = 2 * nextDouble() - 1;
      double v = 2 * nextDouble() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s == 0);
    return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
  }

  @Override
  public double nextGaussian(double mean, double stddev) {
    if (stddev < 0) {
      throw new IllegalArgumentException("stddev must not be negative, is " + stddev);
    }
    return mean + stddev * nextGaussian();
  }

  @Override
  public double nextExponential() {
    return -StrictMath.log(1 - nextDouble());
  }

  @Override
  public void nextBytes(byte[] bytes) {
    long bits = 0;
    for (int i = 0; i < bytes.length; i++) {
      bits = i % 8 == 0 ? nextLong() : bits >>> 8;
      bytes[i] = (byte) bits;
    }
  }
}
