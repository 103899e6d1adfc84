package dev.backbeat.server.room;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.input.InputBuffer;
import dev.backbeat.server.replication.Replicator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is in a room: entering, losing and regaining connections, leaving. Room's thread, but for
 * {@link #changed}.
 */
final class RoomMembers {
  private static final Logger LOG = LoggerFactory.getLogger(RoomMembers.class);

  private final String roomId;
  private final Simulation simulation;
  private final Replicator replicator;
  private final SeatLedger ledger;
  private final RoomLog log;
  private final RoomViews views;
  private final RoomDraining draining;
  private final int graceTicks;
  private final List<RoomSeat> seats = new ArrayList<>();
  // Filled by any thread.
  private final ArrayBlockingQueue<RoomSeat> changed;
  private int tick;

  RoomMembers(
      String roomId,
      Simulation simulation,
      Replicator replicator,
      SeatLedger ledger,
      RoomLog log,
      RoomViews views,
      RoomDraining draining,
      int graceTicks) {
    this.roomId = roomId;
    this.simulation = simulation;
    this.replicator = replicator;
    this.ledger = ledger;
    this.log = log;
    this.views = views;
    this.draining = draining;
    this.graceTicks = graceTicks;
    // A seat that was given up may still stand in the queue when its place is taken again.
    this.changed = new ArrayBlockingQueue<>(4 * ledger.places());
  }

  /** Something else is wished of a seat that is not in the queue. Any thread. */
  void changed(RoomSeat seat) {
    changed.add(seat);
  }

  void begin(int newTick) {
    tick = newTick;
  }

  boolean isEmpty() {
    return seats.isEmpty();
  }

  /** Whether no seat has a connection. */
  boolean allAway() {
    for (int i = 0; i < seats.size(); i++) {
      if (!seats.get(i).away()) {
        return false;
      }
    }
    return true;
  }

  /** Tells everybody who is connected that the room ends. */
  void tellOfDrain() {
    for (int i = 0; i < seats.size(); i++) {
      if (!seats.get(i).away()) {
        draining.tell(seats.get(i), tick);
      }
    }
  }

  /** Does what has come to be wished of seats. */
  void settleChanged() {
    for (RoomSeat seat = changed.poll(); seat != null; seat = changed.poll()) {
      settle(seat);
    }
  }

  private void settle(RoomSeat seat) {
    seat.seen();
    if (!seat.open()) {
      return;
    }
    if (!seat.entered) {
      enter(seat);
    }
    RoomSeat.Link wanted = seat.wanted();
    if (seat.kicked() != null) {
      leave(seat, seat.kicked());
    } else if (seat.leaving()) {
      leave(seat, CloseReason.goodbye(CloseCode.NORMAL, "you have left the room", 0));
    } else if (wanted != seat.current) {
      connect(seat, wanted);
    }
  }

  void expireAway() {
    int i = 0;
    while (i < seats.size()) {
      RoomSeat seat = seats.get(i);
      if (seat.away() && tick >= seat.awayUntilTick) {
        leave(seat, Endings.roomClosed("the connection was not resumed in time"));
      } else {
        i++;
      }
    }
  }

  void consumeInputs(long scheduledNs) {
    for (int i = 0; i < seats.size(); i++) {
      RoomSeat seat = seats.get(i);
      if (seat.player == null) {
        continue;
      }
      if (seat.current.outlet() == null) {
        seat.buffer.neutral(seat.player.input);
      } else {
        receive(seat, scheduledNs);
        seat.buffer.consume(seat.player.input);
      }
      views.settle(seat, tick);
      log.input(seat.player);
    }
  }

  private void receive(RoomSeat seat, long scheduledNs) {
    InputBuffer buffer = seat.buffer;
    int late = buffer.lateInputs();
    if (buffer.receive(seat.current.inbox(), tick, scheduledNs)) {
      replicator.input(seat.index, buffer.newestTick(), buffer.leadQ8(), buffer.lateInputs());
      if (buffer.lateInputs() > late) {
        views.observer().onLateInputs(buffer.lateInputs() - late);
      }
    }
  }

  void publishScores(int tickLatenessUs) {
    for (int i = 0; i < seats.size(); i++) {
      RoomSeat seat = seats.get(i);
      RoomSeat.Latency ms = seat.latency();
      replicator.score(
          seat.index,
          seat.player == null ? 0 : seat.player.score(),
          ms.smoothedRttMs(),
          ms.minRttMs(),
          ms.jitterMs());
    }
    if (!seats.isEmpty()) {
      replicator.scoreboard(tickLatenessUs);
    }
  }

  void updateViews() {
    for (int i = 0; i < seats.size(); i++) {
      RoomSeat seat = seats.get(i);
      if (seat.view != null) {
        seat.view.update(simulation, replicator);
      }
    }
  }

  /** The game has removed the player already; now his seat goes. */
  void kicked(RoomPlayer player, String reason) {
    for (int i = 0; i < seats.size(); i++) {
      if (seats.get(i).player == player) {
        remove(seats.get(i), CloseReason.error(CloseCode.KICKED, "ERROR_KICKED", reason));
        return;
      }
    }
  }

  /** Closes all connections without replication's help. */
  void refuseAll(CloseReason reason) {
    for (RoomSeat seat : seats) {
      if (seat.current.outlet() != null) {
        Endings.refuse(seat.current.outlet(), reason);
      }
    }
  }

  /** The room has ended, and with it every seat, those not yet entered included. */
  void endAll(CloseReason reason) {
    for (RoomSeat seat : seats) {
      close(seat, reason);
    }
    seats.clear();
    for (RoomSeat seat = changed.poll(); seat != null; seat = changed.poll()) {
      close(seat, reason);
    }
  }

  private void enter(RoomSeat seat) {
    seat.entered = true;
    seat.current = seat.wanted();
    seats.add(seat);
    replicator.addSeat(seat.index, seat.player(), seat.name(), seat.watcher());
    if (!seat.watcher()) {
      log.join(seat);
      seat.player =
          simulation.join(
              seat.index,
              seat.player(),
              seat.name(),
              seat.request.playerId(),
              seat.request.roles());
    }
    if (seat.current.outlet() == null) {
      lost(seat);
    } else {
      appear(seat);
    }
    LOG.atDebug() // The gateway says that somebody has joined.
        .addKeyValue("room", roomId)
        .addKeyValue("session", seat.session)
        .addKeyValue("player", seat.player())
        .log(seat.watcher() ? "watcher came" : "player came");
  }

  private void connect(RoomSeat seat, RoomSeat.Link wanted) {
    boolean wasAway = seat.away();
    seat.current = wanted;
    if (wanted.outlet() == null) {
      lost(seat);
      return;
    }
    if (seat.buffer != null) {
      seat.buffer.reset();
    }
    if (wasAway) {
      away(seat, false);
    }
    appear(seat);
  }

  private void appear(RoomSeat seat) {
    replicator.outlet(seat.index, seat.current.outlet());
    if (draining.ordered()) {
      draining.tell(seat, tick);
    }
  }

  private void lost(RoomSeat seat) {
    seat.awayUntilTick = tick + graceTicks;
    replicator.outlet(seat.index, null);
    away(seat, true);
  }

  private void away(RoomSeat seat, boolean isAway) {
    replicator.away(seat.index, isAway);
    if (seat.player != null) {
      log.away(seat.player, isAway);
      simulation.away(seat.player, isAway);
    }
  }

  private void leave(RoomSeat seat, CloseReason reason) {
    if (seat.player != null) {
      log.leave(seat.player);
      simulation.leave(seat.player);
    }
    remove(seat, reason);
  }

  private void remove(RoomSeat seat, CloseReason reason) {
    seats.remove(seat);
    replicator.removeSeat(seat.index, reason);
    close(seat, reason);
    ledger.release(seat);
    LOG.atInfo()
        .addKeyValue("room", roomId)
        .addKeyValue("session", seat.session)
        .addKeyValue("player", seat.player())
        .addKeyValue("reason", reason.message())
        .log("seat given up");
  }

  /** A connection that came in the meantime, and that replication has not seen, is refused. */
  private static void close(RoomSeat seat, CloseReason reason) {
    Outlet unseen = seat.close();
    if (unseen != null) {
      Endings.refuse(unseen, reason);
    }
  }
}
