package dev.backbeat.client;

/**
 * The way back after a lost connection: which attempt is next, when, and until when it makes sense.
 * Time is an argument; without a socket.
 */
final class Comeback {
  /** What the next attempt is. */
  enum Step {
    /** Present the resume token. */
    RESUME,
    /** Join as a newcomer. */
    REJOIN,
    /** It makes no sense any more. */
    GIVE_UP
  }

  private static final long MS = 1_000_000L;
  // A server that restarts needs a moment, however short its grace period is.
  private static final long MIN_REJOIN_NS = 30_000 * MS;
  // A hint that is longer does not prolong the patience further.
  private static final int MAX_HINT_MS = 600_000;

  private final ReconnectPolicy policy;
  private final Backoff backoff;
  private Step step = Step.RESUME;
  private boolean lost;
  private long graceNs;
  private long deadlineNs;
  private long patienceEndNs;
  private long attemptAtNs;

  Comeback(ReconnectPolicy policy, long seed) {
    this.policy = policy;
    this.backoff = new Backoff(policy, seed);
  }

  /** The client is in its room. */
  void onPlaying(int resumeGraceMs) {
    graceNs = resumeGraceMs * MS;
    step = Step.RESUME;
    lost = false;
    backoff.reset();
  }

  /** The connection is lost: now if it stood, else the loss before still counts. */
  void onLost(int retryAfterMs, long nowNs) {
    if (!lost) {
      lost = true;
      deadlineNs = nowNs + graceNs;
      patienceEndNs = nowNs + hintNs(retryAfterMs) + policy.rejoinForMs() * MS;
    }
    plan(retryAfterMs, nowNs);
  }

  /** An attempt failed, and the same may succeed later. */
  void onFailed(int retryAfterMs, long nowNs) {
    plan(retryAfterMs, nowNs);
  }

  /** There is a server, and it does not have the session (any more). */
  void onSessionGone(int retryAfterMs, long nowNs) {
    if (step == Step.RESUME) {
      joinAnew(retryAfterMs, nowNs);
      plan(retryAfterMs, nowNs);
    } else {
      step = Step.GIVE_UP;
    }
  }

  private void joinAnew(int retryAfterMs, long nowNs) {
    step = Step.REJOIN;
    long leastNs = hintNs(retryAfterMs) + Math.max(graceNs, MIN_REJOIN_NS);
    deadlineNs = nowNs + Math.max(patienceEndNs - nowNs, leastNs);
  }

  Step step() {
    return step;
  }

  long attemptAtNs() {
    return attemptAtNs;
  }

  int attempts() {
    return backoff.attempts();
  }

  private void plan(int retryAfterMs, long nowNs) {
    int hintMs = backoff.spreadMs(retryAfterMs);
    attemptAtNs = nowNs + Math.max(hintMs, backoff.nextMs()) * MS;
    if (attemptAtNs - deadlineNs <= 0) {
      return;
    }
    if (nowNs - deadlineNs < 0 && retryAfterMs == 0) {
      // One last try at the very end is worth more than none.
      attemptAtNs = deadlineNs;
    } else if (step == Step.RESUME && (retryAfterMs > 0 || policy.rejoinForMs() > 0)) {
      joinAnew(retryAfterMs, nowNs);
    }
    if (attemptAtNs - deadlineNs > 0) {
      step = Step.GIVE_UP;
    }
  }

  private static long hintNs(int retryAfterMs) {
    return Math.min(retryAfterMs, MAX_HINT_MS) * MS;
  }
}
