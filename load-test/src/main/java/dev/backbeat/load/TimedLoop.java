package dev.backbeat.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A bare loop that does nothing at a fixed rate and measures how late it is each time: what the
 * machine allows to any program that wants to be on time beside the same load.
 */
final class TimedLoop {
  /** How the loop waits for its next deadline. */
  enum Waiting {
    /** Parks until the deadline: the kernel's timer alone. */
    PARK(0),
    /** Parks until shortly before the deadline and spins for the rest, as the server does. */
    PARK_AND_SPIN(50_000);

    private final long spinNs;

    Waiting(long spinNs) {
      this.spinNs = spinNs;
    }
  }

  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final long MAX_NS = 60 * NS_PER_SECOND;
  private static final int DIGITS = 3;

  /**
   * What a loop found.
   *
   * @param latenessNs one value per deadline
   */
  record Outcome(Waiting waiting, int hz, Histogram latenessNs, double cpuSeconds) {}

  private TimedLoop() {}

  /**
   * Runs on the caller's thread until {@code warmupSeconds}, which do not count, and {@code
   * seconds} are over.
   *
   * @param startNs deadline n is {@code startNs + n / hz}, never derived from "now"
   */
  static Outcome run(Waiting waiting, int hz, int warmupSeconds, int seconds, long startNs) {
    Histogram lateness = new Histogram(MAX_NS, DIGITS);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long cpuBeforeNs = threads.getCurrentThreadCpuTime();
    long unmeasured = (long) hz * warmupSeconds;
    long deadlines = (long) hz * seconds;
    for (long n = 1; n <= unmeasured + deadlines; n++) {
      if (n == unmeasured + 1) {
        cpuBeforeNs = threads.getCurrentThreadCpuTime();
      }
      long deadlineNs = startNs + n / hz * NS_PER_SECOND + n % hz * NS_PER_SECOND / hz;
      await(deadlineNs, waiting.spinNs);
      long lateNs = Math.min(MAX_NS, System.nanoTime() - deadlineNs);
      if (n > unmeasured) {
        lateness.recordValue(lateNs);
      }
    }
    double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpuBeforeNs) / 1e9;
    return new Outcome(waiting, hz, lateness, cpuSeconds);
  }

  private static void await(long untilNs, long spinNs) {
    for (long leftNs = untilNs - System.nanoTime();
        leftNs > 0;
        leftNs = untilNs - System.nanoTime()) {
      if (leftNs > spinNs) {
        LockSupport.parkNanos(leftNs - spinNs);
      } else {
        Thread.onSpinWait();
      }
    }
  }
}
