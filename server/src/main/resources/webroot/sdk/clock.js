/**
 * Where the server's simulation is, estimated from Ping and Pong. Of the newest samples the one with the
 * least round-trip time counts (its error is at most half of that, as in NTP's clock filter, RFC 5905
 * section 10), and the estimate is slewed towards it, so that time never jumps for a small correction.
 */
const WINDOW = 16;
const SLEW = 0.05;
const SNAP_TICKS = 6;
/** a sample this far off the best one, beyond what its own round trip explains: the server's time moved */
const STEP_TICKS = 1;

export class ServerClock {
  /** @param {number} tickHz simulation rate, as Welcome says */
  constructor(tickHz) {
    this.tickHz = tickHz;
    this.samples = [];
    this.offsetTicks = 0;
    this.targetTicks = 0;
    this.updatedMs = 0;
    this.synced = false;
    /** newest, smoothed (RFC 6298's gain) and least round-trip time, ms; NaN = not known yet */
    this.rttMs = NaN;
    this.smoothedRttMs = NaN;
    this.minRttMs = NaN;
    this.rttVarMs = 0;
  }

  /** A first, coarse guess from the Welcome, which has no round trip. */
  seed(serverTick, nowMs) {
    if (!this.synced) {
      this.offsetTicks = serverTick - this.#localTicks(nowMs);
      this.targetTicks = this.offsetTicks;
      this.updatedMs = nowMs;
    }
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
    this.#measure(rttMs);
    const offset = serverTick - this.#localTicks((sentMs + nowMs) / 2);
    if (this.#stepped(rttMs, offset)) {
      this.samples.length = 0;
    }
    this.samples.push({ rttMs, offset });
    if (this.samples.length > WINDOW) {
      this.samples.shift();
    }
    const best = this.samples.reduce((a, b) => (b.rttMs <= a.rttMs ? b : a));
    this.#slew(nowMs);
    this.targetTicks = best.offset;
    if (!this.synced || Math.abs(this.targetTicks - this.offsetTicks) > SNAP_TICKS) {
      this.offsetTicks = this.targetTicks;
      this.synced = true;
    }
  }

  /** @returns {number} the server's tick, with fraction, at local time `nowMs` */
  serverTickAt(nowMs) {
    this.#slew(nowMs);
    return this.#localTicks(nowMs) + this.offsetTicks;
  }

  /** @returns {number} one way, half of the least recent round trip, in ticks */
  get oneWayTicks() {
    return Number.isNaN(this.minRttMs) ? 1 : (this.minRttMs / 2000) * this.tickHz;
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
    const recent = this.samples.map((s) => s.rttMs);
    this.minRttMs = Math.min(rttMs, ...recent.slice(-(WINDOW - 1)));
  }

  /**
   * Whether the samples so far speak of another time: an overloaded server drops ticks that it cannot
   * catch up, and then the best old sample would mislead until it leaves the window.
   */
  #stepped(rttMs, offset) {
    if (this.samples.length === 0) {
      return false;
    }
    const best = this.samples.reduce((a, b) => (b.rttMs <= a.rttMs ? b : a));
    const explained = this.#localTicks(Math.max(0, rttMs - best.rttMs) / 2);
    return Math.abs(offset - best.offset) > explained + STEP_TICKS;
  }

  #slew(nowMs) {
    const elapsedTicks = Math.max(0, this.#localTicks(nowMs - this.updatedMs));
    const most = elapsedTicks * SLEW;
    const d = this.targetTicks - this.offsetTicks;
    this.offsetTicks += Math.max(-most, Math.min(most, d));
    this.updatedMs = nowMs;
  }

  #localTicks(ms) {
    return (ms * this.tickHz) / 1000;
  }
}
