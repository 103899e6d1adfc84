package dev.backbeat.client;

import java.util.Arrays;

/**
 * The input clock: when the input of each tick is taken, so that it comes to the server a little
 * before its tick is due.
 *
 * <p>For every input the clock's offset when it was taken is kept. A frame reports how early the
 * newest input came; the offset less that is what the input had <em>needed</em>, whatever the
 * margin was at the time. The clock is slewed towards what all but one in {@value
 * LeadWindow#ONE_IN} inputs of the last {@value LeadWindow#WINDOW_S} s needed, and a little more:
 * it runs up to {@value #SLEW_PERCENT} % faster or slower ({@value #HURRY_PERCENT} % where inputs
 * come late), so that no tick is left out and none comes twice.
 *
 * <ul>
 *   <li>Of inputs that no frame reported by themselves it is known after which frame they came, and
 *       of those that the server counts as late, that they needed more than they had.
 *   <li>An input that was held up by {@value #STALL_MS} ms more than the window knows, and what
 *       comes in the same burst, is a stall and not jitter: it does not count, unless that lasts
 *       for {@value #NEW_WAY_MS} ms; then the way has become longer, and the window starts anew.
 *   <li>If the last {@value #FASTER_WAY_INPUTS} inputs all needed less than any before, the way has
 *       become shorter, and the window starts anew.
 *   <li>As long as few inputs were reported, the deviation of the round trips stands in.
 * </ul>
 *
 * <p>It is <em>settled</em> when enough inputs were measured, the clock is where it should be and
 * none came late for a second. Then a client may send fewer inputs than there are ticks.
 *
 * <p>Time is an argument; not thread-safe.
 */
public final class InputLead {
  static final int SLEW_PERCENT = 5;
  static final int HURRY_PERCENT = 10;
  static final int STALL_MS = 150;
  static final int NEW_WAY_MS = 1000;
  static final int FASTER_WAY_INPUTS = 24;

  private static final long MS = 1_000_000;
  private static final long GUARD_NS = 2 * MS;
  private static final long JUMP_NS = 500 * MS;
  private static final long MAX_AHEAD_NS = 900 * MS;

  private final int tickHz;
  private final long periodNs;
  private final int learningInputs;
  private final LeadWindow window;
  private final int mask;
  private final int[] takenTicks;
  private final long[] takenOffsetsNs;
  private final boolean[] sent;

  private boolean started;
  private long offsetNs;
  private long slewedAtNs;
  private long serverOffsetNs;
  private long oneWayNs;
  private long leastOneWayNs;
  private long priorNs;
  private int batchTicks = 1;

  private int reportedTick;
  private int newestFrameTick;
  private int leadQ8;
  private int lateInputs;
  private int lateTick;
  private boolean stalled;
  private int stallFrameTick;
  private int stallReports;
  private int fasterInputs;
  private long fasterHighNs;

  /**
   * A clock that has not learnt anything yet.
   *
   * @param tickHz simulation rate
   */
  public InputLead(int tickHz) {
    this.tickHz = tickHz;
    this.periodNs = 1_000_000_000L / tickHz;
    this.learningInputs = Math.max(128, 2 * tickHz);
    this.window = new LeadWindow(tickHz);
    int capacity = Integer.highestOneBit(4 * tickHz) * 2;
    this.mask = capacity - 1;
    this.takenTicks = new int[capacity];
    this.takenOffsetsNs = new long[capacity];
    this.sent = new boolean[capacity];
    Arrays.fill(takenTicks, -1);
  }

  /**
   * What Pings have shown. The first call starts the clock.
   *
   * @param newServerOffsetNs time of the server less time here
   * @param smoothedRttNs the smoothed round trip
   * @param jitterNs its deviation
   */
  void onRoundTrip(long newServerOffsetNs, long smoothedRttNs, long jitterNs, long nowNs) {
    serverOffsetNs = newServerOffsetNs;
    oneWayNs = smoothedRttNs / 2;
    // About three standard deviations of one way, if both are alike.
    priorNs = Math.min(100 * MS, jitterNs * 5 / 2);
    if (!started) {
      started = true;
      slewedAtNs = nowNs;
      offsetNs = targetNs();
    }
  }

