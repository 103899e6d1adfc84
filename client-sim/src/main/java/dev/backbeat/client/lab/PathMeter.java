package dev.backbeat.client.lab;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Counts one direction. Written by the lab's loop, read by any thread. */
final class PathMeter {
  private static final long LONGEST_NS = 3_600_000_000_000L;
  private static final int DIGITS = 3;

  private final LongAdder bytes = new LongAdder();
  private final LongAccumulator maxHeldBytes = new LongAccumulator(Math::max, 0);
  private final Histogram delayNs = new ConcurrentHistogram(LONGEST_NS, DIGITS);
  private final Histogram errorNs = new ConcurrentHistogram(LONGEST_NS, DIGITS);

  void delivered(LabPath.Delivery piece, long nowNs) {
    bytes.add(piece.length());
    delayNs.recordValue(within(nowNs - piece.arrivedNs()));
    errorNs.recordValue(within(nowNs - piece.dueNs()));
  }

  void held(long bytesOfOneConnection) {
    maxHeldBytes.accumulate(bytesOfOneConnection);
  }

  private static long within(long ns) {
    return Math.max(0, Math.min(LONGEST_NS, ns));
  }

  PathStats stats() {
    Histogram delay = delayNs.copy();
    Histogram error = errorNs.copy();
    return new PathStats(
        bytes.sum(),
        delay.getTotalCount(),
        maxHeldBytes.get(),
        delay.getValueAtPercentile(50),
        delay.getValueAtPercentile(99),
        delay.getMaxValue(),
        error.getValueAtPercentile(50),
        error.getValueAtPercentile(99),
        error.getMaxValue());
  }
}
