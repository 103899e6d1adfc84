package dev.backbeat.server.replication;

import dev.backbeat.server.broadcast.IntList;
import dev.backbeat.server.broadcast.LoopBroadcaster;
import dev.backbeat.server.broadcast.OutletCommand;
import java.util.ArrayList;
import java.util.List;

/**
 * The room's side of one gateway loop: which seats are connected there, and commands that go with
 * the next tick. Commands wait while the loop is behind; they are bounded by the loop's own
 * connections, as a loop that stands still makes no new ones.
 */
final class Lane {
  final LoopBroadcaster broadcaster;
  final IntList seats = new IntList();
  final List<OutletCommand> commands = new ArrayList<>();

  // Frames of the tick being filled.
  int from;
  int to;
  boolean takes;

  Lane(LoopBroadcaster broadcaster) {
    this.broadcaster = broadcaster;
  }

  boolean unused() {
    return seats.size() == 0 && commands.isEmpty() && broadcaster.idle();
  }
}
