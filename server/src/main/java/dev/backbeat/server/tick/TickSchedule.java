package dev.backbeat.server.tick;

/**
 * When the ticks of one task are due.
 *
 * <p>Tick n is due at {@code startNs + n * 10^9 / hz}, computed from n each time, so that nothing
 * drifts at rates whose period is no whole number of nanoseconds. A schedule that is moved (because
 * its task was too far behind) keeps its phase: the ticks go on without a gap in their numbers, in
 * later periods.
 */
public final class TickSchedule {
  static final long NS_PER_SECOND = 1_000_000_000L;

  private final int hz;
  private final long startNs;
  private long nextTick = 1;
  private long skippedTicks;

  /** A schedule whose tick 1 is due one period after {@code startNs}. */
  public TickSchedule(int hz, long startNs) {
    if (hz < 1 || hz > 1_000_000) {
      throw new IllegalArgumentException("hz must be 1..1000000, is " + hz);
    }
    this.hz = hz;
    this.startNs = startNs;
  }

  /** The time that so many periods take, rounded down once. */
  public static long offsetNs(long periods, int hz) {
    return periods / hz * NS_PER_SECOND + periods % hz * NS_PER_SECOND / hz;
  }

  /** How many periods a time is, in 1/256 period, rounded down. */
  public static long periodsQ8(long ns, int hz) {
    return ns / NS_PER_SECOND * hz * 256 + ns % NS_PER_SECOND * hz * 256 / NS_PER_SECOND;
  }

  /** When tick n is due. */
  public long deadlineNs(long n) {
    return startNs + offsetNs(n + skippedTicks, hz);
  }

  /** The tick that comes next. */
  public long nextTick() {
    return nextTick;
  }

  /** When the next tick is due. */
  public long nextDeadlineNs() {
    return deadlineNs(nextTick);
  }

  /** How many ticks are due at {@code nowNs} and have not been run. */
  public long dueTicks(long nowNs) {
    long elapsed = nowNs - startNs + 1;
    if (elapsed <= 0) {
      return 0;
    }
    // The last period whose (rounded down) end is not after nowNs.
    long rest = elapsed % NS_PER_SECOND * hz;
    long periods = elapsed / NS_PER_SECOND * hz + (rest + NS_PER_SECOND - 1) / NS_PER_SECOND - 1;
    return Math.max(0, periods - skippedTicks - nextTick + 1);
  }

  /** The next tick was run. */
  public void advance() {
    nextTick++;
  }

  /** Moves the schedule by so many whole periods. */
  public void skip(long periods) {
    skippedTicks += periods;
  }

  /** The phase of a schedule that starts at {@code startNs}, in billionths of its period. */
  static long phase(long startNs, int hz) {
    return Math.floorMod(startNs, NS_PER_SECOND) * hz % NS_PER_SECOND;
  }

  /** The phase of this schedule. */
  long phase() {
    return phase(startNs, hz);
  }

  int hz() {
    return hz;
  }

  /**
   * The first start at or after {@code nowNs} whose phase lies in the middle of the widest gap
   * between the phases taken.
   *
   * @param takenPhases ascending
   */
  static long spreadStartNs(int hz, long nowNs, long[] takenPhases) {
    if (takenPhases.length == 0) {
      return nowNs;
    }
    int last = takenPhases.length - 1;
    long from = takenPhases[last];
    long widest = takenPhases[0] + NS_PER_SECOND - from;
    for (int i = 0; i < last; i++) {
      long gap = takenPhases[i + 1] - takenPhases[i];
      if (gap > widest) {
        widest = gap;
        from = takenPhases[i];
      }
    }
    long wanted = from + widest / 2;
    long ahead = Math.floorMod(wanted - phase(nowNs, hz), NS_PER_SECOND);
    return nowNs + (ahead + hz - 1) / hz;
  }
}
