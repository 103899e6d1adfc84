package dev.backbeat.server.overload;

import java.util.random.RandomGenerator;

/**
 * Decides on which step the server is: pressure and time in, step out. No clock, no thread; one
 * caller.
 *
 * <p>What it compares is the pressure smoothed over a quarter of the time that a climb takes: the
 * age of writes jumps between zero and several periods where a loop is just about full.
 *
 * <p>It climbs one step when the pressure has been high for a while; when it has been far beyond
 * for a shorter while, two steps, but never to the last one, which closes the door: that takes
 * eight times as long as another step, for nobody shall be turned away for a rush of others who
 * come in, or while a young JVM still compiles. It descends one step at a time, when the pressure
 * has been low for a longer while and the step below would fit into the processors as far as can be
 * told. A descent that must be taken back soon has failed: the next one waits twice as long, and a
 * random part more, so that servers that share a cause do not move together. A climb that is no
 * such failure forgets that, and descents that hold make up for it one by one.
 *
 * <p>After each move all periods of time begin anew, after a climb a little later: what was pent up
 * on the step before drains first.
 */
public final class OverloadLadder {
  /** The last step is climbed after so many times the time of another. */
  static final int DOOR_PATIENCE = 8;

  /** The step below must fit into this share of the processor time that there is. */
  static final double FITS_SHARE = 0.9;

  /**
   * After so many times the wait before a descent, the processor time that there was at the climb
   * is taken for twice as much.
   */
  static final int TRUST = 24;

  /** A climb so soon after a descent, in multiples of the time that the descent waited for. */
  static final int FAILED_WITHIN = 4;

  /** The wait before a descent is doubled so often at most. */
  static final int MAX_DOUBLINGS = 6;

  /** More pressure than this counts as this: one stall shall not stand for many. */
  static final double MOST = 4;

  /** The random part of a wait after a failure, at most. */
  static final double JITTER = 0.25;

  private static final int DOOR = OverloadStep.CLOSED_DOOR.number();

  private final LadderSettings settings;
  private final RandomGenerator random;
  private final Since high = new Since();
  private final Since far = new Since();
  private final Since low = new Since();
  private final Smoothed worst;
  private final Smoothed share;
  private OverloadStep step = OverloadStep.NORMAL;
  private boolean descended;
  private long descendedNs;
  private int doublings;
  private long descendAfterNs;
  private long climbedNs;
  private double shareAtClimb;

  /** A ladder at its foot. */
  public OverloadLadder(LadderSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
    this.worst = new Smoothed(settings.smoothingNs());
    this.share = new Smoothed(settings.smoothingNs());
    this.descendAfterNs = settings.descendAfterNs();
  }

  /** The step now. */
  public OverloadStep step() {
    return step;
  }

  /** For how long the pressure must be low before the next descent. */
  long descendAfterNs() {
    return descendAfterNs;
  }

  /** Takes the pressure since the sample before, as of {@code nowNs}; returns the step from now. */
  public OverloadStep sample(Pressure pressure, long nowNs) {
    worst.add(Math.min(MOST, pressure.worst()), nowNs);
    share.add(pressure.processorShare(), nowNs);
    high.when(worst.value >= settings.climbAt(), nowNs);
    far.when(worst.value >= settings.climbAt() * LadderSettings.FAR_BEYOND, nowNs);
    low.when(worst.value <= settings.descendAt() && fitsBelow(nowNs), nowNs);
    boolean doorIsNext = step.number() >= DOOR - 1;
    boolean hurry = far.lasted(settings.hurriedClimbAfterNs(), nowNs);
    boolean failed = onTrial(nowNs) && high.lasted(settings.failedAfterNs(), nowNs);
    boolean still = pressure.worst() >= settings.climbAt(); // What is over needs no relief.
    if (still && !doorIsNext && failed) {
      climb(step.number() + 1, nowNs); // That step held: no reason for more.
    } else if (still && !doorIsNext && hurry) {
      climb(Math.min(DOOR - 1, step.number() + 2), nowNs);
    } else if (still
        && high.lasted(settings.climbAfterNs() * (doorIsNext ? DOOR_PATIENCE : 1), nowNs)) {
      climb(step.number() + 1, nowNs);
    } else if (low.lasted(descendAfterNs, nowNs)) {
      descend(nowNs);
    }
    return step;
  }

  /**
   * Whether the step below would need no more than the processor time at which the server had to
   * climb: that is what it gets, be it a whole machine or one thread's share of a shared one. What
   * was learned then is believed less and less.
   */
  private boolean fitsBelow(long nowNs) {
    int below = OverloadStep.of(step.number() - 1).costPercent();
    double needed = share.value * below / step.costPercent();
    double trustNs = (double) (settings.descendAfterNs() << doublings) * TRUST;
    double growth = 1 + (nowNs - climbedNs) / trustNs;
    return needed <= FITS_SHARE * shareAtClimb * growth;
  }

  /** Whether the last move was down, and so short a time ago that a climb means that it failed. */
  private boolean onTrial(long nowNs) {
    return descended && nowNs - descendedNs <= FAILED_WITHIN * settings.descendAfterNs();
  }

  private void climb(int wanted, long nowNs) {
    if (step.number() == DOOR) {
      return;
    }
    climbedNs = nowNs;
    shareAtClimb = share.value;
    if (descended) {
      waitToDescend(onTrial(nowNs) ? Math.min(MAX_DOUBLINGS, doublings + 1) : 0);
    }
    descended = false;
    moveTo(OverloadStep.of(wanted), nowNs + settings.climbAfterNs() / 2);
  }

  private void waitToDescend(int newDoublings) {
    doublings = newDoublings;
    double jitter = doublings == 0 ? 1 : 1 + JITTER * random.nextDouble();
    descendAfterNs = (long) ((settings.descendAfterNs() << doublings) * jitter);
  }

  private void descend(long nowNs) {
    if (step == OverloadStep.NORMAL) {
      return;
    }
    if (descended && doublings > 0) {
      waitToDescend(doublings - 1); // The descent before this one has held.
    }
    descended = true;
    descendedNs = nowNs;
    moveTo(OverloadStep.of(step.number() - 1), nowNs);
  }

  private void moveTo(OverloadStep next, long fromNs) {
    step = next;
    high.restart(fromNs);
    far.restart(fromNs);
    low.restart(fromNs);
  }

  /** A mean over the recent past. */
  private static final class Smoothed {
    private final double constantNs;
    private double value;
    private long addedNs;
    private boolean any;

    Smoothed(long constantNs) {
      this.constantNs = constantNs;
    }

    void add(double now, long nowNs) {
      double elapsed = any ? (nowNs - addedNs) / constantNs : 0;
      value += (now - value) * (1 - Math.exp(-elapsed));
      addedNs = nowNs;
      any = true;
    }
  }

  /** Since when something has been so without a break. */
  private static final class Since {
    private boolean so;
    private long sinceNs;

    void when(boolean isSo, long nowNs) {
      if (isSo && !so) {
        sinceNs = nowNs;
      }
      so = isSo;
    }

    boolean lasted(long ns, long nowNs) {
      return so && nowNs - sinceNs >= ns;
    }

    void restart(long nowNs) {
      sinceNs = nowNs;
    }
  }
}
