package dev.backbeat.load.compare;

/** Measures servers, one at a time. */
interface Bench {
  /**
   * Loads the server, which is started and warmed up if it is not the one of the last run. Whatever
   * goes wrong is part of the record.
   *
   * @param attempt 1, or 2 if the first was disturbed
   */
  RunRecord run(PeerSpec peer, Shape shape, int round, int attempt) throws InterruptedException;

  /** Ends the server of the last run: the next one starts afresh. */
  default void rest() {}
}
