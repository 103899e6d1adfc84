package dev.backbeat.server.session;

/**
 * Smoothed round-trip time and its variance as RFC 6298 section 2 computes them, a windowed
 * minimum, and the jitter between consecutive samples smoothed as RFC 3550 section 6.4.1 does. Time
 * is an argument. Not thread-safe.
 */
public final class RttEstimator {
  /** Samples over which the minimum is taken: with a ping per second, this many seconds. */
  static final int MIN_WINDOW_SAMPLES = 16;

  private final long[] window = new long[MIN_WINDOW_SAMPLES];
  private int samples;
  private long smoothedNs;
  private long varianceNs;
  private long jitterNs;
  private long lastNs;

  /** One measured round trip; negative ones are ignored. */
  public void sample(long rttNs) {
    if (rttNs < 0) {
      return;
    }
    if (samples == 0) {
      smoothedNs = rttNs;
      varianceNs = rttNs / 2;
    } else {
      varianceNs += (Math.abs(smoothedNs - rttNs) - varianceNs) / 4;
      smoothedNs += (rttNs - smoothedNs) / 8;
      jitterNs += (Math.abs(rttNs - lastNs) - jitterNs) / 16;
    }
    lastNs = rttNs;
    window[samples % MIN_WINDOW_SAMPLES] = rttNs;
    // Kept small so that it never overflows, and congruent so that the ring goes on.
    samples = samples == 2 * MIN_WINDOW_SAMPLES - 1 ? MIN_WINDOW_SAMPLES : samples + 1;
  }

  /** Whether there is a sample at all. */
  public boolean known() {
    return samples > 0;
  }

  /** SRTT in ns. */
  public long smoothedNs() {
    return smoothedNs;
  }

  /** RTTVAR in ns. */
  public long varianceNs() {
    return varianceNs;
  }

  /** Smoothed difference of consecutive samples in ns. */
  public long jitterNs() {
    return jitterNs;
  }

  /** The least of the newest {@value #MIN_WINDOW_SAMPLES} samples in ns; 0 if there is none. */
  public long minimumNs() {
    long min = Long.MAX_VALUE;
    for (int i = 0; i < Math.min(samples, MIN_WINDOW_SAMPLES); i++) {
      min = Math.min(min, window[i]);
    }
    return samples == 0 ? 0 : min;
  }
}
