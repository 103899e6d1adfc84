package dev.backbeat.server.ops;

import dev.backbeat.server.tick.TickHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Whether the server does its work: gateway loops turn, tick threads turn, ticks that are due are
 * run, and frames leave where there are players. Any thread; time is an argument.
 */
public final class Health {
  /** How long any part may stand still before the server is not ready. */
  static final long LIMIT_NS = 2_000_000_000L;

  private final ConcurrentHashMap<String, AtomicLong> loops = new ConcurrentHashMap<>();
  private final TickThreads tickThreads;
  private final LongSupplier framesWritten;
  private final IntSupplier connectedSessions;
  private final BooleanSupplier admitting;
  private volatile boolean listening;
  private volatile boolean draining;
  // Guarded by this: the frames seen last, and since when they have not moved.
  private long seenFrames = -1;
  private long framesMovedNs;
  private boolean hadSessions;

  /** Asks the tick threads. */
  @FunctionalInterface
  public interface TickThreads {
    /** How each of them does. */
    List<TickHealth> health(long nowNs);
  }

  /**
   * A server that does not listen yet.
   *
   * @param framesWritten since the start
   * @param connectedSessions players and watchers with a live connection
   * @param admitting whether the overload ladder lets new players in
   */
  public Health(
      TickThreads tickThreads,
      LongSupplier framesWritten,
      IntSupplier connectedSessions,
      BooleanSupplier admitting) {
    this.tickThreads = tickThreads;
    this.framesWritten = framesWritten;
    this.connectedSessions = connectedSessions;
    this.admitting = admitting;
  }

  /** A gateway loop turned. Called on it, several times per second. */
  public void loopTurned(String loop, long nowNs) {
    loops.computeIfAbsent(loop, l -> new AtomicLong()).set(nowNs);
  }

  /** Looks whether frames move. Called once per second, so that a probe need not be the first. */
  public synchronized void observe(long nowNs) {
    long frames = framesWritten.getAsLong();
    boolean sessions = connectedSessions.getAsInt() > 0;
    if (frames != seenFrames || !sessions || !hadSessions) {
      framesMovedNs = nowNs;
    }
    seenFrames = frames;
    hadSessions = sessions;
  }

  /** Players can come from now on. */
  public void listening() {
    listening = true;
  }

  /** From now on the server is not ready and nobody new gets in. */
  public void drain() {
    draining = true;
  }

  /** Whether nobody new gets in. */
  public boolean draining() {
    return draining;
  }

  /** Why the server is not ready; empty = it is. */
  public List<String> problems(long nowNs) {
    List<String> problems = new ArrayList<>();
    if (draining) {
      problems.add("the server drains");
    }
    if (!listening) {
      problems.add("the server does not listen yet");
    }
    if (!admitting.getAsBoolean()) {
      problems.add("the server is overloaded and admits nobody new");
    }
    loops.forEach(
        (loop, turnedNs) -> {
          long silentNs = nowNs - turnedNs.get();
          if (silentNs > LIMIT_NS) {
            problems.add("gateway loop " + loop + " has not turned for " + ms(silentNs));
          }
        });
    for (TickHealth thread : tickThreads.health(nowNs)) {
      if (thread.sinceTurnNs() > LIMIT_NS) {
        problems.add(thread.thread() + " has not turned for " + ms(thread.sinceTurnNs()));
      } else if (thread.tasks() > 0 && thread.overdueNs() > LIMIT_NS) {
        problems.add(thread.thread() + " is overdue by " + ms(thread.overdueNs()));
      }
    }
    observe(nowNs);
    synchronized (this) {
      if (nowNs - framesMovedNs > LIMIT_NS) {
        problems.add("players are connected, but no frame left for " + ms(nowNs - framesMovedNs));
      }
    }
    return problems;
  }

  private static String ms(long ns) {
    return ns / 1_000_000 + " ms";
  }
}
