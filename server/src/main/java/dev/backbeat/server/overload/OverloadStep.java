package dev.backbeat.server.overload;

/**
 * The steps of the ladder, in order. Each includes the ones before it.
 *
 * <p>The relative costs are rough figures of the server's CPU time per tick and client
 * (docs/performance.md, "Overload"); they only answer whether the step below would fit.
 */
public enum OverloadStep {
  /** Everything as configured. */
  NORMAL(1, 1, 100, true, 100, "normal operation"),
  /** Frames at half the rate, two inputs a message. */
  HALF_RATE(2, 2, 100, true, 58, "frames at half the rate, two inputs a message"),
  /** As before, but four inputs a message. */
  FEWER_MESSAGES(2, 4, 100, true, 48, "frames at half the rate, four inputs a message"),
  /** As before, and clients see less far. */
  SHORT_SIGHT(2, 4, 60, true, 44, "a shorter view, half the frames, four inputs a message"),
  /** As before, and nobody new is let in. */
  CLOSED_DOOR(2, 4, 60, false, 44, "no new players, a shorter view, half the frames");

  private static final OverloadStep[] ALL = values();
  private static final int MAX_SPAN_TICKS = 8;

  private final int spanFactor;
  private final int inputBatchTicks;
  private final int interestPercent;
  private final boolean admitting;
  private final int costPercent;
  private final String meaning;

  OverloadStep(
      int spanFactor,
      int inputBatchTicks,
      int interestPercent,
      boolean admitting,
      int costPercent,
      String meaning) {
    this.spanFactor = spanFactor;
    this.inputBatchTicks = inputBatchTicks;
    this.interestPercent = interestPercent;
    this.admitting = admitting;
    this.costPercent = costPercent;
    this.meaning = meaning;
  }

  /** The step of this number; what is outside of the ladder is its nearest end. */
  public static OverloadStep of(int number) {
    return ALL[Math.max(0, Math.min(ALL.length - 1, number))];
  }

  /** 0 = normal operation. */
  public int number() {
    return ordinal();
  }

  /** So many times the room's own span of ticks from one send to the next. */
  public int spanFactor() {
    return spanFactor;
  }

  /** The span that a room has on this step, in ticks: 1, 2, 4 or 8. */
  public int spanTicks(int ownSpanTicks) {
    return Math.min(MAX_SPAN_TICKS, ownSpanTicks * spanFactor);
  }

  /** How many inputs clients are asked to put into one message. */
  public int inputBatchTicks() {
    return inputBatchTicks;
  }

  /** How far clients see, in percent of what the game wants. */
  public int interestPercent() {
    return interestPercent;
  }

  /** Whether new players and watchers are let in. Who resumes always is. */
  public boolean admitting() {
    return admitting;
  }

  /** What a tick costs on this step, in percent of normal operation; rough. */
  int costPercent() {
    return costPercent;
  }

  /** What it means, for people. */
  public String meaning() {
    return meaning;
  }
}
