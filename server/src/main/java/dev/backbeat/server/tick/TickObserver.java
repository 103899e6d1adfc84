package dev.backbeat.server.tick;

/** Learns how ticks went, for metrics. Called on tick threads; must be cheap and thread-safe. */
public interface TickObserver {
  /** Learns nothing. */
  TickObserver NONE = new TickObserver() {};

  /**
   * A tick is over.
   *
   * @param kind of the task: the game's name
   * @param latenessNs from the moment it was due to its start
   * @param durationNs from its start to its end
   */
  default void onTick(String kind, long latenessNs, long durationNs) {}

  /**
   * The same of a task that can be asked for more, {@link TickTask#phases} for one, which are those
   * of this tick.
   *
   * @param tick its number
   */
  default void onTick(TickTask task, long tick, long latenessNs, long durationNs) {
    onTick(task.kind(), latenessNs, durationNs);
  }

  /** A task was so far behind that its schedule was moved by so many periods. */
  default void onOverrun(String kind, long skippedTicks) {}

  /** A task threw and is no longer run. */
  default void onFailure(String kind) {}
}
