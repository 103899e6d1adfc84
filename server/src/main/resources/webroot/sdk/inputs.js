/**
 * One input per simulation tick, sent a little before the server needs it, unless it is what the server
 * holds already: a run of equal inputs is sent once and again when a keepalive is due. Axes hold their
 * value; actions are counted presses, so that a repeated input never repeats a shot and a lost one never
 * loses it.
 */
const MAX_CATCH_UP = 4;
const MAX_BATCH_MS = 200;
/** less than half of the second for which the server holds an input */
const KEEPALIVE_MS = 400;
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
    /** whether a window found nothing to correct, and nothing spoke against it since */
    this.settled = false;
  }

  /** @param {number} leadTicks how early the newest input was, as the server measured it */
  measured(leadTicks) {
    this.lastTicks = leadTicks;
    this.least = Math.min(this.least, leadTicks);
    this.count++;
    if (leadTicks < LEAD_LOW) {
      this.settled = false;
    }
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

  /** Another number of inputs goes into a message: what was measured says nothing any more. */
  restart() {
    this.least = Infinity;
    this.count = 0;
    this.settled = false;
  }

  #correct(byTicks) {
    const before = this.marginTicks;
    this.marginTicks = Math.max(-1, Math.min(20, before + byTicks));
    this.restart();
    this.settled = this.marginTicks === before;
  }
}

/** The client's inputs. */
export class Inputs {
  #changed = true;
  #firstWaiting = 0;
  #sentTick = 0;
  #measuresFromTick = 0;

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
    this.lead = new LeadControl();
    /** so many inputs go into one message, as the server wants it */
    this.batchTicks = 1;
    /** newest tick with an input, sent or held by the server; far in the past at first */
    this.lastTick = -1000;
    /** called with the tick right before an input for it is taken */
    this.onSample = null;
    this.kept = new Int32Array(KEPT * this.axes.length);
    this.keptPresses = new Uint32Array(KEPT * this.presses.length);
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

  /** The server wants so many inputs in one message; the first of them has to come in time. */
  setBatchTicks(wanted) {
    const most = Math.floor((this.tickHz * MAX_BATCH_MS) / 1000);
    const ticks = Math.max(1, Math.min(wanted, most));
    if (ticks !== this.batchTicks) {
      this.batchTicks = ticks;
      this.#measuresFromTick = this.lastTick + 1;
      this.lead.restart();
    }
  }

  /** How far ahead inputs are taken beyond half a round trip, in ticks. */
  get aheadTicks() {
    return this.lead.marginTicks + this.batchTicks - 1;
  }

  /** The server says how early the input of a tick came. */
  measured(inputTick, leadTicks) {
    if (inputTick >= this.#measuresFromTick) {
      this.lead.measured(leadTicks - (this.batchTicks - 1));
    }
  }

  /**
   * Copies the axes that stand for `tick` into `into`, whether they were sent or the server holds them;
   * false if they are not kept any more.
   */
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
   * Takes the inputs up to a tick.
   *
   * @param {number} aheadTick the newest tick whose input should leave now, with fraction
   * @returns {{firstTick: number, values: number[], presses: number[]}|null} the message that is due
   */
  take(aheadTick) {
    const newest = Math.floor(aheadTick);
    if (Math.abs(newest - this.lastTick) > 64) {
      this.lastTick = newest - 1;
      this.#firstWaiting = newest;
      this.#changed = true;
    }
    if (newest <= this.lastTick || newest < 1) {
      return null;
    }
    const first = Math.max(this.lastTick + 1, newest - MAX_CATCH_UP + 1);
    if (first > this.lastTick + 1) {
      this.#firstWaiting = first; // What waited is for ticks that have passed.
    }
    this.onSample?.(newest);
    this.#keep(first, newest);
    this.lastTick = newest;
    if (newest - this.#firstWaiting + 1 < this.batchTicks) {
      return null;
    }
    const from = this.#firstWaiting;
    this.#firstWaiting = newest + 1;
    const keepaliveTicks = Math.max(1, Math.floor((this.tickHz * KEEPALIVE_MS) / 1000));
    if (!this.#changed && this.lead.settled && newest - this.#sentTick < keepaliveTicks) {
      return null;
    }
    this.#changed = false;
    this.#sentTick = newest;
    return {
      firstTick: from,
      values: this.#columns(this.kept, this.axes.length, from, newest),
      presses: this.#columns(this.keptPresses, this.presses.length, from, newest),
    };
  }

  /** Notes the inputs of some ticks: the axes as they are, presses for the newest one. */
  #keep(first, newest) {
    const before = ((this.lastTick % KEPT) + KEPT) % KEPT;
    const known = this.keptTicks[before] === this.lastTick;
    const { axes, presses } = this;
    for (let a = 0; a < axes.length; a++) {
      this.#changed ||= !known || axes[a] !== this.kept[before * axes.length + a];
    }
    const earlier = presses.map((_, p) => (known ? this.keptPresses[before * presses.length + p] : 0));
    this.#changed ||= presses.some((n, p) => n !== earlier[p]);
    for (let tick = first; tick <= newest; tick++) {
      const slot = tick % KEPT;
      this.keptTicks[slot] = tick;
      this.kept.set(axes, slot * axes.length);
      this.keptPresses.set(tick === newest ? presses : earlier, slot * presses.length);
    }
  }

  #columns(kept, width, from, to) {
    const columns = [];
    for (let c = 0; c < width; c++) {
      for (let tick = from; tick <= to; tick++) {
        columns.push(kept[(tick % KEPT) * width + c]);
      }
    }
    return columns;
  }
}
