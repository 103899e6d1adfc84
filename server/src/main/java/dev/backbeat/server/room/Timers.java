package dev.backbeat.server.room;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/** A game's timers: by tick, then in the order of scheduling. Room's thread. */
final class Timers {
  static final int MAX_TIMERS = 65_536;

  private final PriorityQueue<Timer> queue = new PriorityQueue<>();
  private final Map<Long, Timer> byHandle = new HashMap<>();
  private long lastHandle;

  long schedule(int tick, Runnable task) {
    if (queue.size() >= MAX_TIMERS) {
      throw new IllegalStateException("the room's limit of " + MAX_TIMERS + " timers is reached");
    }
    Timer timer = new Timer(tick, ++lastHandle, task);
    queue.add(timer);
    byHandle.put(timer.handle, timer);
    return timer.handle;
  }

  void cancel(long handle) {
    Timer timer = byHandle.remove(handle);
    if (timer != null) {
      queue.remove(timer);
    }
  }

  void runDue(int tick) {
    for (Timer t = queue.peek(); t != null && t.tick <= tick; t = queue.peek()) {
      queue.poll();
      byHandle.remove(t.handle);
      t.task.run();
    }
  }

  private record Timer(int tick, long handle, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return tick != other.tick
          ? Integer.compare(tick, other.tick)
          : Long.compare(handle, other.handle);
    }

    @Override
    public boolean equals(Object other) {
      return this == other; // A handle is given once.
    }

    @Override
    public int hashCode() {
      return Long.hashCode(handle);
    }
  }
}
