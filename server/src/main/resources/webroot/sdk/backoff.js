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
