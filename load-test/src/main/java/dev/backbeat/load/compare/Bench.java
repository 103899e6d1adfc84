package dev.backbeat.load.compare;

/** Measures one server once. */
interface Bench {
  /**
   * Starts the server, loads it, ends both. Whatever goes wrong with them is part of the record.
   *
   * @param attempt 1, or 2 if the first was disturbed
   */
  RunRecord run(PeerSpec peer, Shape shape, int round, int attempt) throws InterruptedException;
}
