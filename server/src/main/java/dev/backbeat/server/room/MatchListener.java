package dev.backbeat.server.room;

import dev.backbeat.server.game.MatchResult;

/**
 * Learns how matches end: for rankings, webhooks and the like. Called on a worker thread.
 *
 * <p>Found through {@link java.util.ServiceLoader}: a jar on the class path whose {@code
 * META-INF/services/dev.backbeat.server.room.MatchListener} names one adds it.
 */
@FunctionalInterface
public interface MatchListener {
  /** A match has ended in this room. An exception is logged and goes no further. */
  void onMatchEnd(RoomInfo room, MatchResult result);
}
