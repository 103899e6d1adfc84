package dev.backbeat.server.replication;

import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.CommittedTick;
import dev.backbeat.server.broadcast.LoopBroadcaster;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.broadcast.OutletCommand;
import dev.backbeat.server.broadcast.ResetRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** The room's lanes, one per gateway loop on which it has connections. */
final class Lanes {
  private final ResetRequests resets;
  private final BroadcastObserver observer;
  private final List<Lane> lanes = new ArrayList<>();

  Lanes(ResetRequests resets, BroadcastObserver observer) {
    this.resets = resets;
    this.observer = observer;
  }

  int size() {
    return lanes.size();
  }

  Lane lane(int index) {
    return lanes.get(index);
  }

  /** The seat's connection is now {@code outlet}, or none; an earlier one is forgotten. */
  void connect(SeatState seat, Outlet outlet) {
    Lane next = outlet == null ? null : laneOf(outlet.loop());
    if (seat.lane != null && seat.lane != next) {
      seat.lane.commands.add(new OutletCommand.Detach(seat.seat));
    }
    if (seat.lane != null) {
      seat.lane.seats.removeUnordered(seat.seat);
    }
    if (next != null) {
      next.commands.add(new OutletCommand.Attach(seat.seat, outlet));
      next.seats.add(seat.seat);
    }
    seat.connect(outlet, next);
  }

  /** The seat's connection, if any, gets a reason and is forgotten. */
  void close(SeatState seat, CloseReason reason) {
    if (seat.lane != null) {
      seat.lane.commands.add(new OutletCommand.Close(seat.seat, reason));
      seat.lane.seats.removeUnordered(seat.seat);
      seat.connect(null, null);
    }
  }

  /** Forgets lanes of which nobody is left. */
  void prune() {
    for (int i = lanes.size() - 1; i >= 0; i--) {
      if (lanes.get(i).unused()) {
        lanes.remove(i);
      }
    }
  }

  /** Hands the tick to every lane that takes it. */
  void publish(CommittedTick tick) {
    int holders = 0;
    for (int i = 0; i < lanes.size(); i++) {
      holders += lanes.get(i).takes ? 1 : 0;
    }
    tick.share(holders);
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      if (lane.takes) {
        lane.broadcaster.offer(tick, lane.from, lane.to, lane.commands);
        lane.commands.clear();
      } else if (lane.broadcaster.dead()) {
        lane.commands.clear();
      }
    }
  }

  /** Hands out the commands that are left, whether or not a lane is behind. The last call. */
  void end() {
    for (Lane lane : lanes) {
      lane.broadcaster.offer(null, 0, 0, lane.commands);
    }
    lanes.clear();
  }

  private Lane laneOf(Executor loop) {
    for (Lane lane : lanes) {
      if (lane.broadcaster.loop() == loop && !lane.broadcaster.dead()) {
        return lane;
      }
    }
    Lane added = new Lane(new LoopBroadcaster(loop, resets, observer));
    lanes.add(added);
    return added;
  }
}
