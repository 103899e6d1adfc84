package dev.backbeat.server.gateway;

/** What a connection was sent, and what it missed. Time is an argument. On its loop. */
final class OutMeter {
  /** For so long a connection that missed a frame counts as a slow one. */
  private static final long SLOW_NS = 5_000_000_000L;

  private long bytes;
  private long markBytes;
  private long markNs;
  private long perSecond;
  private int skipped;
  private int markSkipped;
  private long skippedNs;

  OutMeter(long nowNs) {
    markNs = nowNs;
  }

  void sent(int count) {
    bytes += count;
  }

  void skipped() {
    skipped++;
  }

  /** Called about once per second. */
  void mark(long nowNs) {
    long elapsedNs = nowNs - markNs;
    if (elapsedNs <= 0) {
      return;
    }
    perSecond = (bytes - markBytes) * 1_000_000_000L / elapsedNs;
    if (skipped != markSkipped) {
      skippedNs = nowNs;
    }
    markBytes = bytes;
    markSkipped = skipped;
    markNs = nowNs;
  }

  /** Bytes per second between the newest two marks. */
  long bytesPerSecond() {
    return perSecond;
  }

  int skippedFrames() {
    return skipped;
  }

  /** Whether a frame was skipped within the last seconds. */
  boolean slow(long nowNs) {
    return skipped != markSkipped || skipped > 0 && nowNs - skippedNs < SLOW_NS;
  }
}
