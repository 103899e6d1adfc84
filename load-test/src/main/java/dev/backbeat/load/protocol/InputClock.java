package dev.backbeat.load.protocol;

/**
 * Says for which tick a client's next input is. Follows the server's tick by the earliest frames (a
 * frame of tick t that arrives now proves that t is over; the fastest frame of the last {@value
 * #WINDOW_FRAMES} sets the clock), stays a margin ahead of it and widens the margin while the
 * server reports that inputs come too late. Successive inputs are exactly one input interval apart
 * in ticks, so that at equal rates every tick gets one. One thread; time is an argument.
 */
final class InputClock {
  private static final int WINDOW_FRAMES = 32;

  /** Network and scheduling on one machine, in ticks; widened if it does not do. */
  private static final double FIRST_MARGIN_TICKS = 0.35;

  private static final double MAX_MARGIN_TICKS = 8;
  private static final int ENOUGH_LEAD_Q8 = 24;

  /** So many inputs in a row must have come early enough for the margin to count as settled. */
  private static final int SETTLED_INPUTS = 16;

  private final double ticksPerNs;
  private final double ticksPerInput;
  private final boolean wholeStep;
  private double basePosition;
  private long baseNs;
  private double minLag = Double.MAX_VALUE;
  private int frames;
  private double margin = FIRST_MARGIN_TICKS;
  private double next = Double.NaN;
  private long adjustedAtTick;
  private int batchTicks = 1;
  private long reportedTick;
  private int goodInputs;

  InputClock(int tickHz, int inputHz, double welcomePosition, long nowNs) {
    ticksPerNs = tickHz / 1e9;
    ticksPerInput = (double) tickHz / inputHz;
    wholeStep = tickHz % inputHz == 0;
    basePosition = welcomePosition;
    baseNs = nowNs;
  }

  /** Where the server's simulation is believed to be, in ticks. */
  double position(long nowNs) {
    return basePosition + (nowNs - baseNs) * ticksPerNs;
  }

  /** A frame of {@code tick} came. */
  void onFrame(long tick, long nowNs) {
    double lag = position(nowNs) - tick;
    if (lag < 0) {
      rebase(tick, nowNs);
      lag = 0;
    }
    minLag = Math.min(minLag, lag);
    if (++frames == WINDOW_FRAMES) {
      rebase(position(nowNs) - minLag, nowNs);
      frames = 0;
      minLag = Double.MAX_VALUE;
    }
  }

  private void rebase(double position, long nowNs) {
    basePosition = position;
    baseNs = nowNs;
  }

  /** So many ticks' inputs go into one message from now on; the first has to come in time. */
  void batchTicks(int ticks) {
    if (ticks != batchTicks && !Double.isNaN(next)) {
      adjustedAtTick = (long) Math.ceil(next) + 1;
      goodInputs = 0;
      next += ticks < batchTicks ? ticks - batchTicks : 0;
    }
    batchTicks = ticks;
  }

  /** Whether the newest inputs all came early enough. */
  boolean settled() {
    return goodInputs >= SETTLED_INPUTS;
  }

  /** The server says how early the input of {@code inputTick} came, in 1/256 tick. */
  void onLead(long inputTick, int leadQ8) {
    if (inputTick < adjustedAtTick || Double.isNaN(next)) {
      return;
    }
    int firstQ8 = leadQ8 - 256 * (batchTicks - 1);
    if (firstQ8 < ENOUGH_LEAD_Q8) {
      margin = Math.min(MAX_MARGIN_TICKS, margin + 0.25 + Math.max(0, -firstQ8 / 256.0));
      // The answer to this step comes with the first input that was sent after it.
      adjustedAtTick = (long) Math.ceil(next) + 1;
      goodInputs = 0;
    } else if (inputTick != reportedTick) {
      goodInputs++;
    }
    reportedTick = inputTick;
  }

  /** The tick of the input that is written now. */
  long nextTick(long nowNs) {
    double wanted = position(nowNs) + margin + batchTicks - 1;
    if (Double.isNaN(next) || next < wanted || next > wanted + ticksPerInput + 2) {
      next = wanted;
    }
    long tick = Math.max(1, (long) Math.ceil(next));
    // From a whole tick on where that is possible, so that rounding never skips one.
    next = (wholeStep ? tick : next) + ticksPerInput;
    return tick;
  }
}
