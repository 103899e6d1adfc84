package dev.backbeat.server.input;

/**
 * How far back the world that a player looked at may lie: what the measured round trip explains,
 * and never more than a cap.
 *
 * <p>An honest client that presses for tick t looks at a world that lies behind t by its round trip
 * (there and back), its margin for late inputs, and its delay of interpolation. So what is
 * explained is: smoothed round trip + {@value #JITTERS} x jitter + {@value #SENDS} send intervals +
 * {@value #LEAD_TICKS} ticks + {@value #LEAD_MS} ms. The last three are the allowance: a client
 * that lies gains at most what it does not use of them. Immutable.
 */
public final class RewindLimit {
  /** The cap where none is set, in ms. */
  public static final int DEFAULT_CAP_MS = 250;

  /** The greatest cap, in ms. */
  public static final int MAX_CAP_MS = 1000;

  /** Round trip of a connection that has not been measured yet, in ms. */
  static final int UNKNOWN_RTT_MS = 100;

  static final int JITTERS = 4;

  /** Both the delay of interpolation and what is added to it for jitter are in send intervals. */
  static final int SENDS = 2;

  /** A press waits up to a tick for the input that carries it; the input is up to 2 ticks early. */
  static final int LEAD_TICKS = 3;

  /** The picture that the player looked at was up to a frame of his screen old. */
  static final int LEAD_MS = 20;

  private final int capMs;
  private final int tickHz;

  /**
   * A limit for rooms of one tick rate.
   *
   * @param capMs 0 (nothing is rewound) .. {@link #MAX_CAP_MS}
   */
  public RewindLimit(int capMs, int tickHz) {
    if (capMs < 0 || capMs > MAX_CAP_MS) {
      throw new IllegalArgumentException("the cap must be 0.." + MAX_CAP_MS + " ms, is " + capMs);
    }
    this.capMs = capMs;
    this.tickHz = tickHz;
  }

  /**
   * The greatest rewind of a connection, in 1/256 tick.
   *
   * @param smoothedRttMs as measured; 0 = not known yet
   * @param jitterMs of the round trip, as measured
   * @param sendTicks ticks from one send to the next
   */
  public int greatestQ8(int smoothedRttMs, int jitterMs, int sendTicks) {
    long rttMs =
        smoothedRttMs == 0 ? UNKNOWN_RTT_MS : (long) smoothedRttMs + JITTERS * (long) jitterMs;
    long explainedQ8 = q8(rttMs + LEAD_MS) + (SENDS * (long) sendTicks + LEAD_TICKS) * 256;
    return (int) Math.min(q8(capMs), explainedQ8);
  }

  /**
   * The view that counts, in 1/256 tick: the stated one within its bounds, or {@code 256 * tick},
   * which is the world as it stands, if none was stated or the limit does not reach back to the
   * newest send.
   *
   * @param statedQ8 {@link ConsumedInput#NO_VIEW} = none
   * @param tick that is being simulated
   * @param newestSend the newest tick of which clients were told
   * @param greatestQ8 from {@link #greatestQ8}
   */
  public static long clampQ8(long statedQ8, int tick, int newestSend, int greatestQ8) {
    long nowQ8 = 256L * tick;
    long newestQ8 = 256L * newestSend;
    if (statedQ8 == ConsumedInput.NO_VIEW || nowQ8 - greatestQ8 > newestQ8) {
      return nowQ8;
    }
    return Math.min(newestQ8, Math.max(nowQ8 - greatestQ8, statedQ8));
  }

  /** The longest rewind in ticks, rounded up. */
  public static int ticks(int capMs, int tickHz) {
    return (capMs * tickHz + 999) / 1000;
  }

  private long q8(long ms) {
    return ms * tickHz * 256 / 1000;
  }
}
