package dev.backbeat.server.tick;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs many tasks, each at its own fixed rate, earliest deadline first, with their phases spread
 * over the period. Has no thread: whoever owns one calls {@link #runDue} again and again, and a
 * test calls it with the time that it likes.
 *
 * <p>A task that is more than {@code maxCatchUpTicks} behind is not run faster and faster: its
 * schedule is moved to now and the lost periods are counted. A task that throws is dropped; the
 * others don't notice.
 */
public final class TickLoop {
  private static final Logger LOG = LoggerFactory.getLogger(TickLoop.class);

  /** So many ticks are made good before a schedule is moved. */
  public static final int DEFAULT_MAX_CATCH_UP_TICKS = 5;

  /** {@link #runDue} with nothing to run asks to be called again after this time. */
  static final long IDLE_NS = TickSchedule.NS_PER_SECOND;

  private final LongSupplier clockNs;
  private final TickObserver observer;
  private final int maxCatchUpTicks;
  private final Consumer<TickTask> ended;
  private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.naturalOrder());
  private long ticks;
  private long busyNs;
  private double latePeriods;
  // What runs now, or is being added, if the loop is in the middle of it.
  private TickTask running;
  private volatile long dueNs;

  /**
   * An empty loop.
   *
   * @param clockNs read before and after each tick, to tell when it started and how long it took
   * @param maxCatchUpTicks how far behind a task may be before its schedule is moved
   * @param ended learns of each task that is over or failed
   */
  public TickLoop(
      LongSupplier clockNs, TickObserver observer, int maxCatchUpTicks, Consumer<TickTask> ended) {
    this.clockNs = clockNs;
    this.observer = observer;
    this.maxCatchUpTicks = maxCatchUpTicks;
    this.ended = ended;
  }

  /** Adds a task; its first tick is due one to two periods after {@code nowNs}. */
  public void add(TickTask task, long nowNs) {
    running = task;
    int hz = task.tickHz();
    long[] taken =
        entries.stream()
            .filter(e -> e.schedule.hz() == hz)
            .mapToLong(e -> e.schedule.phase())
            .sorted()
            .toArray();
    long startNs = TickSchedule.spreadStartNs(hz, nowNs, taken);
    entries.add(new Entry(task, new TickSchedule(hz, startNs)));
    running = null;
  }

  /**
   * After {@link #add} or {@link #runDue} ended by an error: fails and drops the task that they
   * were at, if any, so that its players are told. The loop can go on then.
   */
  public void recover(Throwable failure) {
    TickTask task = running;
    running = null;
    if (task != null) {
      fail(task, failure);
      ended.accept(task);
    }
  }

  /** Number of tasks. */
  public int size() {
    return entries.size();
  }

  /**
   * When the tick is due that runs now or comes next; where there is none, when {@link #runDue}
   * asks to be called. Any thread.
   */
  long dueNs() {
    return dueNs;
  }

  /** Nothing is due before this time: for the time until the first call. */
  void startAt(long nowNs) {
    dueNs = nowNs + IDLE_NS;
  }

  /** How many ticks were run. */
  long ticks() {
    return ticks;
  }

  /** The time that they took. */
  long busyNs() {
    return busyNs;
  }

  /** The sum of how late they started, each in its own periods. */
  double latePeriods() {
    return latePeriods;
  }

  /** Runs every tick that is due at {@code nowNs}; returns when the next one is. */
  public long runDue(long nowNs) {
    for (Entry e = entries.peek(); e != null && e.deadlineNs - nowNs <= 0; e = entries.peek()) {
      entries.poll();
      running = e.task;
      if (run(e, nowNs)) {
        e.deadlineNs = e.schedule.nextDeadlineNs();
        entries.add(e);
      } else {
        ended.accept(e.task);
      }
      running = null;
    }
    Entry next = entries.peek();
    dueNs = next == null ? nowNs + IDLE_NS : next.deadlineNs;
    return dueNs;
  }

  private boolean run(Entry e, long nowNs) {
    TickTask task = e.task;
    try {
      long behind = e.schedule.dueTicks(nowNs) - 1;
      if (behind > maxCatchUpTicks) {
        e.schedule.skip(behind);
        observer.onOverrun(task.kind(), behind);
        task.onOverrun(behind);
      }
      long scheduledNs = e.schedule.nextDeadlineNs();
      dueNs = scheduledNs;
      long beginNs = clockNs.getAsLong();
      long tick = e.schedule.nextTick();
      boolean goesOn = task.tick(tick, scheduledNs, beginNs);
      e.schedule.advance();
      long latenessNs = beginNs - scheduledNs;
      long durationNs = clockNs.getAsLong() - beginNs;
      ticks++;
      busyNs += durationNs;
      latePeriods +=
          Math.max(0, latenessNs) * (double) e.schedule.hz() / TickSchedule.NS_PER_SECOND;
      observer.onTick(task, tick, latenessNs, durationNs);
      return goesOn;
    } catch (Throwable failure) { // Whatever one task does, the thread is not its own.
      fail(task, failure);
      return false;
    }
  }

  private void fail(TickTask task, Throwable failure) {
    try {
      task.onFailure(failure);
      observer.onFailure(task.kind());
    } catch (Throwable second) {
      LOG.atError().setCause(second).log("{}: failed while it was being ended", task.kind());
    }
  }

  private static final class Entry implements Comparable<Entry> {
    final TickTask task;
    final TickSchedule schedule;
    long deadlineNs;

    Entry(TickTask task, TickSchedule schedule) {
      this.task = task;
      this.schedule = schedule;
      this.deadlineNs = schedule.nextDeadlineNs();
    }

    @Override
    public int compareTo(Entry other) {
      return Long.signum(deadlineNs - other.deadlineNs);
    }
  }
}
