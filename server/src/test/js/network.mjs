// A simulated network and server in virtual time, for tests of clock, lead and delay. Seeded.

/** Mulberry32: small, and good enough to make jitter. */
export function random(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A normal variate (Box and Muller), from a uniform generator. */
export function normal(next) {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** One direction of a TCP connection: every message takes its time, but none overtakes another. */
export class Way {
  #lastMs = 0;

  /**
   * @param {{baseMs: number, jitterMs: number, next: () => number, stallFromMs?: number, stallToMs?: number}} way
   *     jitter is normal around the base, never below base - 2 jitters; nothing passes during the stall
   */
  constructor(way) {
    this.way = way;
  }

  /** When what is sent at `sentMs` arrives. */
  arrivalMs(sentMs) {
    const { baseMs, jitterMs, next, stallFromMs = Infinity, stallToMs = 0 } = this.way;
    const noise = Math.max(-2, Math.min(4, normal(next)));
    let atMs = sentMs + Math.max(0, baseMs + jitterMs * noise);
    if (atMs >= stallFromMs && atMs < stallToMs) {
      atMs = stallToMs;
    }
    this.#lastMs = Math.max(this.#lastMs, atMs);
    return this.#lastMs;
  }
}

/** Events in virtual time. */
export class Timeline {
  #queue = [];
  #order = 0;
  nowMs = 0;

  at(ms, what) {
    const event = { ms, what, order: this.#order++ };
    let i = this.#queue.length;
    while (i > 0 && (this.#queue[i - 1].ms > ms)) {
      i--;
    }
    this.#queue.splice(i, 0, event);
  }

  run(untilMs) {
    while (this.#queue.length > 0 && this.#queue[0].ms <= untilMs) {
      const event = this.#queue.shift();
      this.nowMs = event.ms;
      event.what(event.ms);
    }
    this.nowMs = untilMs;
  }
}
