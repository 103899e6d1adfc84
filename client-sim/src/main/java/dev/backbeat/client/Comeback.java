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

  // A server that restarts needs a moment, however short its grace period is.
  private static final long MIN_REJOIN_NS = 30_000_000_000L;

  private final ReconnectPolicy policy;
  private final Backoff backoff;
  private Step step = Step.RESUME;
  private boolean lost;
  private long graceNs;
  private long deadlineNs;
  private long attemptAtNs;

  Comeback(ReconnectPolicy policy, long seed) {
    this.policy = policy;
    this.backoff = new Backoff(policy, seed);
  }

  /** The client is in its room. */
  void onPlaying(int resumeGraceMs) {
    graceNs = resumeGraceMs * 1_000_000L;
    step = Step.RESUME;
    lost = false;
    backoff.reset();
  }

  /** The connection is lost: now if it stood, else the loss before still counts. */
  void onLost(int retryAfterMs, long nowNs) {
    if (!lost) {
      lost = true;
      deadlineNs = nowNs + graceNs;
    }
    plan(retryAfterMs, nowNs);
  }

  /** An attempt failed, and the same may succeed later. */
  void onFailed(int retryAfterMs, long nowNs) {
    plan(retryAfterMs, nowNs);
  }

  /** There is a server, and it does not have the session (any more). */
  void onSessionGone(long nowNs) {
    onGone(true, nowNs);
  }

  private void onGone(boolean rejoins, long nowNs) {
    if (step == Step.RESUME && rejoins) {
      step = Step.REJOIN;
      deadlineNs = nowNs + Math.max(graceNs, MIN_REJOIN_NS);
      plan(0, nowNs);
    } else {
      step = Step.GIVE_UP;
    }
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
    attemptAtNs = nowNs + retryAfterMs * 1_000_000L + backoff.nextMs() * 1_000_000L;
    if (attemptAtNs - deadlineNs > 0) {
      // One last try at the very end is worth more than none.
      if (nowNs - deadlineNs < 0 && retryAfterMs == 0) {
        attemptAtNs = deadlineNs;
      } else if (step == Step.RESUME) {
        onGone(policy.rejoin(), nowNs);
      } else {
        step = Step.GIVE_UP;
      }
    }
  }
}
