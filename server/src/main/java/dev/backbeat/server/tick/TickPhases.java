package dev.backbeat.server.tick;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Where the time of one task's ticks goes: the newest ones, phase by phase. The task's thread
 * writes; figures are read racily by any thread, which may find the newest tick half written.
 *
 * <p>It costs one reading of the clock per phase and no allocation, so that it is always on: which
 * tick is a slow one is known only afterwards.
 */
public final class TickPhases {
  /** What a tick consists of, in order. */
  public enum Phase {
    /** Who comes, goes, loses or regains a connection, and commands. */
    LIFECYCLE,
    /** Inputs and results of asynchronous calls. */
    INPUTS,
    /** The game's own rules. */
    GAME,
    /** What changed in the world since the last send. */
    COMMIT,
    /** Changes as bytes, and which of them each client gets. */
    ENCODE,
    /** Handing the tick to the gateway loops. */
    BROADCAST
  }

  /** So many of the newest ticks are kept. */
  public static final int RECENT_TICKS = 128;

  private static final Phase[] PHASES = Phase.values();
  private static final int WIDTH = PHASES.length + 1;

  private final LongSupplier clockNs;

  /** Of tick n at {@code n % RECENT_TICKS}: its phases, then all of it; in ns. */
  private final int[] ring = new int[RECENT_TICKS * WIDTH];

  private final long[] runningNs = new long[PHASES.length];
  private long beganNs;
  private long markNs;
  private long lastTotalNs;
  private volatile long ticks;
  private volatile long skippedTicks;

  /** Nothing is known yet. */
  public TickPhases(LongSupplier clockNs) {
    this.clockNs = clockNs;
  }

  /** A tick begins at {@code nowNs}. Task's thread. */
  public void begin(long nowNs) {
    Arrays.fill(runningNs, 0);
    beganNs = nowNs;
    markNs = nowNs;
  }

  /** What happened since the mark before belongs to this phase. Task's thread. */
  public void end(Phase phase) {
    long nowNs = clockNs.getAsLong();
    runningNs[phase.ordinal()] += nowNs - markNs;
    markNs = nowNs;
  }

  /** The tick is over, at the mark before. Task's thread. */
  public void finish() {
    lastTotalNs = markNs - beganNs;
    int at = (int) (ticks % RECENT_TICKS) * WIDTH;
    for (int i = 0; i < PHASES.length; i++) {
      ring[at + i] = saturated(runningNs[i]);
    }
    ring[at + PHASES.length] = saturated(lastTotalNs);
    ticks = ticks + 1; // Written by one thread; publishes the ring.
  }

  /** So many periods were given up. Task's thread. */
  public void skipped(long periods) {
    skippedTicks = skippedTicks + periods;
  }

  /** How long a phase of the newest finished tick took. Task's thread. */
  public long lastNs(Phase phase) {
    return runningNs[phase.ordinal()];
  }

  /** How long the newest finished tick took. Task's thread. */
  public long lastTotalNs() {
    return lastTotalNs;
  }

  private static int saturated(long ns) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, ns));
  }

  // ---- Any thread

  /** Ticks finished so far. */
  public long ticks() {
    return ticks;
  }

  /** Periods given up because the task was too late. */
  public long skippedTicks() {
    return skippedTicks;
  }

  /**
   * How long the newest ticks took, oldest first.
   *
   * @param most so many at most; no more than {@value #RECENT_TICKS} are kept
   */
  public int[] recentNs(int most) {
    return recent(PHASES.length, most);
  }

  /** How long a phase of the newest ticks took, oldest first. */
  public int[] recentNs(Phase phase, int most) {
    return recent(phase.ordinal(), most);
  }

  private int[] recent(int column, int most) {
    long now = ticks;
    int count = (int) Math.min(now, Math.min(most, RECENT_TICKS));
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = ring[(int) ((now - count + i) % RECENT_TICKS) * WIDTH + column];
    }
    return values;
  }
}
