package dev.backbeat.load;

/**
 * Which clients behave badly once they have joined: slow ones read at a fixed rate, stuck ones read
 * nothing; both with a small receive buffer, so that the server feels it, and both go on sending
 * inputs. What they measure is kept apart from the others'.
 *
 * @param slowPercent share of slow clients, 0..100
 * @param slowReadBytesPerS what each of them reads
 * @param stuckPercent share of stuck clients, 0..100
 */
record Faults(double slowPercent, int slowReadBytesPerS, double stuckPercent) {
  /** How a client reads. */
  enum Reading {
    /** What comes, at once. */
    NORMAL,
    /** So many bytes per second. */
    SLOW,
    /** Nothing. */
    STUCK
  }

  /** SO_RCVBUF of slow and stuck clients; Linux doubles it. */
  static final int RECEIVE_BUFFER_BYTES = 4_096;

  static final Faults NONE = new Faults(0, 2_000, 0);

  /** How client {@code index} reads; the shares are spread evenly over the clients. */
  Reading reading(int index) {
    if (hits(index, stuckPercent)) {
      return Reading.STUCK;
    }
    return hits(index, slowPercent + stuckPercent) ? Reading.SLOW : Reading.NORMAL;
  }

  private static boolean hits(int index, double percent) {
    return Math.floor((index + 1) * percent / 100) > Math.floor(index * percent / 100);
  }

  void check() {
    if (!(slowPercent >= 0 && stuckPercent >= 0 && slowPercent + stuckPercent <= 100)) {
      throw new IllegalArgumentException(
          "--slow-percent and --stuck-percent must not be negative, nor above 100 together");
    }
    if (slowReadBytesPerS < 1) {
      throw new IllegalArgumentException(
          "--slow-read-bytes-per-s must be at least 1, not " + slowReadBytesPerS);
    }
  }
}
