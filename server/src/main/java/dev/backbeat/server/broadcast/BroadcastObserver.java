package dev.backbeat.server.broadcast;

import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.LimitObserver;

/**
 * Learns what the broadcast did, for metrics. Called on gateway loops; must be cheap and
 * thread-safe.
 */
public interface BroadcastObserver extends LimitObserver {
  /** Learns nothing. */
  BroadcastObserver NONE = new BroadcastObserver() {};

  /** A room met one of its limits. On its thread, or whichever wants something of it. */
  @Override
  default void onLimit(Limit limit) {}

  /**
   * One (room, loop) task is done: frames and payload bytes written, clients skipped as too slow.
   */
  default void onBroadcast(int frames, long payloadBytes, int skippedClients) {}

  /**
   * A loop begins to write a tick.
   *
   * @param committedNs when the tick began (System.nanoTime)
   * @param periodNs of the room's ticks
   */
  default void onWriteStart(long committedNs, long periodNs) {}

  /**
   * A send of a room in which clients take slower streams: so many cells, summed over the clients,
   * every second, fourth and eighth send. On the room's thread.
   */
  default void onSlowerCells(int everySecond, int everyFourth, int everyEighth) {}

  /** So many clients would be over their budget of bytes at full rate. On the room's thread. */
  default void onOverBudget(int clients) {}

  /** A client that had been skipped got a reset. */
  default void onRepair() {}

  /**
   * A gateway loop was {@link LoopBroadcaster#MAX_PENDING_TICKS} behind, and a whole committed tick
   * was not handed to it.
   */
  default void onLoopOverrun() {}
}
