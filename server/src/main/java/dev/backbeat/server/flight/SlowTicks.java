package dev.backbeat.server.flight;

import dev.backbeat.server.tick.TickObserver;
import dev.backbeat.server.tick.TickTask;

/** Hands every tick on, and records the slow ones. Tick threads; a tick that is not costs an if. */
public final class SlowTicks implements TickObserver {
  private final TickObserver next;
  private final long thresholdNs;

  /** Ticks that take at least {@code thresholdNs} are slow. */
  public SlowTicks(TickObserver next, long thresholdNs) {
    this.next = next;
    this.thresholdNs = thresholdNs;
  }

  @Override
  public void onTick(TickTask task, long tick, long latenessNs, long durationNs) {
    next.onTick(task, tick, latenessNs, durationNs);
    if (durationNs >= thresholdNs) {
      Flight.slowTick(task, tick, latenessNs, durationNs);
    }
  }

  @Override
  public void onOverrun(String kind, long skippedTicks) {
    next.onOverrun(kind, skippedTicks);
  }

  @Override
  public void onFailure(String kind) {
    next.onFailure(kind);
  }
}
