/** How long to wait before coming back. */

/** most that is added to a server's hint, ms */
const MAX_SPREAD_MS = 5000;

/**
 * When to come back that was told to stay away for so long: not at once with all that were told the same.
 *
 * @param {number} hintMs of a Goodbye, an Error or a Retry-After; 0 = none
 * @param {() => number} random
 * @returns {number} the hint and up to half of it more, 5 s at most, ms
 */
export function spread(hintMs, random) {
  return hintMs + Math.round(random() * Math.min(hintMs / 2, MAX_SPREAD_MS));
}

/** Exponential back-off with full jitter (Brooker, "Exponential Backoff And Jitter", 2015). */
export class Backoff {
  /** @param {{baseMs?: number, capMs?: number, random?: () => number}} [options] */
  constructor({ baseMs = 150, capMs = 4000, random = Math.random } = {}) {
    this.baseMs = baseMs;
    this.capMs = capMs;
    this.random = random;
    this.attempt = 0;
  }

  /** @returns {number} how long to wait before the next attempt, ms */
  nextDelayMs() {
    const most = Math.min(this.capMs, this.baseMs * 2 ** this.attempt);
    this.attempt = Math.min(this.attempt + 1, 20);
    return Math.round(this.random() * most);
  }
}
