package dev.backbeat.server.tick;

/** Where a task can be put to be run. Any thread. */
public interface TickHost {
  /**
   * Runs the task from now on, until its tick returns false or throws.
   *
   * @throws java.util.concurrent.RejectedExecutionException if it takes no more, with a sentence
   */
  void add(TickTask task);

  /** The sum of the weights of its tasks. */
  long weight();
}
