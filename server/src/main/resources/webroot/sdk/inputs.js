/**
 * One input per simulation tick, sent a little before the server needs it, unless it is what the server
 * holds already: a run of equal inputs is sent once and again when a keepalive is due. Axes hold their
 * value; actions are counted presses, so that a repeated input never repeats a shot and a lost one never
 * loses it. What was taken is kept for prediction.
 *
 * Inputs are not sent again before they are acknowledged: TCP delivers them anyway and in order, a copy
 * would queue behind the original.
 */
import { callOutside } from './emitter.js';

const CATCH_UP_MS = 250;
const MAX_IN_MESSAGE = 32;
const MAX_BATCH_MS = 200;
/** less than half of the second for which the server holds an input */
const KEEPALIVE_MS = 400;
const KEPT_SECONDS = 4;
/** the server counts no more presses of an action in one tick */
const MAX_PRESSES_PER_TICK = 8;

export class Inputs {
  #changed = true;
  #pressed = false;
  #firstWaiting = 0;
  #sentTick = 0;

  /**
   * @param {import('./schema.js').SchemaInfo} schema
   * @param {number} tickHz simulation rate
   */
  constructor(schema, tickHz) {
    this.schema = schema;
    this.tickHz = tickHz;
    /** current value of every axis */
    this.axes = new Int32Array(schema.axes.length);
    /** how often each action was pressed on this connection: counted from 0 after a resume too */
    this.presses = new Uint32Array(schema.actions.length);
    /** so many inputs go into one message, as the server wants it */
    this.batchTicks = 1;
    /** newest tick with an input, sent or held by the server; far in the past at first */
    this.lastTick = -1e6;
    /** called with the tick right before an input for it is taken; what it throws is reported, no more */
    this.onSample = null;
    /** whether inputs that say nothing new are left out */
    this.skipsRuns = false;
    /** render tick of the newest picture, in 1/256; 0 = none was drawn */
    this.viewTickQ8 = 0;
    /** integers of a rule's input: axes, then presses */
    this.length = this.axes.length + this.presses.length;
    const kept = 2 ** Math.ceil(Math.log2(KEPT_SECONDS * tickHz + 1));
    this.kept = new Int32Array(kept * this.axes.length);
    this.keptPresses = new Uint32Array(kept * this.presses.length);
    this.keptViews = new Float64Array(kept);
    this.keptTicks = new Int32Array(kept).fill(-1);
  }

  /** Sets an axis by index, held within its bounds. */
  setAxis(axis, value) {
    const { min, max } = this.schema.axes[axis];
    this.axes[axis] = Math.max(min, Math.min(max, Math.round(value)));
  }

  /** Counts presses of an action, by index. */
  press(action, times = 1) {
    this.presses[action] += times;
  }

  /** The server wants so many inputs in one message. */
  setBatchTicks(wanted) {
    const most = Math.floor((this.tickHz * MAX_BATCH_MS) / 1000);
    this.batchTicks = Math.max(1, Math.min(wanted, most));
  }

  /** Another connection: presses are counted from 0, and what was taken before is of no use any more. */
  restart() {
    this.presses.fill(0);
    this.keptPresses.fill(0);
    this.#changed = true;
    this.#pressed = false;
    this.lastTick = -1e6;
    this.setBatchTicks(1);
  }

  /** A message that {@link take} returned could not be sent: its content is due again. */
  notSent() {
    this.#changed = true;
    this.#pressed = true;
  }

  /**
   * Copies the input of `tick` as a rule reads it: the axes, whether they were sent or the server holds
   * them, then how often each action was pressed since the tick before.
   *
   * @param {number} tick
   * @param {Int32Array} into at least {@link length} long
   * @returns {boolean} false if it is not kept (any more)
   */
  read(tick, into) {
    const slot = tick & (this.keptTicks.length - 1);
    if (this.keptTicks[slot] !== tick) {
      return false;
    }
    const axes = this.axes.length;
    const width = this.presses.length;
    for (let a = 0; a < axes; a++) {
      into[a] = this.kept[slot * axes + a];
    }
    const before = (tick - 1) & (this.keptTicks.length - 1);
    const known = this.keptTicks[before] === tick - 1;
    for (let p = 0; p < width; p++) {
      const since = known ? this.keptPresses[slot * width + p] - this.keptPresses[before * width + p] : 0;
      into[axes + p] = Math.min(since >>> 0, MAX_PRESSES_PER_TICK);
    }
    return true;
  }

  /** Copies the input that would be taken now: the axes as they are, presses since the newest tick. */
  readLive(into) {
    const axes = this.axes.length;
    const width = this.presses.length;
    for (let a = 0; a < axes; a++) {
      into[a] = this.axes[a];
    }
    const slot = this.lastTick & (this.keptTicks.length - 1);
    const known = this.keptTicks[slot] === this.lastTick;
    for (let p = 0; p < width; p++) {
      const since = known ? this.presses[p] - this.keptPresses[slot * width + p] : 0;
      into[axes + p] = Math.min(since >>> 0, MAX_PRESSES_PER_TICK);
    }
  }

