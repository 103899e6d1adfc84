package dev.backbeat.server.replication;

import dev.backbeat.server.broadcast.CommittedTick;
import dev.backbeat.server.broadcast.LoopBroadcaster;
import java.util.ArrayList;
import java.util.List;

/**
 * Committed ticks, filled again once every loop is done with them. A loop holds at most {@link
 * LoopBroadcaster#MAX_PENDING_TICKS}, so there are never more than that per loop, plus the one
 * being filled.
 */
final class TickPool {
  private final List<CommittedTick> ticks = new ArrayList<>();

  /** One that nobody holds. */
  CommittedTick acquire(int loops) {
    if (ticks.size() > loops * LoopBroadcaster.MAX_PENDING_TICKS + 1) {
      ticks.removeIf(CommittedTick::free);
    }
    for (int i = 0; i < ticks.size(); i++) {
      if (ticks.get(i).free()) {
        return ticks.get(i);
      }
    }
    CommittedTick added = new CommittedTick();
    ticks.add(added);
    return added;
  }

  int size() {
    return ticks.size();
  }
}
