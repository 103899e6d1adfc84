package dev.backbeat.server.admission;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log that the wall clock was set back by more than used tickets are remembered for,
 * all steps since the start together. Nothing can be done about it here: what was forgotten is not
 * told from what is new. Not thread-safe.
 */
public final class ClockWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
  private static final long BOUND_MS = TimeUnit.SECONDS.toMillis(UsedTickets.AFTERWARDS_SECONDS);

  private final long startNs;
  private long mostAheadMs = Long.MIN_VALUE;
  private boolean back;

  /**
   * The wall clock was not looked at yet.
   *
   * @param nowNs of a clock that nobody sets
   */
  public ClockWatch(long nowNs) {
    startNs = nowNs;
  }

  /**
   * One look, now and then.
   *
   * @param epochMs the wall clock, in ms since 1970
   * @param nowNs the other clock
   * @return whether it says so now
   */
  public boolean look(long epochMs, long nowNs) {
    long aheadMs = epochMs - TimeUnit.NANOSECONDS.toMillis(nowNs - startNs);
    mostAheadMs = Math.max(mostAheadMs, aheadMs);
    boolean before = back;
    back = mostAheadMs - aheadMs > BOUND_MS;
    if (!back || before) {
      return false;
    }
    LOG.atWarn()
        .addKeyValue("seconds", TimeUnit.MILLISECONDS.toSeconds(mostAheadMs - aheadMs))
        .log("the wall clock was set back: tickets that were used before may let in again");
    return true;
  }
}
