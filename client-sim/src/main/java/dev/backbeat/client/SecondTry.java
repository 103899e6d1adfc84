package dev.backbeat.client;

/**
 * A newcomer's second try. He may have met a server that is just being left for another one: it
 * refuses, or resets what it has not accepted yet, and the next connection meets the other one. So
 * there is a second try, and no third. Time is an argument.
 */
final class SecondTry {
  /** It comes about so long after the first. */
  private static final int WAIT_MS = 250;

  private static final int MAX_HINT_MS = 3_000;
  private static final String DRAINING = "ERROR_DRAINING";

  private final boolean enabled;
  private final Backoff jitter;
  private boolean used;
  private long atNs = LoopTicker.NEVER;

  SecondTry(ReconnectPolicy policy, long seed) {
    enabled = policy.enabled();
    jitter = new Backoff(new ReconnectPolicy(true, WAIT_MS, WAIT_MS, 0, 0), seed);
  }

  /**
   * The first try failed; plans a second one, if it may help.
   *
   * @param answered whether the server said why
   */
  boolean plan(boolean answered, String errorCode, int hintMs, long nowNs) {
    if (!enabled || used || answered && !errorCode.equals(DRAINING)) {
      return false;
    }
    used = true;
    long waitMs = jitter.spreadMs(Math.min(hintMs, MAX_HINT_MS)) + WAIT_MS / 2 + jitter.nextMs();
    atNs = nowNs + waitMs * 1_000_000L;
    return true;
  }

  /** When it is due; {@link LoopTicker#NEVER} = none is planned. */
  long atNs() {
    return atNs;
  }

  /** It is being made. */
  void made() {
    atNs = LoopTicker.NEVER;
  }
}
