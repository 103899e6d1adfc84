package dev.backbeat.server.replication;

/**
 * How much of the game's view radius the views of a room cover. A new scale reaches the views one
 * after the other, spread over {@link #SPREAD_SENDS} sends by their seats.
 */
final class ViewScale {
  /** A wanted scale has reached every view after so many sends. */
  static final int SPREAD_SENDS = 16;

  private int percent = 100;
  private int sends;

  /** Wants another scale. */
  void want(int newPercent) {
    if (newPercent < 10 || newPercent > 100) {
      throw new IllegalArgumentException("view percent must be 10..100, is " + newPercent);
    }
    percent = newPercent;
  }

  /** A send begins. */
  void begin() {
    sends++;
  }

  /** The seat's view takes over what is wanted, if it is its turn or all is new to it anyway. */
  void apply(int seat, boolean reset, View view) {
    if (reset || (seat + sends) % SPREAD_SENDS == 0) {
      view.radiusPercent(percent);
    }
  }
}
