package dev.backbeat.server.room;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The executor that makes rooms, one at a time. Answers come back to the caller's Vert.x context if
 * it has one, else on the executor. Any thread.
 */
final class ControlExecutor {
  private final Executor executor;

  /** Runs one task at a time; may refuse some. */
  ControlExecutor(Executor executor) {
    this.executor = executor;
  }

  /** Does it there; fails with SERVER_FULL if too much waits for it already. */
  <T> Future<T> call(Callable<T> work) {
    Context context = Vertx.currentContext();
    Promise<T> promise = Promise.promise();
    try {
      executor.execute(
          () -> {
            Future<T> outcome = outcome(work);
            back(context, () -> outcome.onComplete(promise));
          });
    } catch (RejectedExecutionException e) {
      promise.fail(
          new JoinException(JoinException.Code.SERVER_FULL, "the server has too much to do"));
    }
    return promise.future();
  }

  private static <T> Future<T> outcome(Callable<T> work) {
    try {
      return Future.succeededFuture(work.call());
    } catch (Exception | Error e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * What a tick thread completes, as a Vert.x future that completes off the tick threads, unless
   * the executor refuses.
   */
  Future<Void> answer(CompletableFuture<Void> done) {
    Context context = Vertx.currentContext();
    Promise<Void> promise = Promise.promise();
    Executor on = context == null ? this::executeAnyhow : task -> back(context, task);
    done.whenCompleteAsync((nothing, failure) -> promise.complete(), on);
    return promise.future();
  }

  /** An answer comes on a tick thread rather than never. */
  private void executeAnyhow(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  private static void back(Context context, Runnable task) {
    if (context == null) {
      task.run();
    } else {
      context.runOnContext(nothing -> task.run());
    }
  }
}
