package dev.backbeat.server.room;

import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.input.InputObserver;
import dev.backbeat.server.input.RewindLimit;
import dev.backbeat.server.overload.OverloadStep;
import dev.backbeat.server.replication.Replicator;
import dev.backbeat.server.tick.TickThread;
import dev.backbeat.server.world.World;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What all rooms of a server have in common.
 *
 * @param resumeGraceMs for how long a seat is kept for somebody who lost his connection
 * @param worker runs asynchronous calls of games and match listeners; refuses when it is full
 * @param matchListeners learn of every match's end
 * @param broadcastObserver learns what was sent
 * @param replicators makes a room's replicator
 * @param maxLogInts how much of a room's inputs is recorded for a replay, in integers of 4 bytes; 0
 *     = nothing
 * @param overload the server's step on the overload ladder; read at the start of every tick
 * @param rewindCapMs how far the world is rewound at most for what a player shot at; 0 = not at all
 * @param inputObserver learns how inputs went
 * @param maxEntities a room has these at most, whatever its game declares
 * @param clockNs read between the phases of a tick, to tell how long they took
 */
public record RoomConfig(
    int resumeGraceMs,
    Executor worker,
    List<MatchListener> matchListeners,
    BroadcastObserver broadcastObserver,
    ReplicatorFactory replicators,
    int maxLogInts,
    Supplier<OverloadStep> overload,
    int rewindCapMs,
    InputObserver inputObserver,
    int maxEntities,
    LongSupplier clockNs) {
  /** Replication that tells nobody anything: for the simulation alone. */
  public static final ReplicatorFactory NO_REPLICATION =
      (world, spec, spanTicks, maxSeats, observer) -> new SilentReplicator(spanTicks);

  /** Copies the list. */
  public RoomConfig {
    matchListeners = List.copyOf(matchListeners);
    if (resumeGraceMs < 0 || maxLogInts < 0) {
      throw new IllegalArgumentException("resumeGraceMs and maxLogInts must not be negative");
    }
  }

  /** A config with the usual cap of rewinds, and nobody to learn of inputs. */
  public RoomConfig(
      int resumeGraceMs,
      Executor worker,
      List<MatchListener> matchListeners,
      BroadcastObserver broadcastObserver,
      ReplicatorFactory replicators,
      int maxLogInts,
      Supplier<OverloadStep> overload) {
    this(
        resumeGraceMs,
        worker,
        matchListeners,
        broadcastObserver,
        replicators,
        maxLogInts,
        overload,
        RewindLimit.DEFAULT_CAP_MS,
        InputObserver.NONE,
        Integer.MAX_VALUE,
        TickThread.CLOCK_NS);
  }

  /** A config of a server that is never overloaded. */
  public RoomConfig(
      int resumeGraceMs,
      Executor worker,
      List<MatchListener> matchListeners,
      BroadcastObserver broadcastObserver,
      ReplicatorFactory replicators,
      int maxLogInts) {
    this(
        resumeGraceMs,
        worker,
        matchListeners,
        broadcastObserver,
        replicators,
        maxLogInts,
        () -> OverloadStep.NORMAL);
  }

  /** A config without listeners, observers and log. */
  public static RoomConfig of(int resumeGraceMs, Executor worker) {
    return new RoomConfig(
        resumeGraceMs, worker, List.of(), BroadcastObserver.NONE, Replicator::create, 0);
  }

  /** As {@link Replicator#create}. */
  @FunctionalInterface
  public interface ReplicatorFactory {
    /** A replicator for a room. */
    Replicator create(
        World world, GameSpec spec, int spanTicks, int maxSeats, BroadcastObserver observer);
  }
}
