package dev.backbeat.server.ops;

import dev.backbeat.server.tick.TickHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Whether the server does its work: gateway loops turn, ticks that are due are run, and frames
 * leave where there are players. Any thread; time is an argument, so that every answer is of the
 * moment it is asked for and nothing has to be polled.
 */
public final class Health {
  /** A gateway loop turns so often. */
  public static final long LOOP_PERIOD_NS = 100_000_000L;

  /**
   * Where players are connected, frames leave at least so often: a room that sends once per second
   * may be silent for four sends.
   */
  static final long FRAMES_LIMIT_NS = 5_000_000_000L;

  private final ConcurrentHashMap<String, AtomicLong> loops = new ConcurrentHashMap<>();
  private final long readyLimitNs;
  private final long liveLimitNs;
  private final TickThreads tickThreads;
  private final LongSupplier framesDecided;
  private final IntSupplier connectedSessions;
  private final BooleanSupplier admitting;
  private volatile boolean listening;
  private volatile boolean draining;
  private volatile boolean doorClosed;
  private volatile String instance = "";
  private volatile boolean closing;
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
   * @param readyLimitNs a tick that is overdue by more, or a gateway loop that is, makes the server
   *     not ready
   * @param liveLimitNs overdue by more, and it is as good as dead; 0 = it never is
   * @param framesDecided since the start: written, or kept from a client that is slow
   * @param connectedSessions players and watchers with a live connection
   * @param admitting whether the overload ladder lets new players in
   */
  public Health(
      long readyLimitNs,
      long liveLimitNs,
      TickThreads tickThreads,
      LongSupplier framesDecided,
      IntSupplier connectedSessions,
      BooleanSupplier admitting) {
    this.readyLimitNs = readyLimitNs;
    this.liveLimitNs = liveLimitNs;
    this.tickThreads = tickThreads;
    this.framesDecided = framesDecided;
    this.connectedSessions = connectedSessions;
    this.admitting = admitting;
  }

  /** A gateway loop turned. Called on it, every {@link #LOOP_PERIOD_NS}. */
  public void loopTurned(String loop, long nowNs) {
    loops.computeIfAbsent(loop, l -> new AtomicLong()).set(nowNs);
  }

  /** Looks whether frames move. Called once per second, so that a probe need not be the first. */
  public synchronized void observe(long nowNs) {
    long frames = framesDecided.getAsLong();
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

  /** The process' name among others, which {@code /readyz} tells. */
  public void instance(String name) {
    instance = name;
  }

  /** The process' name; empty as long as nobody has said it. */
  public String instance() {
    return instance;
  }

  /** From now on the server is not ready, whoever it still lets in. */
  public void drain() {
    draining = true;
  }

  /** While it drains: from now on nobody new gets in; who has a seat may still come back to it. */
  public void closeDoor() {
    doorClosed = true;
  }

  /** From now on nobody gets in. */
  public void closing() {
    draining = true;
    doorClosed = true;
    closing = true;
  }

  /** Whether the server is about to stop. */
  public boolean draining() {
    return draining;
  }

  /** For how long the most overdue tick has been due, in ns; 0 = none is. */
  public long tickAgeNs(long nowNs) {
    return tickThreads.health(nowNs).stream().mapToLong(TickHealth::overdueNs).max().orElse(0);
  }

  /** For how long each tick thread's most overdue tick has been due, by thread, in ns. */
  public Map<String, Long> tickAgesNs(long nowNs) {
    Map<String, Long> ages = new TreeMap<>();
    tickThreads.health(nowNs).forEach(thread -> ages.put(thread.thread(), thread.overdueNs()));
    return ages;
  }

  /** Errors that tick threads survived, beside those of games. */
  public long tickThreadFailures(long nowNs) {
    return tickThreads.health(nowNs).stream().mapToLong(TickHealth::failures).sum();
  }

  /** For how long the most overdue gateway loop has been due to turn, in ns; 0 = none is. */
  public long loopAgeNs(long nowNs) {
    long oldestNs = 0;
    for (AtomicLong turnedNs : loops.values()) {
      oldestNs = Math.max(oldestNs, nowNs - turnedNs.get() - LOOP_PERIOD_NS);
    }
    return oldestNs;
  }

  /**
   * Whether somebody who connects now gets in, as far as the drain is concerned.
   *
   * @param resumes whether he comes back to a seat that he has
   */
  public boolean admits(boolean resumes) {
    return resumes ? !closing : !doorClosed;
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
    addStalled(stalled(nowNs, readyLimitNs), problems);
    observe(nowNs);
    synchronized (this) {
      if (nowNs - framesMovedNs > FRAMES_LIMIT_NS) {
        problems.add("players are connected, but no frame left for " + ms(nowNs - framesMovedNs));
      }
    }
    return problems;
  }

  /** Why the process should be restarted; empty = it lives. */
  public List<String> deadly(long nowNs) {
    List<String> problems = new ArrayList<>();
    if (liveLimitNs > 0) {
      addStalled(stalled(nowNs, liveLimitNs), problems);
    }
    return problems;
  }

  /** The threads that make the server not ready, and for how long they have been overdue, in ns. */
  public Map<String, Long> stalledThreads(long nowNs) {
    Map<String, Long> overdueNs = new TreeMap<>();
    stalled(nowNs, readyLimitNs).forEach(s -> overdueNs.put(s.thread(), s.overdueNs()));
    return overdueNs;
  }

  private record Stalled(String thread, long overdueNs, String problem) {}

  private static void addStalled(List<Stalled> stalled, List<String> problems) {
    stalled.forEach(s -> problems.add(s.problem()));
  }

  private List<Stalled> stalled(long nowNs, long limitNs) {
    List<Stalled> stalled = new ArrayList<>();
    loops.forEach(
        (loop, turnedNs) -> {
          long overdueNs = nowNs - turnedNs.get() - LOOP_PERIOD_NS;
          if (overdueNs > limitNs) {
            String problem = "gateway loop " + loop + " has not turned for " + ms(overdueNs);
            stalled.add(new Stalled(loop, overdueNs, problem));
          }
        });
    for (TickHealth thread : tickThreads.health(nowNs)) {
      String name = thread.thread();
      if (!thread.alive()) {
        stalled.add(new Stalled(name, thread.overdueNs(), name + " has died"));
      } else if (thread.overdueNs() > limitNs) {
        stalled.add(
            new Stalled(
                name, thread.overdueNs(), name + " is overdue by " + ms(thread.overdueNs())));
      }
    }
    return stalled;
  }

  private static String ms(long ns) {
    return ns / 1_000_000 + " ms";
  }
}
