package dev.backbeat.load.protocol;

import java.util.SplittableRandom;

/**
 * Where one client goes: a random direction at full speed, anew with every n-th input. The peers'
 * clients move by it as those of Backbeat do by their {@link InputScript}. One thread.
 */
final class Steering {
  private final SplittableRandom random;
  private final int turnEvery;
  private int untilTurn;
  private double dx;
  private double dy;

  Steering(ProtocolOptions options, Seat seat) {
    random = new SplittableRandom(options.seed() + seat.index());
    turnEvery = options.turnEvery();
    // Not all clients turn at once.
    untilTurn = seat.index() % turnEvery;
    turn();
  }

  private void turn() {
    double angle = random.nextDouble() * 2 * Math.PI;
    dx = Math.cos(angle);
    dy = Math.sin(angle);
  }

  /** The next input's direction is in {@link #dx} and {@link #dy}. */
  void next() {
    if (--untilTurn < 0) {
      turn();
      untilTurn = turnEvery - 1;
    }
  }

  /** Of length 1 with {@link #dy}. */
  double dx() {
    return dx;
  }

  double dy() {
    return dy;
  }
}
