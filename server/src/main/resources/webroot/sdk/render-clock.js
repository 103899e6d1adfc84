/**
 * The tick at which others are drawn: so far behind the server that the frames on both sides of it have
 * nearly always come, and no farther. It follows how late frames come, by running at most 10 % faster or
 * slower, and never goes back.
 */
import { RecentValues } from './recent.js';

const WINDOW = 512;
/** so many frames may come after the picture that needs them */
const LATE_SHARE = 0.004;
const SAFETY_MS = 2;
const SLEW = 0.1;
/** frames that late were held up by a stall, which is not jitter; also the most that jitter may cost */
const STALL_MS = 250;
const STALL_AT_MOST_SECONDS = 3;
/** farther behind than this it is set forward: the page was hidden */
const JUMP_MS = 1000;

export class RenderClock {
  #lateness = new RecentValues(WINDOW);
  #wantedTicks;
  #stalledSinceTick = 0;
  #lastLateness = 0;
  #atMs = NaN;

  /**
   * @param {number} tickHz simulation rate
   * @param {number} [spanTicks] ticks from one frame to the next
   */
  constructor(tickHz, spanTicks = 1) {
    this.tickHz = tickHz;
    this.spanTicks = spanTicks;
    /** the newest picture's render tick, with fraction; 0 = none yet */
    this.tick = 0;
    /** how far behind the server's tick that was */
    this.delayTicks = 2 * spanTicks;
    this.#wantedTicks = 2 * spanTicks + 1;
  }

  /** The server now sends every `ticks` ticks. */
  setSpan(ticks) {
    if (ticks !== this.spanTicks) {
      this.spanTicks = ticks;
      this.#decide();
    }
  }

  /** How far behind the server's tick to draw, ticks: where the clock is heading. */
  get wantedDelayTicks() {
    return this.#wantedTicks;
  }

  /**
   * A frame came.
   *
   * @param {number} frameTick its tick
   * @param {number} serverTick the server's tick at this moment, with fraction
   */
  arrived(frameTick, serverTick) {
    const lateness = serverTick - frameTick;
    const stallTicks = (STALL_MS * this.tickHz) / 1000;
    const least = Math.min(lateness, this.#lateness.least());
    if (lateness - least > stallTicks) {
      this.#stalledSinceTick ||= frameTick;
      if (frameTick - this.#stalledSinceTick < STALL_AT_MOST_SECONDS * this.tickHz) {
        return;
      }
      this.#lateness.clear(); // It is the way that has become longer.
    } else if (this.#stalledSinceTick > 0 && this.#queued(lateness)) {
      return; // Still of what the stall held up.
    }
    this.#stalledSinceTick = 0;
    this.#lastLateness = lateness;
    this.#lateness.add(lateness, frameTick);
    this.#decide();
  }

  /** @returns {number} the tick to draw at, at local time `nowMs`, when the server is at `serverTick` */
  tickAt(nowMs, serverTick) {
    const aim = serverTick - this.#wantedTicks;
    if (Number.isNaN(this.#atMs)) {
      this.tick = aim;
    } else {
      const elapsed = Math.max(0, ((nowMs - this.#atMs) * this.tickHz) / 1000);
      const off = aim - this.tick - elapsed;
      if (off > (JUMP_MS * this.tickHz) / 1000) {
        this.tick = aim;
      } else if (off > (-STALL_MS * this.tickHz) / 1000) {
        this.tick += elapsed + Math.max(-elapsed * SLEW, Math.min(elapsed * SLEW, off));
      } // Else the server has slipped: the picture stands until it is there again.
    }
    this.#atMs = Number.isNaN(this.#atMs) ? nowMs : Math.max(this.#atMs, nowMs);
    this.delayTicks = serverTick - this.tick;
    return this.tick;
  }

  /** Frames that a stall held up come at once, each as much less late as it is newer. */
  #queued(lateness) {
    return lateness > this.#lastLateness + (STALL_MS * this.tickHz) / 8000
      && lateness > this.#lateness.least() + this.spanTicks;
  }

  #decide() {
    const least = this.#lateness.least();
    if (least === Infinity) {
      return;
    }
    const late = this.#lateness.exceededBy(LATE_SHARE);
    const safetyTicks = (SAFETY_MS * this.tickHz) / 1000;
    const stallTicks = (STALL_MS * this.tickHz) / 1000;
    const two = least + 2 * this.spanTicks;
    this.#wantedTicks = Math.min(two + stallTicks, Math.max(two, late + this.spanTicks + safetyTicks));
  }
}
