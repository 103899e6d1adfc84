/**
 * Sends one input per simulation tick, each a little before the server needs it. Axes hold their value;
 * actions are counted presses, so that a repeated input never repeats a shot and a lost one never loses
 * it.
 */
const MAX_BATCH = 4;
const KEPT = 128;
/** wanted: between these leads, in ticks, at the worst input of a window */
const LEAD_LOW = 0.35;
const LEAD_HIGH = 1.0;
const LEAD_WINDOW = 20;

/** Keeps the lead of the inputs small and positive: early enough for the server, no earlier. */
export class LeadControl {
  constructor() {
    /** ticks added to half a round trip */
    this.marginTicks = 1;
    this.least = Infinity;
    this.count = 0;
    this.lastTicks = 0;
  }

  /** @param {number} leadTicks how early the newest input was, as the server measured it */
  measured(leadTicks) {
    this.lastTicks = leadTicks;
    this.least = Math.min(this.least, leadTicks);
    this.count++;
    if (this.least < 0 && this.count > 3) {
      this.#correct(Math.min(1, LEAD_LOW - this.least));
    } else if (this.count >= LEAD_WINDOW) {
      if (this.least < LEAD_LOW) {
        this.#correct(LEAD_LOW - this.least);
      } else {
        this.#correct(this.least > LEAD_HIGH ? -Math.min(1, (this.least - LEAD_HIGH) / 2) : 0);
      }
    }
  }

  #correct(byTicks) {
    this.marginTicks = Math.max(-1, Math.min(20, this.marginTicks + byTicks));
    this.least = Infinity;
    this.count = 0;
  }
}

/** The client's inputs. */
export class Inputs {
  /**
   * @param {import('./schema.js').SchemaInfo} schema
   */
  constructor(schema) {
    this.schema = schema;
    /** current value of every axis */
    this.axes = new Int32Array(schema.axes.length);
    /** how often each action was pressed on this connection: counted from 0 after a resume too */
    this.presses = new Uint32Array(schema.actions.length);
    this.sentPresses = new Uint32Array(schema.actions.length);
    this.lead = new LeadControl();
    /** newest tick with an input sent; far in the past at first */
    this.lastTick = -1000;
    /** called with the tick right before an input for it is taken */
    this.onSample = null;
    this.kept = new Int32Array(KEPT * this.axes.length);
    this.keptTicks = new Int32Array(KEPT).fill(-1);
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

  /** Copies the axes that were sent for `tick` into `into`; false if they are not kept any more. */
  sentAxes(tick, into) {
    const slot = tick % KEPT;
    if (this.keptTicks[slot] !== tick) {
      return false;
    }
    for (let a = 0; a < this.axes.length; a++) {
      into[a] = this.kept[slot * this.axes.length + a];
    }
    return true;
  }

  /**
   * The batch that is due.
   *
   * @param {number} aheadTick the newest tick whose input should leave now, with fraction
   * @returns {{firstTick: number, values: number[], presses: number[]}|null}
   */
  take(aheadTick) {
    const newest = Math.floor(aheadTick);
    if (Math.abs(newest - this.lastTick) > 64) {
      this.lastTick = newest - 1;
    }
    if (newest <= this.lastTick || newest < 1) {
      return null;
    }
    const first = Math.max(this.lastTick + 1, newest - MAX_BATCH + 1);
    const count = newest - first + 1;
    this.onSample?.(newest);
    const values = [];
    for (let a = 0; a < this.axes.length; a++) {
      for (let i = 0; i < count; i++) {
        values.push(this.axes[a]);
      }
    }
    const presses = [];
    for (let p = 0; p < this.presses.length; p++) {
      for (let i = 0; i < count; i++) {
        presses.push(i === count - 1 ? this.presses[p] : this.sentPresses[p]);
      }
    }
    for (let tick = first; tick <= newest; tick++) {
      this.keptTicks[tick % KEPT] = tick;
      this.kept.set(this.axes, (tick % KEPT) * this.axes.length);
    }
    this.sentPresses.set(this.presses);
    this.lastTick = newest;
    return { firstTick: first, values, presses };
  }
}
