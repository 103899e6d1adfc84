package dev.backbeat.client;

import java.util.function.LongUnaryOperator;

/**
 * What the player was looking at when he pressed something: the render time of the last picture, or
 * of this moment if none was drawn for {@value #STALE_MS} ms (nobody draws).
 */
final class ShotView {
  private static final long STALE_MS = 250;

  private final LongUnaryOperator renderTickQ8;
  private long pictureQ8;
  private long picturedNs;
  private boolean pictured;

  /** With what says, for a time in ns, at which tick others are drawn, in 1/256 tick. */
  ShotView(LongUnaryOperator renderTickQ8) {
    this.renderTickQ8 = renderTickQ8;
  }

  /** A picture is drawn with others at that tick. */
  void onPicture(long tickQ8, long nowNs) {
    pictureQ8 = tickQ8;
    picturedNs = nowNs;
    pictured = true;
  }

  /** How far the view lies behind an input that is taken now, in 1/256 tick, at least 1. */
  int lagQ8(int inputTick, long nowNs) {
    boolean fresh = pictured && nowNs - picturedNs < STALE_MS * 1_000_000;
    long viewQ8 = fresh ? pictureQ8 : renderTickQ8.applyAsLong(nowNs);
    // 0 would mean that it is not stated.
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, ((long) inputTick << 8) - viewQ8));
  }

  /** Another room: pictures of the old one say nothing. */
  void onWelcome() {
    pictured = false;
  }
}
