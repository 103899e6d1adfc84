package dev.backbeat.server.tick;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that turns a {@link TickLoop}: the only place of the tick path that reads a clock.
 *
 * <p>It parks until shortly before the next deadline and spins for the rest, because a parked
 * thread wakes up some 50 microseconds late (the kernel's timer slack).
 *
 * <p>It ends by {@link #close} alone: an error that is no game's fails the task that the loop was
 * at, and the others go on.
 */
public final class TickThread implements TickHost, AutoCloseable {
  /** The clock of the tick path, System.nanoTime, for those who are to be handed one. */
  public static final LongSupplier CLOCK_NS = System::nanoTime;

  private static final Logger LOG = LoggerFactory.getLogger(TickThread.class);

  /** After an error that is no game's: it shall not fill the log if it comes again and again. */
  private static final long AFTER_FAILURE_NS = 100_000_000;

  private static final int MAX_WAITING_TASKS = 4096;
  private static final long SPIN_NS = 50_000;
  private static final long NOT_WAITING = Long.MIN_VALUE;

  private final TickLoop loop;
  private final Thread thread;
  private final ArrayBlockingQueue<TickTask> added = new ArrayBlockingQueue<>(MAX_WAITING_TASKS);
  private final AtomicLong weight = new AtomicLong();
  private volatile boolean started;
  private volatile boolean stopped;
  private volatile int tasks;
  private volatile long turnNs;
  private volatile long failures;
  private volatile long ticks;
  private volatile long busyNs;
  private volatile double latePeriods;
  private volatile long awaitedNs = NOT_WAITING;

  /** A thread that is not started yet. */
  public TickThread(String name, TickObserver observer) {
    this.loop =
        new TickLoop(
            System::nanoTime,
            observer,
            TickLoop.DEFAULT_MAX_CATCH_UP_TICKS,
            task -> weight.addAndGet(-task.weight()));
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
    this.thread.setPriority(Thread.MAX_PRIORITY);
  }

  /** Starts it. */
  public void start() {
    turnNs = System.nanoTime();
    loop.startAt(turnNs);
    thread.start();
    started = true;
  }

  @Override
  public void add(TickTask task) {
    if (stopped || !added.offer(task)) {
      throw new RejectedExecutionException(
          thread.getName() + (stopped ? " is stopped" : " has too many rooms waiting to start"));
    }
    weight.addAndGet(task.weight());
    LockSupport.unpark(thread);
  }

  @Override
  public long weight() {
    return weight.get();
  }

  /** How it does at {@code nowNs} (System.nanoTime). Any thread. */
  public TickHealth health(long nowNs) {
    return new TickHealth(
        thread.getName(),
        tasks,
        thread.isAlive() || stopped || !started,
        nowNs - turnNs,
        started ? Math.max(0, nowNs - loop.dueNs()) : 0,
        failures);
  }

  /** What it has done so far, as of its last turn. Any thread. */
  public TickLoad load() {
    return new TickLoad(thread.getName(), ticks, busyNs, latePeriods);
  }

  /**
   * Whether it waits for a deadline that has passed: it would run if it had a processor. Any
   * thread.
   */
  boolean waitsFor(long nowNs) {
    long untilNs = awaitedNs;
    return untilNs != NOT_WAITING && nowNs - untilNs >= 0;
  }

  /** Ends the loop after the ticks that are running, and waits for that, at most 5 s. */
  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopped) {
      try {
        turn();
      } catch (Throwable failure) { // Its rooms would hang for ever if it ended here.
        survive(failure);
      }
    }
  }

  private void survive(Throwable failure) {
    awaitedNs = NOT_WAITING;
    failures++;
    try {
      loop.recover(failure);
      LOG.atError()
          .addKeyValue("thread", thread.getName())
          .setCause(failure)
          .log("tick thread failed");
    } catch (Throwable second) {
      failures++; // No memory to say so, probably; the count is what can be seen.
    }
    LockSupport.parkNanos(this, AFTER_FAILURE_NS);
  }

  /** A method of its own, so that it is compiled: {@link #run} is entered only once. */
  private void turn() {
    Thread.interrupted(); // A game may have interrupted us; parking would no longer wait.
    long nowNs = System.nanoTime();
    turnNs = nowNs;
    for (TickTask task = added.poll(); task != null; task = added.poll()) {
      loop.add(task, nowNs);
    }
    long nextNs = loop.runDue(nowNs);
    tasks = loop.size();
    ticks = loop.ticks();
    busyNs = loop.busyNs();
    latePeriods = loop.latePeriods();
    awaitedNs = nextNs;
    await(nextNs);
    awaitedNs = NOT_WAITING;
  }

  private void await(long untilNs) {
    long leftNs = Math.min(untilNs - System.nanoTime(), TickLoop.IDLE_NS);
    if (leftNs > SPIN_NS) {
      LockSupport.parkNanos(this, leftNs - SPIN_NS);
    } else {
      while (untilNs - System.nanoTime() > 0) {
        Thread.onSpinWait();
      }
    }
  }
}
