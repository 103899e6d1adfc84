package dev.backbeat.server.replication;

/**
 * At which ticks a room sends: those divisible by the span. A wanted span takes effect at a tick
 * divisible by it and by the old one; where streams of several periods are in use, at one at which
 * all of them have a slice under both spans.
 */
final class SendSchedule {
  private int spanTicks;
  private int wantedTicks;
  private boolean announce;

  SendSchedule(int spanTicks) {
    want(spanTicks);
    this.spanTicks = spanTicks;
  }

  /** Wants another span: 1, 2, 4 or 8 ticks. */
  void want(int ticks) {
    if (ticks < 1 || ticks > 8 || Integer.bitCount(ticks) != 1) {
      throw new IllegalArgumentException("span must be 1, 2, 4 or 8 ticks, is " + ticks);
    }
    wantedTicks = ticks;
  }

  boolean due(int tick) {
    return tick % spanTicks == 0;
  }

  int spanTicks() {
    return spanTicks;
  }

  int spanLog2() {
    return Integer.numberOfTrailingZeros(spanTicks);
  }

  /**
   * Whether the span is new since the last send: then every delta is written, even an empty one, so
   * that clients learn how far a cell that is silent has moved.
   */
  boolean announcesSpan() {
    return announce;
  }

  /**
   * The send of {@code tick} is done; ends with the span of the next one in force.
   *
   * @param cycleSends after so many sends every stream has had a slice
   */
  void sent(int tick, int cycleSends) {
    announce = false;
    if (wantedTicks != spanTicks && tick % (cycleSends * Math.max(wantedTicks, spanTicks)) == 0) {
      spanTicks = wantedTicks;
      announce = true;
    }
  }
}
