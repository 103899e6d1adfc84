/**
 * Where the server's simulation is, estimated from Ping and Pong. Of the newest samples the one with the
 * least round-trip time counts (its error is at most half of that, as in NTP's clock filter, RFC 5905
 * section 10), and the estimate is slewed towards it: while playing, time never jumps. It does so before the
 * first sample, after a resume, and when the server itself has slipped (an overloaded one drops ticks).
 */
const WINDOW = 16;
const SLEW = 0.05;
/** a sample this far off the best one, beyond what their round trips explain: the server's time moved */
const STEP_TICKS = 1;
/** a slip of the server larger than this is followed at once */
const JUMP_MS = 250;

export class ServerClock {
  #targetTicks = 0;
  #offsetTicks = 0;
  #oneWayTicks = 1;
  #targetOneWayTicks = 1;
  #updatedMs = -Infinity;
  #mayJump = true;

  /** @param {number} tickHz simulation rate, as Welcome says */
  constructor(tickHz) {
    this.tickHz = tickHz;
    this.samples = [];
    /** whether there was a sample */
    this.synced = false;
    /** newest, smoothed (RFC 6298's gain) and least recent round-trip time, ms; NaN = not known yet */
    this.rttMs = NaN;
    this.smoothedRttMs = NaN;
    this.minRttMs = NaN;
    this.rttVarMs = 0;
  }

  /** A first, coarse guess from the Welcome, which has no round trip. */
  seed(serverTick, nowMs) {
    if (!this.synced) {
      this.#offsetTicks = serverTick - this.#localTicks(nowMs);
      this.#targetTicks = this.#offsetTicks;
      this.#updatedMs = nowMs;
    }
  }

  /** Another connection: the estimate stays, and the next sample may correct it at once. */
  restart() {
    this.samples.length = 0;
    this.#mayJump = true;
  }

  /**
   * A Pong.
   *
   * @param {number} sentMs local time of the Ping
   * @param {number} nowMs local time of the Pong
   * @param {number} serverTick server_tick_q8 / 256
   */
  sample(sentMs, nowMs, serverTick) {
    const rttMs = Math.max(0, nowMs - sentMs);
    const offset = serverTick - this.#localTicks((sentMs + nowMs) / 2);
    const slipped = this.#slipped(rttMs, offset);
    if (slipped) {
      this.samples.length = 0;
    }
    this.samples.push({ rttMs, offset });
    if (this.samples.length > WINDOW) {
      this.samples.shift();
    }
    this.#measure(rttMs);
    this.#slew(nowMs);
    const best = this.#best();
    this.minRttMs = best.rttMs;
    this.#targetTicks = best.offset;
    this.#targetOneWayTicks = this.#localTicks(best.rttMs / 2);
    const offMs = (Math.abs(this.#targetTicks - this.#offsetTicks) * 1000) / this.tickHz;
    if (this.#mayJump || (slipped && offMs > JUMP_MS)) {
      this.#offsetTicks = this.#targetTicks;
      this.#oneWayTicks = this.#targetOneWayTicks;
      this.#mayJump = false;
      this.synced = true;
    }
  }

  /** @returns {number} the server's tick, with fraction, at local time `nowMs` */
  serverTickAt(nowMs) {
    this.#slew(nowMs);
    return this.#localTicks(nowMs) + this.#offsetTicks;
  }

  /** @returns {number} one way, half of the round trip of the sample that counts, in ticks */
  get oneWayTicks() {
    return this.#oneWayTicks;
  }

  #measure(rttMs) {
    this.rttMs = rttMs;
    if (Number.isNaN(this.smoothedRttMs)) {
      this.smoothedRttMs = rttMs;
      this.rttVarMs = rttMs / 2;
    } else {
      this.rttVarMs += (Math.abs(this.smoothedRttMs - rttMs) - this.rttVarMs) / 4;
      this.smoothedRttMs += (rttMs - this.smoothedRttMs) / 8;
    }
  }

  #best() {
    let best = this.samples[0];
    for (const s of this.samples) {
      best = s.rttMs <= best.rttMs ? s : best;
    }
    return best;
  }

  /**
   * Whether the samples so far speak of another time: the best old one would mislead until it leaves the
   * window. Each is wrong by at most half of what its round trip has beyond the least there is.
   */
  #slipped(rttMs, offset) {
    if (this.samples.length === 0) {
      return false;
    }
    const best = this.#best();
    const least = Math.min(rttMs, best.rttMs);
    let explainedMs = (rttMs + best.rttMs - 2 * least) / 2;
    if (this.samples.length < 4) {
      explainedMs = (rttMs + best.rttMs) / 2; // Too few to know the least.
    }
    return Math.abs(offset - best.offset) > this.#localTicks(explainedMs) + STEP_TICKS;
  }

  #slew(nowMs) {
    if (!(nowMs > this.#updatedMs)) {
      return;
    }
    const most = this.#localTicks(nowMs - this.#updatedMs) * SLEW;
    this.#updatedMs = nowMs;
    this.#offsetTicks += clamp(this.#targetTicks - this.#offsetTicks, most);
    this.#oneWayTicks += clamp(this.#targetOneWayTicks - this.#oneWayTicks, most);
  }

  #localTicks(ms) {
    return (ms * this.tickHz) / 1000;
  }
}

function clamp(value, most) {
  return Math.max(-most, Math.min(most, value));
}
