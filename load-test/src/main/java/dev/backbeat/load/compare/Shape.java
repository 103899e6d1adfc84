package dev.backbeat.load.compare;

/**
 * The work of one run; the same for every server.
 *
 * @param turnEvery a new random direction with every n-th input
 * @param players per room
 * @param sustained whether the run is a probe of how many clients the server can hold
 */
record Shape(
    int turnEvery,
    int rooms,
    int players,
    int tickHz,
    int inputHz,
    int warmupSeconds,
    int seconds,
    boolean sustained) {

  int clients() {
    return rooms * players;
  }

  /** The case in words. */
  static String caseName(int turnEvery) {
    return turnEvery == 1
        ? "everyone turns every tick"
        : "everyone turns every " + turnEvery + " ticks";
  }
}