  /** Whether the axes have changed since the newest tick's were taken. */
  liveDiffers() {
    const at = (this.lastTick & (this.keptTicks.length - 1)) * this.axes.length;
    for (let a = 0; a < this.axes.length; a++) {
      if (this.axes[a] !== this.kept[at + a]) {
        return true;
      }
    }
    return false;
  }

  /** Copies what the server uses while it has nothing: every axis neutral, nothing pressed. */
  readNeutral(into) {
    into.fill(0);
    for (let a = 0; a < this.axes.length; a++) {
      const { min, max } = this.schema.axes[a];
      into[a] = Math.max(min, Math.min(max, 0));
    }
  }

  /**
   * Takes the inputs up to a tick.
   *
   * @param {number} clockTick the newest tick whose input is due now, with fraction
   * @param {number} [batchTicks] how many to put into one message
   * @returns {{firstTick: number, values: number[], presses: number[], viewLagQ8?: number[]}|null} the
   *     message that is due
   */
  take(clockTick, batchTicks = this.batchTicks) {
    const newest = Math.floor(clockTick);
    if (this.lastTick - newest > this.tickHz || newest - this.lastTick > KEPT_SECONDS * this.tickHz) {
      this.lastTick = newest - 1;
      this.#firstWaiting = newest;
      this.#changed = true;
    }
    if (newest <= this.lastTick || newest < 1) {
      return null;
    }
    if (this.onSample) {
      callOutside(this.onSample, newest);
    }
    const catchUp = Math.max(4, Math.floor((this.tickHz * CATCH_UP_MS) / 1000));
    const first = Math.max(this.lastTick + 1, newest - Math.min(catchUp, MAX_IN_MESSAGE) + 1);
    if (first > this.lastTick + 1) {
      this.#firstWaiting = first; // What waited is for ticks that have passed.
    }
    this.#keep(first, newest);
    this.lastTick = newest;
    if (newest - this.#firstWaiting + 1 < batchTicks) {
      return null;
    }
    const from = Math.max(this.#firstWaiting, newest - MAX_IN_MESSAGE + 1);
    this.#firstWaiting = newest + 1;
    const keepaliveTicks = Math.max(1, Math.floor((this.tickHz * KEEPALIVE_MS) / 1000));
    if (!this.#changed && this.skipsRuns && newest - this.#sentTick < keepaliveTicks) {
      return null;
    }
    const batch = {
      firstTick: from,
      values: this.#columns(this.kept, this.axes.length, from, newest),
      presses: this.#columns(this.keptPresses, this.presses.length, from, newest),
    };
    if (this.#pressed && this.viewTickQ8 > 0) {
      batch.viewLagQ8 = this.#views(from, newest);
    }
    this.#changed = false;
    this.#pressed = false;
    this.#sentTick = newest;
    return batch;
  }

  /** Notes the inputs of some ticks: the axes as they are, presses for the newest one. */
  #keep(first, newest) {
    const mask = this.keptTicks.length - 1;
    const { axes, presses, kept, keptPresses } = this;
    const before = this.lastTick & mask;
    const known = this.keptTicks[before] === this.lastTick;
    this.#changed ||= !known;
    for (let tick = this.lastTick + 1; tick <= newest; tick++) {
      const slot = tick & mask;
      this.keptTicks[slot] = tick;
      this.keptViews[slot] = this.viewTickQ8;
      // Ticks too late to be sent for ran on what the server held.
      const held = tick < first && known;
      for (let a = 0; a < axes.length; a++) {
        kept[slot * axes.length + a] = held ? kept[before * axes.length + a] : axes[a];
        this.#changed ||= axes[a] !== kept[before * axes.length + a];
      }
      for (let p = 0; p < presses.length; p++) {
        const earlier = known ? keptPresses[before * presses.length + p] : 0;
        keptPresses[slot * presses.length + p] = tick === newest ? presses[p] : earlier;
        this.#pressed ||= presses[p] !== earlier;
      }
    }
    this.#changed ||= this.#pressed;
  }

  /** How far the newest picture lay behind each input's tick, in 1/256 tick. */
  #views(from, to) {
    const lags = [];
    for (let tick = from; tick <= to; tick++) {
      const view = this.keptViews[tick & (this.keptTicks.length - 1)];
      lags.push(view > 0 ? Math.max(0, 256 * tick - view) : 0);
    }
    return lags;
  }

  #columns(kept, width, from, to) {
    const columns = [];
    for (let c = 0; c < width; c++) {
      for (let tick = from; tick <= to; tick++) {
        columns.push(kept[(tick & (this.keptTicks.length - 1)) * width + c]);
      }
    }
    return columns;
  }
}
