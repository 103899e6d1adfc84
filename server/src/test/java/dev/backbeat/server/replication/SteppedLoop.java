package dev.backbeat.server.replication;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** A gateway loop that runs its tasks when told to. */
final class SteppedLoop implements Executor {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private int executed;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Runs the oldest task; false if there is none. */
  boolean step() {
    Runnable task = tasks.poll();
    if (task == null) {
      return false;
    }
    executed++;
    task.run();
    return true;
  }

  /** Runs until there is no task. */
  void drain() {
    while (step()) {
      // the condition is the work
    }
  }

  int queued() {
    return tasks.size();
  }

  /** Tasks run so far. */
  int executed() {
    return executed;
  }
}
