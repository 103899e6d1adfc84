/**
 * How far ahead of the server inputs are taken, so that they come in time and no earlier than that: the
 * input clock. It runs ahead of the server's tick by the way there and a margin, which covers all but the
 * most delayed few of the recent inputs; what each would have needed follows from what the server reports and
 * from the margin that it was sent with. Where the clock should be elsewhere it runs a few per cent faster or
 * slower, so no tick is left out or taken twice.
 */
import { RecentValues } from './recent.js';

const SLEW = 0.05;
/** in the first second, while little is known, it may be farther off its pace */
const WARM_UP_SLEW = 0.25;
const WARM_UP_MS = 1000;
const WINDOW = 1024;
const WINDOW_SECONDS = 60;
/** so many of the recent inputs may have needed more; the aim is fewer than 0.5 % late, also while jitter grows */
const LATE_SHARE = 0.001;
const SAFETY_MS = 4;
/** what comes later than this beyond the least way was held up by a stall, which is not jitter */
const STALL_MS = 250;
/** but if everything comes so late for so long, it is the way itself */
const STALL_AT_MOST_SECONDS = 3;
/** a clock so far off is set: only a slip of the server does that */
const JUMP_MS = 500;
/** a timer so late means a page that was hidden or busy, which says nothing about the network */
const HICCUP_MS = 100;
const MIN_SAMPLES = 24;
const SURE_SAMPLES = 200;
const FIRST_JITTER_MS = 75;

export class InputLead {
  #tick = 0;
  #atMs = 0;
  #running = false;
  #warmUntilMs = 0;
  #needs = new RecentValues(WINDOW);
  #firstMargin = 1;
  #measuresFromTick = 0;
  #reportedTick = 0;
  #stalledSinceTick = 0;
  #lateTick = 0;
  #sentTick = 0;
  #sentMargins;
  #sentTicks;

  /**
   * @param {number} tickHz simulation rate
   * @param {import('./clock.js').ServerClock} clock
   */
  constructor(tickHz, clock) {
    this.tickHz = tickHz;
    this.clock = clock;
    /** ticks beyond the way there that are aimed at */
    this.marginTicks = 1;
    /** so many inputs go into one message, as the server wants it; the first of them has to come in time */
    this.batchTicks = 1;
    /** how early the newest input was, as the server measured it, ticks */
    this.leadTicks = 0;
    const kept = 2 ** Math.ceil(Math.log2(4 * tickHz));
    this.#sentMargins = new Float64Array(kept);
    this.#sentTicks = new Int32Array(kept).fill(-1);
  }

  /** Begins anew on another connection: the clock may jump. */
  restart() {
    this.#running = false;
    this.#needs.clear();
    this.#reportedTick = 0;
    this.#measuresFromTick = 0;
    this.#stalledSinceTick = 0;
    this.#sentTicks.fill(-1);
    this.leadTicks = 0;
  }

  /** The server wants so many inputs in one message. */
  setBatchTicks(ticks) {
    this.batchTicks = ticks;
  }

