package dev.backbeat.load.protocol;

/**
 * The players that one client has in view, weighted by the ticks for which they were. One thread.
 */
public final class ViewCount {
  private boolean counting;
  private long lastTick;
  private double playerTicks;
  private long ticks;

  /** Counts from here on. */
  public void begin() {
    counting = true;
    playerTicks = 0;
    ticks = 0;
  }

  /** Counts no more. */
  public void end() {
    counting = false;
  }

  /** After a tick's state was applied there are so many players in view. */
  void onTick(long tick, int players) {
    if (counting && lastTick != 0) {
      playerTicks += (double) players * (tick - lastTick);
      ticks += tick - lastTick;
    }
    lastTick = tick;
  }

  /** Sum over the counted ticks of the players in view. */
  public double playerTicks() {
    return playerTicks;
  }

  /** Ticks counted. */
  public long ticks() {
    return ticks;
  }
}
