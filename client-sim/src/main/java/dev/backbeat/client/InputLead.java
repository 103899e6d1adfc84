package dev.backbeat.client;

/**
 * Decides how far ahead of the estimated server tick inputs are sent, so that they arrive a little
 * before their tick is due: early enough for the network's jitter, late enough not to be felt.
 *
 * <p>Every frame says how early the newest input came. A late one moves the sending ahead at once,
 * by what was missing; a window of {@value #WINDOW} inputs that all came earlier than the target
 * moves it back by a part of what was too much, measured at the window's latest input. Inputs that
 * were sent before the last move say nothing about it and are not counted.
 *
 * <p>The control is <em>settled</em> once a window found nothing to move, until an input comes late
 * or nearly so or another window finds something. Meanwhile a client may send fewer inputs than
 * there are ticks: each that it sends is still looked at.
 *
 * <p>Where several inputs go into one message, the first of them has to come in time, while what is
 * reported is the last one: all are sent earlier by that difference, and the lead is taken to be
 * smaller by it.
 *
 * <p>All in 1/256 tick. Not thread-safe.
 */
public final class InputLead {
  private static final int WINDOW = 16;
  private static final int TICK_Q8 = 256;

  private final int targetQ8;
  private final int maxAheadQ8;
  private int aheadQ8;
  private int validFromTick;
  private int measuredTick;
  private int inWindow;
  private int minLeadQ8;
  private int leadQ8;
  private int late;
  private int batchTicks = 1;
  private boolean settled;

  /**
   * A control that has not learnt anything yet.
   *
   * @param tickHz simulation rate: the target is 10 ms but at least a quarter of a tick
   * @param oneWayNs estimated time from here to the server
   */
  public InputLead(int tickHz, long oneWayNs) {
    this.targetQ8 = Math.max(64, (int) (256L * tickHz * 10 / 1000));
    this.maxAheadQ8 = 256 * tickHz;
    this.aheadQ8 = bound(targetQ8 + (int) (oneWayNs / 1000 * 256 * tickHz / 1_000_000));
  }

  /** How far ahead of the server's tick position inputs are sent now. */
  public int aheadQ8() {
    return aheadQ8;
  }

  /** The lead that is aimed at. */
  public int targetQ8() {
    return targetQ8;
  }

  /** Whether the lead was found to be good, and nothing has spoken against it since. */
  public boolean settled() {
    return settled;
  }

  /**
   * So many inputs go into one message from now on.
   *
   * @param ticks at least 1
   * @param lastSentTick the newest input so far
   */
  public void batchTicks(int ticks, int lastSentTick) {
    if (ticks != batchTicks) {
      move((ticks - batchTicks) * TICK_Q8, lastSentTick);
      batchTicks = ticks;
    }
  }

  /** The lead last reported. */
  public int leadQ8() {
    return leadQ8;
  }

  /** How many reported inputs were late. */
  public int late() {
    return late;
  }

  /**
   * A frame reported an input.
   *
   * @param inputTick the newest input that the server received
   * @param reportedQ8 how early it came; negative = late
   * @param lastSentTick the newest input sent so far
   */
  public void report(int inputTick, int reportedQ8, int lastSentTick) {
    if (inputTick == 0 || inputTick == measuredTick) {
      return;
    }
    measuredTick = inputTick;
    leadQ8 = reportedQ8;
    boolean measuresNow = inputTick >= validFromTick;
    int firstQ8 = measuresNow ? reportedQ8 - (batchTicks - 1) * TICK_Q8 : reportedQ8;
    if (firstQ8 < 0) {
      late++;
    }
    if (!measuresNow) {
      return;
    }
    if (firstQ8 < 0) {
      move(targetQ8 - firstQ8, lastSentTick);
      return;
    }
    settled &= firstQ8 >= targetQ8 / 2;
    minLeadQ8 = inWindow == 0 ? firstQ8 : Math.min(minLeadQ8, firstQ8);
    inWindow++;
    if (inWindow >= WINDOW) {
      int excessQ8 = minLeadQ8 - targetQ8;
      // A band around the target, so that noise does not move the sending all the time.
      if (excessQ8 > targetQ8 / 4) {
        move(-(excessQ8 / 2), lastSentTick);
      } else if (excessQ8 < -targetQ8 / 2) {
        move(-excessQ8 / 2, lastSentTick);
      } else {
        inWindow = 0;
        settled = true;
      }
    }
  }

  private void move(int byQ8, int lastSentTick) {
    aheadQ8 = bound(aheadQ8 + byQ8);
    validFromTick = lastSentTick + 1;
    inWindow = 0;
    settled = false;
  }

  /** Sending behind the server's tick makes no sense; a second ahead is refused by the server. */
  private int bound(int q8) {
    return Math.max(0, Math.min(maxAheadQ8, q8));
  }
}
