package dev.backbeat.server.gateway;

import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.ThreadExecutorMap;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Collection;

/**
 * How many tasks wait on a loop for their time: timeouts, periodic work. Netty keeps the queue to
 * itself, so it is looked at from behind; where that is not possible, nothing is known.
 */
final class LoopTimers {
  private static final MethodHandle QUEUE = queue();

  private LoopTimers() {}

  private static MethodHandle queue() {
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.privateLookupIn(
              AbstractScheduledEventExecutor.class, MethodHandles.lookup());
      return lookup.unreflectGetter(
          AbstractScheduledEventExecutor.class.getDeclaredField("scheduledTaskQueue"));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // Another Netty, or modules that forbid it.
    }
  }

  /** Of the loop that this thread is; 0 where that is not known. */
  static int ofThisLoop() {
    EventExecutor loop = ThreadExecutorMap.currentExecutor();
    if (QUEUE == null || !(loop instanceof AbstractScheduledEventExecutor scheduled)) {
      return 0;
    }
    try {
      return ((Object) QUEUE.invoke(scheduled)) instanceof Collection<?> tasks ? tasks.size() : 0;
    } catch (Throwable e) { // A getter throws nothing of its own.
      throw new LinkageError("reading a loop's queue of timers", e);
    }
  }
}
