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
  private int wantedSpanTicks;
  private int spanTicks;

  RoomRelief(Supplier<OverloadStep> wanted, Replicator replicator, int ownSpanTicks) {
    this.wanted = wanted;
    this.replicator = replicator;
    this.ownSpanTicks = ownSpanTicks;
    this.wantedSpanTicks = ownSpanTicks;
    this.spanTicks = ownSpanTicks;
  }

  /** At the start of a tick: does what the step has come to be. */
  void follow() {
    OverloadStep now = wanted.get();
    if (now != step) {
      step = now;
      wantedSpanTicks = now.spanTicks(ownSpanTicks);
      replicator.span(wantedSpanTicks);
      replicator.inputBatchTicks(now.inputBatchTicks());
      replicator.viewPercent(now.interestPercent());
      replicator.overloadStep(now.number());
    }
  }

  /** After a tick's commit: whether it was one at which the room sends. */
  boolean sends(int tick) {
    boolean sends = tick % spanTicks == 0;
    // As the replicator does it: a new span holds from a tick divisible by both.
    if (tick % Math.max(spanTicks, wantedSpanTicks) == 0) {
      spanTicks = wantedSpanTicks;
    }
    return sends;
  }
}
