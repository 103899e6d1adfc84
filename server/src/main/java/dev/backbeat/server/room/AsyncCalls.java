package dev.backbeat.server.room;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Work that a game has done outside of its simulation, and what came of it. The room's thread
 * starts and polls; workers add outcomes, never more than the simulation lets be under way.
 */
final class AsyncCalls {
  private final Executor worker;
  private final ArrayBlockingQueue<Outcome> outcomes =
      new ArrayBlockingQueue<>(Simulation.MAX_ASYNC_CALLS);

  AsyncCalls(Executor worker) {
    this.worker = worker;
  }

  /** How a call ended: a result (which may be null), or one sentence of error. */
  record Outcome(long call, byte[] result, String error) {}

  void start(long call, Callable<byte[]> work) {
    try {
      worker.execute(() -> outcomes.add(run(call, work)));
    } catch (RejectedExecutionException e) {
      outcomes.add(new Outcome(call, null, "the server has too many calls under way"));
    }
  }

  /** The next outcome, or null. */
  Outcome poll() {
    return outcomes.poll();
  }

  private static Outcome run(long call, Callable<byte[]> work) {
    try {
      byte[] result = work.call();
      if (result == null || result.length <= Simulation.MAX_ASYNC_RESULT_BYTES) {
        return new Outcome(call, result, null);
      }
      return new Outcome(
          call, null, "the result is larger than " + Simulation.MAX_ASYNC_RESULT_BYTES + " bytes");
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      return new Outcome(call, null, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }
}
