package dev.backbeat.client;

/**
 * Estimates where the server's simulation is, in 1/256 tick, from Ping/Pong samples.
 *
 * <p>A sample says that the server was at tick position q somewhere between the sending and the
 * receiving of it; its error is at most half its round-trip time. Of the last {@value #WINDOW}
 * samples the one with the shortest round trip counts (the clock filter of NTP, RFC 5905 section
 * 10). The estimate is slewed towards it, so that it never goes backwards; among the first {@value
 * #STARTING_SAMPLES} samples of a connection it is set at once if it is off by more than {@value
 * #SNAP_MS} ms, later never. A sample that contradicts the older ones by more than both errors says
 * that the simulation itself has slipped: the older ones are forgotten, and the estimate is set
 * anew.
 *
 * <p>Time is an argument; not thread-safe.
 */
public final class ServerClock {
  private static final int WINDOW = 8;
  private static final int SNAP_MS = 250;
  private static final int STARTING_SAMPLES = 5;
  // 1/20: fast enough to correct 50 ms in a second, slow enough not to be seen.
  private static final int SLEW_DIVISOR = 20;

  private final int tickHz;
  private final long[] offsetsNs = new long[WINDOW];
  private final long[] rttsNs = new long[WINDOW];
  private int samples;
  private int next;
  private int sinceStart;
  private long slippedNs;

  private boolean synced;
  private long offsetNs;
  private long targetNs;
  private long slewedAtNs;

  /** A clock of a room with the given simulation rate. */
  public ServerClock(int tickHz) {
    if (tickHz < 1) {
      throw new IllegalArgumentException("tickHz must be >= 1, is " + tickHz);
    }
    this.tickHz = tickHz;
  }

  /**
   * A first estimate, from a message that nobody asked for (Welcome): correct but for the time that
   * it travelled. Ignored once there are samples.
   */
  public void hint(long serverTickQ8, long receivedNs) {
    if (samples == 0) {
      set(toNs(serverTickQ8) - receivedNs, receivedNs);
    }
  }

  /**
   * The answer to a Ping.
   *
   * @param sentNs when the Ping was sent
   * @param serverTickQ8 from the Pong
   * @param receivedNs when the Pong came
   */
  public void sample(long sentNs, long serverTickQ8, long receivedNs) {
    long rttNs = receivedNs - sentNs;
    if (rttNs < 0) {
      throw new IllegalArgumentException("received before sent");
    }
    long sampleNs = toNs(serverTickQ8) - (sentNs + rttNs / 2);
    int best = best();
    if (best >= 0) {
      long toleranceNs = (rttNs + rttsNs[best]) / 2 + 1_000_000_000L / tickHz;
      advance(receivedNs);
      if (Math.abs(sampleNs - offsetsNs[best]) > toleranceNs) {
        samples = 0;
        next = 0;
        slippedNs += sampleNs - offsetNs;
      }
    }
    sinceStart++;
    offsetsNs[next] = sampleNs;
    rttsNs[next] = rttNs;
    next = (next + 1) % WINDOW;
    boolean first = samples == 0;
    samples = Math.min(samples + 1, WINDOW);
    advance(receivedNs);
    long wantedNs = offsetsNs[best()];
    boolean far = Math.abs(wantedNs - offsetNs) > SNAP_MS * 1_000_000L;
    if (first || far && sinceStart <= STARTING_SAMPLES) {
      set(wantedNs, receivedNs);
    } else {
      targetNs = wantedNs;
    }
  }

  /** A new connection of the same session: it may be set at once again. */
  void onResumed() {
    sinceStart = 0;
  }

  /** By how much the simulation has slipped so far, all in all: negative = it is behind. */
  long slippedNs() {
    return slippedNs;
  }

  /** Time of the server less time here. */
  long offsetNs(long nowNs) {
    advance(nowNs);
    return offsetNs;
  }

  /** Whether there is an estimate at all. */
  public boolean synced() {
    return synced;
  }

  /** How many samples the estimate rests on. */
  public int samples() {
    return samples;
  }

  /** The shortest round trip among the samples that count, ns; -1 without samples. */
  public long minRttNs() {
    int best = best();
    return best < 0 ? -1 : rttsNs[best];
  }

  /**
   * Where the server is now, in 1/256 tick; never goes backwards but where the estimate is set
   * anew.
   */
  public long tickQ8(long nowNs) {
    advance(nowNs);
    return toQ8(nowNs + offsetNs);
  }

  /** How long until the server reaches {@code tickQ8}, ns, at least 0. */
  public long nsUntil(long tickQ8, long nowNs) {
    advance(nowNs);
    return Math.max(0, toNs(tickQ8) - (nowNs + offsetNs));
  }

  private void set(long newOffsetNs, long nowNs) {
    synced = true;
    offsetNs = newOffsetNs;
    targetNs = newOffsetNs;
    slewedAtNs = nowNs;
  }

  private void advance(long nowNs) {
    if (synced && nowNs > slewedAtNs) {
      long stepNs = (nowNs - slewedAtNs) / SLEW_DIVISOR;
      if (stepNs > 0) {
        offsetNs += Math.max(-stepNs, Math.min(stepNs, targetNs - offsetNs));
        slewedAtNs = nowNs;
      }
    }
  }

  private int best() {
    int best = -1;
    for (int i = 0; i < samples; i++) {
      if (best < 0 || rttsNs[i] < rttsNs[best]) {
        best = i;
      }
    }
    return best;
  }

  private long toQ8(long ns) {
    return toQ8(ns, tickHz);
  }

  private long toNs(long q8) {
    return toNs(q8, tickHz);
  }

  /** Split at whole seconds: the product of days in ns and the rate would overflow. */
  static long toQ8(long ns, int tickHz) {
    long perSecond = 256L * tickHz;
    long seconds = Math.floorDiv(ns, 1_000_000_000L);
    return seconds * perSecond + (ns - seconds * 1_000_000_000L) * perSecond / 1_000_000_000L;
  }

  static long toNs(long q8, int tickHz) {
    long perSecond = 256L * tickHz;
    long seconds = Math.floorDiv(q8, perSecond);
    // Rounded up, so that toQ8(toNs(q)) is q again.
    return seconds * 1_000_000_000L
        + ((q8 - seconds * perSecond) * 1_000_000_000L + perSecond - 1) / perSecond;
  }
}