  /** The shortest round trip of the last samples: what {@link #marginTicks} is measured from. */
  void leastRoundTrip(long leastRttNs) {
    leastOneWayNs = Math.max(0, leastRttNs) / 2;
  }

  /** The server's own time went another way than time here: everything follows at once. */
  void onServerSlip(long byNs) {
    offsetNs += byNs;
    serverOffsetNs += byNs;
    window.shift(byNs);
    for (int i = 0; i < takenOffsetsNs.length; i++) {
      takenOffsetsNs[i] += byNs;
    }
  }

  /** A new connection of the same session: what the server counts starts anew. */
  void onResumed() {
    lateInputs = 0;
    reportedTick = 0;
    stalled = false;
    window.clear();
  }

  /** So many inputs go into one message from now on: the first of them has to come in time. */
  void batchTicks(int ticks) {
    batchTicks = ticks;
  }

  /** Server time, in ns since tick 0, whose input is taken now. */
  long timeNs(long nowNs) {
    advance(nowNs);
    return nowNs + offsetNs;
  }

  /** Where the input clock is, in 1/256 tick. */
  public long tickQ8(long nowNs) {
    return ServerClock.toQ8(timeNs(nowNs), tickHz);
  }

  /** How long until the clock reaches that position, ns, at least 0. */
  long nsUntil(long tickQ8, long nowNs) {
    return Math.max(0, ServerClock.toNs(tickQ8, tickHz) - timeNs(nowNs));
  }

  /** The input of that tick is taken now. */
  void onTaken(int tick) {
    takenTicks[tick & mask] = tick;
    sent[tick & mask] = false;
    takenOffsetsNs[tick & mask] = offsetNs;
  }

  /** So many inputs, up to that tick's, are sent; what is never sent is never measured. */
  void onSent(int count, int lastTick) {
    for (int i = 0; i < count; i++) {
      sent[lastTick - i & mask] = true;
    }
  }

  /**
   * What a frame says of the inputs.
   *
   * @param frameTick the frame's tick
   * @param inputTick the newest input that the server received; 0 = none
   * @param reportedQ8 how early it came; negative = late
   * @param lateCount how many came late so far, as the server counts; 0 = as before
   */
  void report(int frameTick, int inputTick, int reportedQ8, int lateCount) {
    int late = lateCount == 0 ? 0 : lateCount - lateInputs;
    lateInputs += late;
    boolean news = inputTick > reportedTick && takenTicks[inputTick & mask] == inputTick;
    if (news) {
      int firstTick = reportedTick == 0 ? inputTick : reportedTick + 1;
      reportedTick = inputTick;
      leadQ8 = reportedQ8;
      late -= measure(frameTick, firstTick, inputTick, reportedQ8);
    }
    if (reportedTick != 0 && !stalled && late <= Math.max(3, tickHz / 10)) {
      // Late by some part of a tick, of which nothing is known but that.
      for (; late > 0; late--) {
        lateTick = reportedTick;
        window.add(reportedTick, takenOffsetsNs[reportedTick & mask] + periodNs / 4);
      }
    }
    newestFrameTick = frameTick;
  }

  /** Takes over what is known of the newest inputs; returns how many were certainly late. */
  private int measure(int frameTick, int firstTick, int tick, int reportedQ8) {
    long needNs = neededNs(tick, reportedQ8);
    int first = Math.max(firstTick, tick - tickHz);
    if (isStall(Math.max(needNs, leastNeedNs(first)), needNs, frameTick)) {
      return 0;
    }
    int late = 0;
    for (int t = first; t < tick; t++) {
      if (takenTicks[t & mask] == t && sent[t & mask]) {
        late += t <= newestFrameTick ? 1 : 0;
        long leastNs = leastNeedNs(t);
        window.add(t, leastNs > needNs ? leastNs : LeadWindow.UNKNOWN);
      }
    }
    late += reportedQ8 < (batchTicks - 1) * 256 ? 1 : 0;
    lateTick = late > 0 ? tick : lateTick;
    if (window.count() >= FASTER_WAY_INPUTS
        && window.lowNs() != LeadWindow.NOTHING
        && needNs < window.lowNs()) {
      onFasterInput(tick, needNs);
    } else {
      fasterInputs = 0;
      window.add(tick, needNs);
    }
    return late;
  }

