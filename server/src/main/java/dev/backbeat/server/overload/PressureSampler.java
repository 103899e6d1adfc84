package dev.backbeat.server.overload;

import dev.backbeat.server.tick.TickLoad;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Turns counters that only grow into the pressure of the time between two samples. */
public final class PressureSampler {
  /** So many writes are younger than the age that counts. */
  static final double WRITE_QUANTILE = 0.9;

  private final Supplier<List<TickLoad>> tickThreads;
  private final WriteAges writeAges;
  private final DoubleSupplier processCpuSeconds;
  private final int processors;
  private final Map<String, TickLoad> before = new HashMap<>();
  private double cpuBeforeSeconds;
  private long sampledNs;
  private boolean sampled;

  /**
   * A sampler; its first sample is {@link Pressure#NONE}.
   *
   * @param tickThreads what each tick thread has done so far
   * @param processCpuSeconds of this process so far
   * @param processors that it may use
   */
  public PressureSampler(
      Supplier<List<TickLoad>> tickThreads,
      WriteAges writeAges,
      DoubleSupplier processCpuSeconds,
      int processors) {
    this.tickThreads = tickThreads;
    this.writeAges = writeAges;
    this.processCpuSeconds = processCpuSeconds;
    this.processors = processors;
  }

  /** The pressure since the call before, as of {@code nowNs}. Called by one thread. */
  public Pressure take(long nowNs) {
    long elapsedNs = Math.max(1, nowNs - sampledNs);
    double busy = 0;
    double lateness = 0;
    for (TickLoad load : tickThreads.get()) {
      TickLoad last = before.put(load.thread(), load);
      if (last != null) {
        busy = Math.max(busy, (double) (load.busyNs() - last.busyNs()) / elapsedNs);
        long ticks = load.ticks() - last.ticks();
        if (ticks > 0) {
          lateness = Math.max(lateness, (load.latePeriods() - last.latePeriods()) / ticks);
        }
      }
    }
    double writeAge = writeAges.takeQuantile(WRITE_QUANTILE);
    double cpuSeconds = processCpuSeconds.getAsDouble();
    double processor = (cpuSeconds - cpuBeforeSeconds) * 1e9 / elapsedNs / processors;
    cpuBeforeSeconds = cpuSeconds;
    sampledNs = nowNs;
    if (!sampled) {
      sampled = true;
      return Pressure.NONE;
    }
    return new Pressure(busy, lateness, writeAge, processor);
  }
}
