package dev.backbeat.load;

import dev.backbeat.load.wire.Connection;

/**
 * Reads one connection at a fixed rate: an allowance grows with time, a read takes from it. A rate
 * of 0 reads nothing. On the loop's thread; time is an argument.
 */
final class PacedReads {
  /** Reads smaller than that are not worth a system call. */
  private static final int LEAST_BYTES = 128;

  private final Connection connection;
  private final int bytesPerS;
  private long lastNs;
  private double allowance;

  PacedReads(Connection connection, int bytesPerS, long nowNs) {
    this.connection = connection;
    this.bytesPerS = bytesPerS;
    this.lastNs = nowNs;
    connection.pauseReads();
  }

  /** Reads what is allowed by now. */
  void turn(long nowNs) {
    allowance += (nowNs - lastNs) / 1e9 * bytesPerS;
    lastNs = nowNs;
    if (allowance >= LEAST_BYTES) {
      // What was not there to be read cannot be made up for later: the rate is a ceiling.
      int read = connection.readNow((int) allowance);
      allowance = Math.min(allowance - read, LEAST_BYTES);
    }
  }
}
