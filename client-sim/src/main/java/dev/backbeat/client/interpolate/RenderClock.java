package dev.backbeat.client.interpolate;

import java.util.Arrays;

/**
 * At which time of the server others are drawn: so far behind it that the frames on both sides of
 * it have come, nearly always.
 *
 * <p>A frame's lateness is the server's tick on arrival less the frame's own. The delay is the
 * greater of (least lateness + two send intervals) and (the {@value #QUANTILE} quantile of the
 * lateness of the last {@value #WINDOW_S} s + one send interval + {@value #GUARD_MS} ms), at most
 * {@value #MAX_EXTRA_MS} ms more than the former. Frames that were held up for longer than that,
 * and those that come in the same burst, are a stall and not jitter: they do not count, unless it
 * stays like that for {@value #STALL_MS} ms.
 *
 * <p>Render time follows the server's by at most {@value #SLEW_PERCENT} % more or less than real
 * time, and never goes backwards. Time is an argument; not thread-safe.
 */
final class RenderClock {
  static final int WINDOW_S = 10;
  static final int MAX_EXTRA_MS = 300;
  static final int STALL_MS = 4000;
  static final int GUARD_MS = 2;
  static final double QUANTILE = 0.99;
  static final int SLEW_PERCENT = 10;

  private static final int MAX_FRAMES = 512;
  private static final int RECOMPUTE_EVERY_FRAMES = 8;
  private static final int INTERVAL_FRAMES = 16;
  private static final int JUMP_MS = 1000;

  private final int tickHz;
  private final int maxExtraQ8;
  private final int[] latenessQ8 = new int[MAX_FRAMES];
  private final long[] arrivedQ8 = new long[MAX_FRAMES];
  private final int[] sorted = new int[MAX_FRAMES];
  private int next;
  private int count;
  private int untilRecompute;
  private int leastQ8;
  private int highQ8;
  private boolean stalled;
  private long stalledSinceQ8;
  private final int[] spans = new int[INTERVAL_FRAMES];
  private int spanCount;
  private int sendTicks;

  private boolean running;
  private double renderQ8;
  private long atNs;

  /** A clock of a room with that simulation rate and, at first, that many ticks per send. */
  RenderClock(int tickHz, int sendTicks) {
    this.tickHz = tickHz;
    this.sendTicks = sendTicks;
    this.maxExtraQ8 = 256 * tickHz * MAX_EXTRA_MS / 1000;
  }

  /** Ticks from one send to the next. */
  int sendTicks() {
    return sendTicks;
  }

  /**
   * A frame came.
   *
   * @param tick the tick that it describes
   * @param shortestSpan the shortest span of its slices that are deltas; 0 = it has none
   * @param serverTickQ8 where the server is now
   */
  void onFrame(int tick, int shortestSpan, long serverTickQ8) {
    if (shortestSpan > 0) {
      spans[spanCount++ % INTERVAL_FRAMES] = shortestSpan;
      int least = shortestSpan;
      for (int i = 0; i < Math.min(spanCount, INTERVAL_FRAMES); i++) {
        least = Math.min(least, spans[i]);
      }
      // Shorter at once; longer when every slice of a while says so.
      sendTicks = spanCount < INTERVAL_FRAMES ? Math.min(sendTicks, least) : least;
    }
    int lateQ8 = (int) Math.max(-1 << 24, Math.min(1 << 24, serverTickQ8 - ((long) tick << 8)));
    if (isStall(lateQ8, serverTickQ8)) {
      return;
    }
    boolean first = count == 0;
    latenessQ8[next] = lateQ8;
    arrivedQ8[next] = serverTickQ8;
    next = (next + 1) % MAX_FRAMES;
    count = Math.min(count + 1, MAX_FRAMES);
    leastQ8 = first ? lateQ8 : Math.min(leastQ8, lateQ8);
    if (--untilRecompute <= 0 || lateQ8 > highQ8 && count < 1 / (1 - QUANTILE)) {
      recompute(serverTickQ8);
    }
  }

  private boolean isStall(int lateQ8, long serverTickQ8) {
    if (count == 0) {
      return false;
    }
    if (!stalled && lateQ8 > highQ8 + maxExtraQ8) {
      stalled = true;
      stalledSinceQ8 = serverTickQ8;
    } else if (stalled && lateQ8 <= highQ8 + 256) {
      stalled = false;
    }
    if (stalled && (serverTickQ8 - stalledSinceQ8) * 1000 > 256L * tickHz * STALL_MS) {
      // It is the way that has become longer.
      stalled = false;
      count = 0;
      next = 0;
      untilRecompute = 0;
    }
    return stalled;
  }

  private void recompute(long serverTickQ8) {
    untilRecompute = RECOMPUTE_EVERY_FRAMES;
    long oldestQ8 = serverTickQ8 - 256L * tickHz * WINDOW_S;
    int n = 0;
    for (int i = 0; i < count; i++) {
      if (arrivedQ8[i] >= oldestQ8) {
        sorted[n++] = latenessQ8[i];
      }
    }
    if (n == 0) {
      return;
    }
    Arrays.sort(sorted, 0, n);
    leastQ8 = sorted[0];
    highQ8 = sorted[Math.min(n - 1, (int) (n * QUANTILE))];
  }

  /** How far behind the server's tick others are to be drawn, in 1/256 tick. */
  int delayQ8() {
    int intervalQ8 = sendTicks * 256;
    int leastDelayQ8 = leastQ8 + 2 * intervalQ8;
    int wantedQ8 = highQ8 + intervalQ8 + 256 * tickHz * GUARD_MS / 1000;
    return Math.min(leastDelayQ8 + maxExtraQ8, Math.max(leastDelayQ8, wantedQ8));
  }

  /** The render time in 1/256 tick, never less than before. */
  double renderQ8(long serverTickQ8, long nowNs) {
    double target = serverTickQ8 - delayQ8();
    if (!running) {
      running = true;
      renderQ8 = Math.max(0, target);
      atNs = nowNs;
      return renderQ8;
    }
    if (nowNs <= atNs) {
      return renderQ8;
    }
    double passed = (nowNs - atNs) * 256e-9 * tickHz;
    atNs = nowNs;
    double slew = passed * SLEW_PERCENT / 100;
    double error = target - (renderQ8 + passed);
    double jump = 256.0 * tickHz * JUMP_MS / 1000;
    if (error > jump) {
      renderQ8 = target;
    } else if (error < -jump) {
      // The server itself went back: wait for it.
      renderQ8 = Math.max(renderQ8, target);
    } else {
      renderQ8 += passed + Math.max(-slew, Math.min(slew, error));
    }
    return renderQ8;
  }

  /** The newest result of {@link #renderQ8}. */
  double renderQ8() {
    return renderQ8;
  }

  /** Whether render time was ever asked for. */
  boolean running() {
    return running;
  }
}
