package dev.backbeat.server.broadcast;

/**
 * Learns what the broadcast did, for metrics. Called on gateway loops; must be cheap and
 * thread-safe.
 */
public interface BroadcastObserver {
  /** Learns nothing. */
  BroadcastObserver NONE = new BroadcastObserver() {};

  /**
   * One (room, loop) task is done: frames and payload bytes written, clients skipped as too slow.
   */
  default void onBroadcast(int frames, long payloadBytes, int skippedClients) {}

  /** A client that had been skipped got a reset. */
  default void onRepair() {}

  /** A gateway loop was too far behind and a whole committed tick was not handed to it. */
  default void onLoopOverrun() {}
}
