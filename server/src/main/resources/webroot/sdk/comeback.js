/** The way back after a lost connection: which attempt is next, when, and until when it makes sense. */
import { Backoff, spread } from './backoff.js';

/** a connection that held for so long was a good one: the next loss is answered at once again */
const HELD_MS = 1000;
/** a server that restarts needs a moment, however short its grace period is */
const MIN_REJOIN_MS = 30000;
/** a hint that is longer does not prolong the patience further */
const MAX_HINT_MS = 600000;

/** A server may be away for so long, if the program does not say otherwise. */
export const REJOIN_FOR_MS = 300000;

export class Comeback {
  #random;
  #rejoinForMs;
  #backoff;
  #graceMs = 0;
  #playingSinceMs = 0;
  #deadlineMs = 0;
  #patienceEndMs = 0;

  /**
   * @param {{random: () => number, rejoinForMs?: number}} options rejoinForMs: for how long after a loss,
   *     and after the time that the server asked for, to try to join anew where nobody has answered
   *     within the grace period; 0 = not at all
   */
  constructor({ random, rejoinForMs = REJOIN_FOR_MS }) {
    this.#random = random;
    this.#rejoinForMs = rejoinForMs;
    this.#backoff = new Backoff({ random });
    /** @type {'resume'|'rejoin'|'end'} what the next attempt is; end = it makes no sense any more */
    this.step = 'resume';
    /** how long to wait before it, ms */
    this.waitMs = 0;
  }

  /** The client is in its room. */
  playing(graceMs, nowMs) {
    this.#graceMs = graceMs;
    this.#playingSinceMs = nowMs;
  }

  /** A connection that stood is lost. */
  lost(retryAfterMs, nowMs) {
    if (nowMs - this.#playingSinceMs >= HELD_MS) {
      this.#backoff = new Backoff({ random: this.#random });
    }
    this.step = 'resume';
    this.#deadlineMs = nowMs + this.#graceMs;
    this.#patienceEndMs = nowMs + Math.min(retryAfterMs, MAX_HINT_MS) + this.#rejoinForMs;
    this.#plan(retryAfterMs, nowMs);
  }

  /** An attempt failed, and the same may succeed later. */
  failed(retryAfterMs, nowMs) {
    this.#plan(retryAfterMs, nowMs);
  }

  /** There is a server, and it does not have the session (any more). */
  gone(retryAfterMs, nowMs) {
    this.#joinAnew(retryAfterMs, nowMs);
    this.#plan(retryAfterMs, nowMs);
  }

  #joinAnew(retryAfterMs, nowMs) {
    this.step = 'rejoin';
    const leastMs = Math.min(retryAfterMs, MAX_HINT_MS) + Math.max(this.#graceMs, MIN_REJOIN_MS);
    this.#deadlineMs = Math.max(this.#patienceEndMs, nowMs + leastMs);
  }

  #plan(retryAfterMs, nowMs) {
    this.waitMs = Math.max(spread(retryAfterMs, this.#random), this.#backoff.nextDelayMs());
    const tooLate = () => nowMs + this.waitMs > this.#deadlineMs;
    if (this.step === 'resume' && tooLate() && (retryAfterMs > 0 || this.#rejoinForMs > 0)) {
      this.#joinAnew(retryAfterMs, nowMs);
    }
    if (tooLate()) {
      this.step = 'end';
    }
  }
}
