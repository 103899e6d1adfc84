package dev.backbeat.server.tick;

/** What a tick loop runs at a fixed rate: a room. All methods are called on the loop's thread. */
public interface TickTask {
  /** What it is counted under: the game's name. Any thread. */
  String kind();

  /** Which one of its kind it is: the room's id. Any thread. */
  default String name() {
    return kind();
  }

  /** How many players it has now. Any thread. */
  default int players() {
    return 0;
  }

  /** Where the time of its ticks goes; null = it does not tell. Any thread. */
  default TickPhases phases() {
    return null;
  }

  /** Ticks per second, fixed for its life, 1..240. Any thread. */
  int tickHz();

  /** A measure of its cost beside others, for spreading tasks over threads. Any thread. */
  long weight();

  /**
   * Runs one tick.
   *
   * @param n 1, 2, 3, ... without gaps
   * @param scheduledNs when it was due
   * @param nowNs when it starts
   * @return whether there is a next tick
   */
  boolean tick(long n, long scheduledNs, long nowNs);

  /** The loop was too far behind and gave up making good for so many periods; n has no gap. */
  void onOverrun(long skippedTicks);

  /** {@link #tick} threw; it is not called again. */
  void onFailure(Throwable failure);
}
