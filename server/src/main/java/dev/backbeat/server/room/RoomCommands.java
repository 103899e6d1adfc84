package dev.backbeat.server.room;

import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.limit.LimitObserver;
import dev.backbeat.server.replication.Replicator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wished of a room, in a bounded queue: filled by any thread, emptied by the room's. */
final class RoomCommands {
  private static final Logger LOG = LoggerFactory.getLogger(RoomCommands.class);
  private static final int MAX_COMMANDS = 1024;

  private static final int LOG_SECONDS = 10;

  private final String roomId;
  private final Replicator replicator;
  private final ArrayBlockingQueue<RoomCommand> queue = new ArrayBlockingQueue<>(MAX_COMMANDS);
  private final LimitObserver limits;
  private final AtomicInteger dropped = new AtomicInteger();
  private final int logTicks;
  private int quietTicks;

  RoomCommands(String roomId, Replicator replicator, LimitObserver limits, int tickHz) {
    this.limits = limits;
    this.roomId = roomId;
    this.replicator = replicator;
    this.logTicks = LOG_SECONDS * tickHz;
  }

  /** Any thread. What finds the queue full is dropped. */
  void add(RoomCommand command) {
    if (!queue.offer(command)) {
      dropped.incrementAndGet();
      limits.onLimit(Limit.ROOM_COMMANDS);
    }
  }

  /** The room's thread. */
  void carryOut() {
    for (RoomCommand c = queue.poll(); c != null; c = queue.poll()) {
      carryOut(c);
    }
    if (quietTicks > 0) {
      quietTicks--; // Whoever floods a room shall not flood the log.
      return;
    }
    int lost = dropped.getAndSet(0);
    if (lost > 0) {
      quietTicks = logTicks;
      LOG.atWarn()
          .addKeyValue("room", roomId)
          .addKeyValue("count", lost)
          .log("room commands dropped");
    }
  }

  private void carryOut(RoomCommand command) {
    if (command instanceof RoomCommand.Chat c) {
      if (c.seat().open()) {
        replicator.chat(c.seat().player(), c.seat().name(), c.text());
      }
    } else if (command instanceof RoomCommand.WatchPlayer w) {
      w.seat().view.follow(w.player());
    } else if (command instanceof RoomCommand.WatchPoint w) {
      if (w.seat().open()) {
        w.seat().view.lookAt(w.x(), w.y(), replicator);
      }
    } else if (command instanceof RoomCommand.Announce a) {
      replicator.notice(false, a.text());
    }
  }
}