  /** @returns {number} the tick whose input is to be taken at local time `nowMs`, with fraction */
  tickAt(nowMs) {
    const aim = this.#base(nowMs) + this.marginTicks + this.batchTicks - 1;
    const elapsedTicks = ((nowMs - this.#atMs) * this.tickHz) / 1000;
    if (!this.clock.synced) {
      return aim;
    }
    if (!this.#running) {
      this.#begin(nowMs);
    } else if (elapsedTicks <= 0) {
      return this.#tick + elapsedTicks; // A picture's time may lie before the timer's.
    } else {
      const straight = this.#tick + elapsedTicks;
      const off = aim - straight;
      const most = elapsedTicks * (nowMs < this.#warmUntilMs ? WARM_UP_SLEW : SLEW);
      const jumps = Math.abs(off) > (JUMP_MS * this.tickHz) / 1000;
      this.#tick = jumps ? aim : straight + Math.max(-most, Math.min(most, off));
    }
    this.#atMs = nowMs;
    return this.#tick;
  }

  /**
   * @param {number} nowMs local time
   * @returns {number} how many inputs fit into one message now without the first one being late: a larger
   *     batch has to wait until the clock has run ahead
   */
  batchNow(nowMs) {
    const ahead = this.tickAt(nowMs) - this.#base(nowMs) - this.marginTicks;
    return Math.max(1, Math.min(this.batchTicks, 1 + Math.floor(ahead + 0.1)));
  }

  /**
   * Inputs leave now.
   *
   * @param {number} firstTick
   * @param {number} lastTick
   * @param {number} batch how many were meant to go into this message
   * @param {number} nowMs local time
   */
  sent(firstTick, lastTick, batch, nowMs) {
    const clockTick = this.tickAt(nowMs);
    this.#sentTick = lastTick;
    const lateMs = ((clockTick - firstTick - (batch - 1)) * 1000) / this.tickHz;
    const slot = firstTick & (this.#sentTicks.length - 1);
    this.#sentTicks[slot] = lateMs > HICCUP_MS ? -1 : firstTick;
    // A timer that was late by less is left in: to the server it is jitter like the network's.
    this.#sentMargins[slot] = clockTick - this.#base(nowMs) - (batch - 1);
  }

  /**
   * A frame says how early the newest input came.
   *
   * @param {number} inputTick its tick
   * @param {number} leadTicks negative = late
   */
  reported(inputTick, leadTicks) {
    if (inputTick <= this.#reportedTick) {
      return;
    }
    this.leadTicks = leadTicks;
    const kept = this.#sentTicks.length;
    const from = Math.max(this.#reportedTick + 1, this.#measuresFromTick, inputTick - kept + 1);
    this.#reportedTick = inputTick;
    const stallTicks = (STALL_MS * this.tickHz) / 1000;
    if (this.#worst(from, inputTick, leadTicks) > stallTicks && !this.#isTheWay(inputTick)) {
      this.#measuresFromTick = this.#sentTick + 1;
      return;
    }
    for (let tick = from; tick <= inputTick; tick++) {
      if (this.#sentTicks[tick & (kept - 1)] === tick) {
        const need = this.#need(tick, inputTick, leadTicks);
        this.#needs.add(Math.min(need, stallTicks), inputTick);
        if (need > this.#sentMargins[tick & (kept - 1)]) {
          this.#lateTick = inputTick;
        }
      }
    }
    this.#needs.dropBefore(inputTick - WINDOW_SECONDS * this.tickHz);
    this.#decide();
  }

  /** Whether the lead is known to be good: inputs that say nothing new need not be sent to measure it. */
  get settled() {
    const calm = this.#reportedTick - this.#lateTick > MIN_SAMPLES || this.#lateTick === 0;
    return this.#needs.count >= MIN_SAMPLES && calm;
  }

  #base(nowMs) {
    return this.clock.serverTickAt(nowMs) + this.clock.oneWayTicks;
  }

  #begin(nowMs) {
    // Until enough is known a part of the round trip stands for its jitter.
    const jitterMs = Math.min(1.5 * this.clock.rttVarMs, FIRST_JITTER_MS);
    this.#firstMargin = 1 + (jitterMs * this.tickHz) / 1000;
    this.marginTicks = this.#firstMargin;
    this.#tick = this.#base(nowMs) + this.marginTicks + this.batchTicks - 1;
    this.#running = true;
    this.#warmUntilMs = nowMs + WARM_UP_MS;
  }

  /**
   * The margin with which an input would just have been in time. Of inputs that came between two frames only
   * the newest is reported; those before it came no later, which is what counts here.
   */
  #need(tick, inputTick, leadTicks) {
    const lead = leadTicks - (inputTick - tick);
    return this.#sentMargins[tick & (this.#sentTicks.length - 1)] - lead;
  }

  #worst(from, inputTick, leadTicks) {
    let worst = -Infinity;
    for (let tick = from; tick <= inputTick; tick++) {
      if (this.#sentTicks[tick & (this.#sentTicks.length - 1)] === tick) {
        worst = Math.max(worst, this.#need(tick, inputTick, leadTicks));
      }
    }
    if (worst <= (STALL_MS * this.tickHz) / 1000) {
      this.#stalledSinceTick = 0;
    }
    return worst;
  }

  #isTheWay(inputTick) {
    this.#stalledSinceTick ||= inputTick;
    return inputTick - this.#stalledSinceTick > STALL_AT_MOST_SECONDS * this.tickHz;
  }

  #decide() {
    const perMs = this.tickHz / 1000;
    const enough = this.#needs.exceededBy(LATE_SHARE) + SAFETY_MS * perMs;
    const known = this.#needs.count >= MIN_SAMPLES;
    // The largest of few says little about what is rare.
    const unsure = Math.max(0, 1 - this.#needs.count / SURE_SAMPLES);
    const most = enough + (unsure * (this.#firstMargin - 1)) / 2;
    const margin = known ? most : Math.max(most, this.#firstMargin);
    this.marginTicks = Math.max(-2, Math.min(STALL_MS * perMs, margin));
  }
}