  /**
   * An input that was not reported by itself came after the frame before, or that would have
   * reported it.
   */
  private long leastNeedNs(int tick) {
    return neededNs(tick, (tick - newestFrameTick) * 256);
  }

  private long neededNs(int tick, int reportedQ8) {
    return takenOffsetsNs[tick & mask] - reportedQ8 * periodNs / 256;
  }

  private boolean isStall(long oldestNeedNs, long newestNeedNs, int frameTick) {
    if (window.count() < 8) {
      return false;
    }
    boolean ended = stalled && newestNeedNs <= window.highNs();
    if (oldestNeedNs > window.highNs() + STALL_MS * MS) {
      stallFrameTick = stalled ? stallFrameTick : frameTick;
      stallReports = stalled ? stallReports : 0;
      stalled = true;
    }
    // A burst is reported once or twice; a longer way by every frame.
    stallReports++;
    boolean lasts = (frameTick - stallFrameTick) * periodNs > NEW_WAY_MS * MS;
    if (stalled && !ended && lasts && stallReports > Math.max(8, tickHz / 3)) {
      startAnew();
      return false;
    }
    boolean burst = stalled;
    stalled &= !ended;
    return burst;
  }

  /** Held back until it is clear whether the way has become shorter or this one was lucky. */
  private void onFasterInput(int tick, long needNs) {
    fasterHighNs = fasterInputs == 0 ? needNs : Math.max(fasterHighNs, needNs);
    fasterInputs++;
    if (fasterInputs >= FASTER_WAY_INPUTS) {
      startAnew();
      window.add(tick, fasterHighNs);
      fasterInputs = 0;
    }
  }

  private void startAnew() {
    priorNs = Math.max(GUARD_NS, Math.min(100 * MS, window.highNs() - window.lowNs()));
    window.clear();
    stalled = false;
  }

  private long guardNs() {
    return Math.max(GUARD_NS, periodNs / 8) + (batchTicks - 1) * periodNs;
  }

  /** Where the clock should be: time of the server less time here. */
  private long targetNs() {
    int n = window.count();
    if (n == 0) {
      return serverOffsetNs + oneWayNs + priorNs + guardNs();
    }
    long learningNs = priorNs * Math.max(0, learningInputs - n) / learningInputs;
    long mostNs = serverOffsetNs + MAX_AHEAD_NS;
    return Math.min(window.highNs() + learningNs + guardNs(), mostNs);
  }

  private void advance(long nowNs) {
    if (nowNs <= slewedAtNs) {
      return;
    }
    long errorNs = targetNs() - offsetNs;
    long passedNs = nowNs - slewedAtNs;
    slewedAtNs = nowNs;
    if (errorNs > JUMP_NS) {
      // Everything comes late; ticks are not left out, but taken at once.
      offsetNs += errorNs;
      return;
    }
    boolean hurry = errorNs > Math.max(10 * MS, periodNs / 2) || errorNs < -100 * MS;
    double slewNs = passedNs / 100.0 * (hurry ? HURRY_PERCENT : SLEW_PERCENT);
    offsetNs += (long) Math.max(-slewNs, Math.min(slewNs, errorNs));
  }

  /** Whether the lead was found to be good, and nothing has spoken against it since. */
  public boolean settled() {
    long errorNs = Math.abs(targetNs() - offsetNs);
    int enough = Math.max(48, tickHz);
    return window.count() >= enough
        && !stalled
        && (lateTick == 0 || reportedTick - lateTick > tickHz)
        && errorNs < Math.max(4 * MS, periodNs / 4);
  }

  /** How far ahead inputs are taken, beyond half of the least round trip of late, in ticks. */
  public double marginTicks() {
    return (double) (offsetNs - serverOffsetNs - leastOneWayNs) / periodNs;
  }

  /** How far inputs are taken ahead of the server's tick, in ticks. */
  public double aheadTicks() {
    return (double) (offsetNs - serverOffsetNs) / periodNs;
  }

  /** How early the newest input came, as last reported, in 1/256 tick. */
  public int leadQ8() {
    return leadQ8;
  }

  /** How far the clock is ahead, for tests: time of the server less time here. */
  long offsetNs() {
    return offsetNs;
  }
}
