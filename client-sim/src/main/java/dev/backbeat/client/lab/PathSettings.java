package dev.backbeat.client.lab;

/**
 * How one direction of the network behaves.
 *
 * @param delayNs one way
 * @param jitterNs the delay of each millisecond's bytes is drawn evenly from {@code delayNs} ± this
 * @param bytesPerSecond of the narrowest link; 0 = unlimited
 * @param bufferBytes so much may be under way and queued; 0 = {@link #window()}'s choice
 * @param stalls when nothing arrives
 */
public record PathSettings(
    long delayNs, long jitterNs, long bytesPerSecond, long bufferBytes, Stalls stalls) {
  /** Delivers at once. */
  public static final PathSettings DIRECT = new PathSettings(0, 0, 0, 0, Stalls.NONE);

  /** What an Ethernet frame carries of a TCP stream: bytes share a link in such pieces. */
  static final int SEGMENT_BYTES = 1460;

  private static final int MIN_WINDOW_BYTES = 4 * SEGMENT_BYTES;
  private static final int UNLIMITED_WINDOW_BYTES = 1_000_000;
  private static final long MAX_DELAY_NS = 60_000_000_000L;
  private static final long MAX_BYTES = 1_000_000_000_000L;

  /** Checks the figures. */
  public PathSettings {
    check(delayNs >= 0 && delayNs <= MAX_DELAY_NS, "a delay must be 0 to 1 minute in a direction");
    check(
        jitterNs >= 0 && jitterNs <= delayNs,
        "jitter is ± around the delay, so it can be as long as the delay at most: "
            + LabUnits.duration(jitterNs)
            + " in a direction with a delay of "
            + LabUnits.duration(delayNs));
    check(bytesPerSecond >= 0 && bytesPerSecond <= MAX_BYTES, "a bandwidth must be positive");
    check(bufferBytes >= 0 && bufferBytes <= Integer.MAX_VALUE, "a buffer must be positive");
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * How many bytes may be under way and queued; more wait at their sender, as behind a full TCP
   * window. By default bandwidth times round trip (taken as two of these delays, with jitter), at
   * least four segments; one megabyte if the bandwidth is unlimited.
   */
  public long window() {
    if (bufferBytes > 0) {
      return bufferBytes;
    }
    if (bytesPerSecond == 0) {
      return UNLIMITED_WINDOW_BYTES;
    }
    double product = (double) bytesPerSecond * 2 * (delayNs + jitterNs) / 1e9;
    return Math.min(Integer.MAX_VALUE, Math.max(MIN_WINDOW_BYTES, (long) product));
  }

  /** These, with that delay and jitter, both of one way. */
  public PathSettings withDelay(long oneWayNs, long oneWayJitterNs) {
    return new PathSettings(oneWayNs, oneWayJitterNs, bytesPerSecond, bufferBytes, stalls);
  }

  /** These, with that bandwidth; 0 = unlimited. */
  public PathSettings withBytesPerSecond(long rate) {
    return new PathSettings(delayNs, jitterNs, rate, bufferBytes, stalls);
  }

  /** These, with that buffer; 0 = the product of bandwidth and delay. */
  public PathSettings withBufferBytes(long bytes) {
    return new PathSettings(delayNs, jitterNs, bytesPerSecond, bytes, stalls);
  }

  /** These, with those stalls. */
  public PathSettings withStalls(Stalls other) {
    return new PathSettings(delayNs, jitterNs, bytesPerSecond, bufferBytes, other);
  }
}
