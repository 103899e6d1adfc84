package dev.backbeat.server.admission;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.function.LongSupplier;

/**
 * A time for what must not be forgotten before the wall clock says so for good. It goes on as
 * slowly as the slower of the wall clock and a monotonic one: a wall clock that is set forward does
 * not hurry it, and one that is set back stops it until it has caught up. Any thread.
 */
final class CautiousTicker implements Ticker {
  private final LongSupplier epochMs;
  private final LongSupplier monotonicNs;

  // Guarded by this.
  private long wallNs;
  private long steadyNs;
  private long readNs;
  private long behindNs;

  /**
   * At nought.
   *
   * @param epochMs the wall clock, in ms since 1970
   * @param monotonicNs a clock that nobody sets
   */
  CautiousTicker(LongSupplier epochMs, LongSupplier monotonicNs) {
    this.epochMs = epochMs;
    this.monotonicNs = monotonicNs;
    this.wallNs = wallNs();
    this.steadyNs = monotonicNs.getAsLong();
  }

  private long wallNs() {
    return epochMs.getAsLong() * 1_000_000;
  }

  @Override
  public synchronized long read() {
    long wall = wallNs();
    long steady = monotonicNs.getAsLong();
    long stepNs = Math.min(wall - wallNs, steady - steadyNs) - behindNs;
    wallNs = wall;
    steadyNs = steady;
    behindNs = Math.max(0, -stepNs);
    readNs += Math.max(0, stepNs);
    return readNs;
  }
}
