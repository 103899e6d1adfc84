package dev.backbeat.server.room;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.flight.Flight;
import dev.backbeat.server.replication.Replicator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a room ends: who may have it so (somebody outside, its game, a drain, nobody being there, its
 * age, a failure), when it is done, and what becomes of its game and its seats. The room's thread,
 * unless said otherwise.
 */
final class RoomEnding {
  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  private final Room room;
  private final Simulation simulation;
  private final Replicator replicator;
  private final RoomMembers members;
  private final long emptyExpiryTicks;

  // Any thread.
  private final AtomicReference<CloseReason> asked = new AtomicReference<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile CloseReason goneReason;

  // The room's thread.
  private boolean announced;
  private CloseReason gamesReason;
  private int emptyTicks;

  RoomEnding(Room room, Simulation simulation, Replicator replicator, RoomMembers members) {
    this.room = room;
    this.simulation = simulation;
    this.replicator = replicator;
    this.members = members;
    this.emptyExpiryTicks = (long) room.options().emptyExpirySeconds() * room.tickHz();
  }

  // ---- Any thread

  /** A notice, then the reason, at the next send tick. The first reason counts. */
  CompletableFuture<Void> ask(CloseReason reason) {
    asked.compareAndSet(null, reason);
    return ended;
  }

  /** Completes on the room's thread when it has ended. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** What is said to whoever comes back to a seat that is not there any more. */
  CloseReason goneReason() {
    CloseReason reason = goneReason;
    return reason != null ? reason : Endings.roomClosed("the seat was given up");
  }

  // ---- The room's thread

  /** The game has had enough: at the end of this tick. The first reason counts. */
  void askedByGame(String reason) {
    if (gamesReason == null) {
      gamesReason = Endings.roomClosed(reason);
    }
  }

  /** Gives notice if somebody outside has asked. */
  void announce() {
    CloseReason reason = asked.get();
    if (reason != null && !announced) {
      announced = true;
      replicator.notice(true, reason.message());
    }
  }

  /** The tick is committed, and sent or not: ends the room if it is time; true if it has ended. */
  boolean after(int tick, boolean sent) {
    CloseReason reason = ownReason();
    boolean byItself = reason != null;
    if (reason == null && sent) {
      reason = announced ? asked.get() : room.draining().due(tick);
    }
    if (reason == null && (tick == Integer.MAX_VALUE || simulation.world().idsRunOut())) {
      reason = Endings.roomClosed("the room has reached its greatest age");
    }
    if (reason == null) {
      return false;
    }
    room.draining().ended(byItself);
    end(reason);
    return true;
  }

  /** Null = it goes on. */
  private CloseReason ownReason() {
    if (gamesReason != null) {
      return room.draining().farewell(gamesReason);
    }
    return expired() ? room.draining().farewell(Endings.roomClosed("the room was empty")) : null;
  }

  private boolean expired() {
    if (room.draining().nobodyBack()) {
      return members.allAway();
    }
    emptyTicks = members.isEmpty() ? emptyTicks + 1 : 0;
    long limit = room.draining().nobodyNew() ? 0 : emptyExpiryTicks;
    return emptyTicks > limit && room.ledger().closeIfEmpty();
  }

  /** A tick threw. */
  void failed(Throwable failure) {
    if (ended.isDone()) {
      return; // It failed after its end.
    }
    try {
      Flight.room("failed", room.id(), room.kind(), simulation.tick(), failure.toString());
      LOG.atError()
          .addKeyValue("room", room.id())
          .addKeyValue("game", room.kind())
          .addKeyValue("tick", simulation.tick())
          .setCause(failure)
          .log("room failed");
    } finally { // Whatever the log does, the players are told.
      room.draining().ended(true);
      end(room.draining().farewell(Endings.roomClosed("the game failed")));
    }
  }

  /** No thread has taken the room: whoever has found it already is sent away. Any thread. */
  void neverRan() {
    goneReason =
        CloseReason.error(
            CloseCode.TRY_AGAIN_LATER, "ERROR_SERVER_FULL", "the server has too much to do");
    room.ledger().close();
    members.endAll(goneReason);
    ended.complete(null);
  }

  private void end(CloseReason reason) {
    goneReason = reason;
    room.ledger().close();
    try {
      endAll(reason);
    } finally {
      ended.complete(null);
    }
    LOG.atInfo()
        .addKeyValue("room", room.id())
        .addKeyValue("game", room.kind())
        .addKeyValue("tick", room.tick())
        .addKeyValue("reason", reason.message())
        .log("room ended");
    Flight.room("ended", room.id(), room.kind(), room.tick(), reason.message());
  }

  private void endAll(CloseReason reason) {
    stopGame();
    try {
      replicator.close(reason);
    } catch (RuntimeException | Error e) { // A room may end because this very part is broken.
      LOG.atError().addKeyValue("room", room.id()).setCause(e).log("replication failed to close");
      members.refuseAll(reason);
    }
    members.endAll(reason);
  }

  private void stopGame() {
    try {
      simulation.stop();
    } catch (RuntimeException | Error e) {
      LOG.atError().addKeyValue("room", room.id()).setCause(e).log("the game failed in onStop");
    }
  }
}
