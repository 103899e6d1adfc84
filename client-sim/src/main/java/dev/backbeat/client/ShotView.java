package dev.backbeat.client;

import java.util.function.LongUnaryOperator;

/**
 * What the player was looking at when he pressed something: the render time of the last picture
 * since the input before, or of this moment if there was none.
 */
final class ShotView {
  private final LongUnaryOperator renderTickQ8;
  private long pictureQ8;
  private boolean pictured;

  /** With what says, for a time in ns, at which tick others are drawn, in 1/256 tick. */
  ShotView(LongUnaryOperator renderTickQ8) {
    this.renderTickQ8 = renderTickQ8;
  }

  /** A picture is drawn with others at that time. */
  void onPicture(long tickQ8) {
    pictureQ8 = tickQ8;
    pictured = true;
  }

  /** How far the view lies behind an input that is taken now, in 1/256 tick, at least 1. */
  int lagQ8(int inputTick, long nowNs) {
    long viewQ8 = pictured ? pictureQ8 : renderTickQ8.applyAsLong(nowNs);
    // 0 would mean that it is not stated.
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, ((long) inputTick << 8) - viewQ8));
  }

  /** An input was taken. */
  void onInput() {
    pictured = false;
  }
}
