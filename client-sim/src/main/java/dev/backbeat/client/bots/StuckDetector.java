package dev.backbeat.client.bots;

/** Notices that somebody who wants to move does not get away from the spot. */
final class StuckDetector {
  private static final int PATIENCE_TICKS = 12;

  private int x;
  private int y;
  private int sinceTick;
  private boolean started;

  /** Whether the bot has been within {@code radius} of one spot for too long; then starts anew. */
  boolean stuck(int tick, int nowX, int nowY, int radius) {
    if (!started || Math.abs(nowX - x) > radius || Math.abs(nowY - y) > radius) {
      started = true;
      x = nowX;
      y = nowY;
      sinceTick = tick;
      return false;
    }
    if (tick - sinceTick < PATIENCE_TICKS) {
      return false;
    }
    sinceTick = tick;
    return true;
  }
}
