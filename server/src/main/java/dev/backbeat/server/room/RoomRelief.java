package dev.backbeat.server.room;

import dev.backbeat.server.overload.OverloadStep;
import dev.backbeat.server.replication.Replicator;
import java.util.function.Supplier;

/**
 * What the server's step on the overload ladder means for one room: how often it sends, how many
 * inputs it wants in a message, how far its clients see. The simulation is not touched. Room's
 * thread.
 */
final class RoomRelief {
  private final Supplier<OverloadStep> wanted;
  private final Replicator replicator;
  private final int ownSpanTicks;
  private OverloadStep step = OverloadStep.NORMAL;

  RoomRelief(Supplier<OverloadStep> wanted, Replicator replicator, int ownSpanTicks) {
    this.wanted = wanted;
    this.replicator = replicator;
    this.ownSpanTicks = ownSpanTicks;
  }

  /** At the start of a tick: does what the step has come to be. */
  void follow() {
    OverloadStep now = wanted.get();
    if (now != step) {
      step = now;
      replicator.span(now.spanTicks(ownSpanTicks));
      replicator.inputBatchTicks(now.inputBatchTicks());
      replicator.viewPercent(now.interestPercent());
      replicator.overloadStep(now.number());
    }
  }
}
