/**
 * The player's own body, ahead of the server: from each frame's state on, the inputs after it are computed
 * with the server's own rule. As everything is integer and the rule is the same, a prediction that nobody
 * disturbs is never wrong. Where a frame says otherwise, down to the last bit, it is computed anew from
 * there, and the difference in what is drawn fades exponentially, with a time constant of 100 ms.
 */
import { StateLayout } from './state-layout.js';

/** time constant with which a correction vanishes from what is drawn */
const SMOOTHING_MS = 100;
const FADED_QUANTA = 1 / 64;
const KEPT_SECONDS = 4;
const AHEAD_SECONDS = 3;
/** how much of a tick is drawn of an input that came after the newest one was taken */
const LIVE_PART = 1 / 16;

/**
 * @typedef {object} Rule a rule's ES module, as the build makes it of `dev.backbeat.rule.Rule`
 * @property {() => string} stateNames names of the state's integers, separated by spaces: fields of the
 *     entity, private fields, constants, "tick"
 * @property {(minX: number, minY: number, maxX: number, maxY: number, walls: Int32Array) => object} newMap
 * @property {(state: Int32Array, input: Int32Array, map: object) => void} step in place
 */

export class Prediction {
  #room = null;
  #layout = null;
  #map = null;
  #input = null;
  #entity = null;
  #teleport = 0;
  #ring = null;
  #ringTicks = null;
  #live = null;
  #from = null;
  #limitTick = 0;
  #drawnTick = -1;
  #drawnPart = 0;
  #drawnMs = NaN;
  #offsetX = 0;
  #offsetY = 0;
  #wasX = 0;
  #wasY = 0;

  /** @param {string} kindName kind of the player's own entity; @param {Rule} rule */
  constructor(kindName, rule) {
    this.kindName = kindName;
    this.rule = rule;
    /** whether there is an own entity of that kind; nothing below means anything otherwise */
    this.active = false;
    /** newest predicted tick, and the state at its end */
    this.tick = 0;
    /** @type {Int32Array} */
    this.state = new Int32Array(0);
    /** newest tick whose state the server has told, and that state */
    this.serverTick = 0;
    /** @type {Int32Array} */
    this.serverState = new Int32Array(0);
    /** where to draw it, in the position's integers with fraction; {@link draw} sets them */
    this.x = 0;
    this.y = 0;
  }

  /**
   * Begins in a room.
   *
   * @param {{schema: object, constants: object, map: object, world: object, inputs: object, lead: object,
   *     clock: object, stats: object, pump?: (nowMs: number) => void}} room `pump` takes the inputs that
   *     are due
   */
  attach(room) {
    this.#room = room;
    const kind = room.schema.kind(this.kindName);
    if (!kind) {
      throw new Error(`the room has no kind ${this.kindName}`);
    }
    this.#layout = new StateLayout(this.rule.stateNames(), kind, room.schema, room.constants);
    const { minX = 0, minY = 0, maxX = 0, maxY = 0, walls = [] } = room.map ?? {};
    this.#map = this.rule.newMap(minX, minY, maxX, maxY, Int32Array.from(walls));
    this.#input = new Int32Array(room.inputs.length);
    const width = this.#layout.length;
    this.state = new Int32Array(width);
    this.serverState = new Int32Array(width);
    this.#live = new Int32Array(width);
    this.#from = new Int32Array(width);
    const kept = 2 ** Math.ceil(Math.log2(KEPT_SECONDS * room.clock.tickHz + 1));
    this.#ring = new Int32Array(kept * width);
    this.#ringTicks = new Int32Array(kept).fill(-1);
    this.#stop();
  }

  /** A frame was applied to the room's world. `reset`: it began everything anew. */
  onFrame(reset = false) {
    const { world } = this.#room;
    const e = world.own;
    if (!e || e.kind.name !== this.kindName) {
      this.#stop();
      return;
    }
    if (e.cell < 0) {
      return; // Between two cells; which one has it is still to come.
    }
    const teleport = e.kind.teleport < 0 ? 0 : e.values[e.kind.teleport];
    const same = this.active && this.#entity === e.id && this.#teleport === teleport;
    this.serverTick = world.tick;
    this.#layout.read(world, e, this.serverState);
    this.#limit();
    if (!same) {
      this.#restart();
      this.#entity = e.id;
      this.#teleport = teleport;
    } else if (!this.#agrees()) {
      this.#correct(reset);
    }
    this.#advance(Math.min(this.#room.inputs.lastTick, this.#limitTick));
  }

  /**
   * Where the body is in the picture of `nowMs`: between the newest tick whose input is taken and the next one,
   * which it computes with the inputs as they are now. So a key pressed before shows at once.
   *
   * @returns {boolean} false if there is nothing to draw
   */
  draw(nowMs) {
    if (!this.active) {
      return false;
    }
    this.#room.pump?.(nowMs);
    const clockTick = this.#room.lead.tickAt(nowMs);
    const newest = Math.max(this.#room.inputs.lastTick, this.serverTick);
    let tick = Math.max(this.serverTick, Math.min(Math.floor(clockTick), newest, this.#limitTick));
    let part = tick >= this.#limitTick ? 0 : Math.max(0, Math.min(1, clockTick - tick));
    if (newest < this.#limitTick && this.#room.inputs.liveDiffers()) {
      // The picture's time may lie before the newest input's; what has changed since shows all the same.
      part = Math.max(LIVE_PART, tick < newest ? 0 : part);
      tick = newest;
    }
    this.#advance(tick);
    this.#place(tick, part);
    this.#drawnTick = tick;
    this.#drawnPart = part;
    const elapsedMs = Number.isNaN(this.#drawnMs) ? 0 : Math.max(0, nowMs - this.#drawnMs);
    this.#drawnMs = nowMs;
    this.#offsetX = fade(this.#offsetX, elapsedMs);
    this.#offsetY = fade(this.#offsetY, elapsedMs);
    this.x = this.#wasX + this.#offsetX;
    this.y = this.#wasY + this.#offsetY;
    return true;
  }

  /**
   * Any integer of the state as it was drawn: between two ticks where the field is interpolated. The own body's
   * place is {@link x} and {@link y}.
   */
  value(name) {
    const i = this.#layout.slot(name);
    const field = this.#layout.fields[i];
    const from = this.#from[i];
    return field?.linear ? from + field.difference(from, this.#live[i]) * this.#drawnPart : from;
  }

  /**
   * The state at a tick that is kept: predicted, or told by the server.
   *
   * @param {number} tick
   * @param {Int32Array} [into]
   * @returns {Int32Array|null}
   */
  stateAt(tick, into = new Int32Array(this.state.length)) {
    if (!this.#known(tick)) {
      return null;
    }
    this.#load(tick, into);
    return into;
  }

  /** The offset that still fades, in quanta. */
  get offset() {
    return Math.hypot(this.#offsetX, this.#offsetY);
  }

  #stop() {
    this.active = false;
    this.#entity = null;
    this.#ringTicks?.fill(-1);
    this.#offsetX = 0;
    this.#offsetY = 0;
    this.#drawnTick = -1;
    this.#drawnMs = NaN;
  }

  /** So far beyond what a frame has told, and no farther: it is to be a prediction, not a game of one's own. */
  #limit() {
    const { clock, lead } = this.#room;
    const aheadTicks = 2 * clock.oneWayTicks + Math.max(0, lead.marginTicks) + lead.batchTicks;
    const most = (AHEAD_SECONDS + 1) * clock.tickHz;
    this.#limitTick = this.serverTick + Math.min(most, AHEAD_SECONDS * clock.tickHz + Math.ceil(aheadTicks));
  }

  #restart() {
    this.#stop();
    this.active = true;
    this.#begin();
  }

  #begin() {
    this.tick = this.serverTick;
    this.state.set(this.serverState);
    this.#save();
  }

  #agrees() {
    const tick = this.serverTick;
    if (!this.#known(tick)) {
      return false;
    }
    const at = this.#slot(tick);
    for (let i = 0; i < this.state.length; i++) {
      if (this.#ring[at + i] !== this.serverState[i]) {
        return false;
      }
    }
    return true;
  }

  #correct(snaps) {
    const known = this.#known(this.serverTick);
    const toTick = Math.min(this.tick, this.#limitTick);
    const { stats } = this.#room;
    const drawn = this.#drawnTick >= this.serverTick;
    const wasX = this.#wasX;
    const wasY = this.#wasY;
    this.#begin();
    this.#advance(toTick);
    stats.replayedTicks += Math.max(0, toTick - this.serverTick);
    if (!Number.isNaN(this.#drawnMs)) {
      this.#place(Math.max(this.#drawnTick, this.serverTick), drawn ? this.#drawnPart : 0);
    }
    const dx = Number.isNaN(this.#drawnMs) ? 0 : wasX - this.#wasX;
    const dy = Number.isNaN(this.#drawnMs) ? 0 : wasY - this.#wasY;
    if (known) {
      stats.corrected(Math.hypot(dx, dy));
    }
    this.#offsetX = snaps ? 0 : this.#offsetX + dx;
    this.#offsetY = snaps ? 0 : this.#offsetY + dy;
  }

  #advance(toTick) {
    while (this.tick < toTick) {
      this.tick++;
      if (!this.#room.inputs.read(this.tick, this.#input)) {
        this.#room.inputs.readNeutral(this.#input); // Nothing was sent yet on this connection.
      }
      this.#step(this.state, this.tick);
      this.#save();
    }
  }

  #step(state, tick) {
    if (this.#layout.tick >= 0) {
      state[this.#layout.tick] = tick;
    }
    this.rule.step(state, this.#input, this.#map);
  }

  /** Computes the picture between `tick` and the one after it, with the inputs as they are. */
  #place(tick, part) {
    if (!this.#known(tick)) {
      return;
    }
    this.#load(tick, this.#from);
    this.#live.set(this.#from);
    if (part > 0) {
      const { inputs } = this.#room;
      if (!(inputs.lastTick > tick && inputs.read(tick + 1, this.#input))) {
        inputs.readLive(this.#input);
      }
      this.#step(this.#live, tick + 1);
    }
    this.#wasX = this.#coordinate(this.#layout.x, part);
    this.#wasY = this.#coordinate(this.#layout.y, part);
  }

  #coordinate(i, part) {
    if (i < 0) {
      return 0;
    }
    const from = this.#from[i];
    return from + this.#layout.fields[i].difference(from, this.#live[i]) * part;
  }

  #slot(tick) {
    return (tick & (this.#ringTicks.length - 1)) * this.state.length;
  }

  #known(tick) {
    return this.#ringTicks !== null && this.#ringTicks[tick & (this.#ringTicks.length - 1)] === tick;
  }

  #save() {
    const at = this.#slot(this.tick);
    for (let i = 0; i < this.state.length; i++) {
      this.#ring[at + i] = this.state[i];
    }
    this.#ringTicks[this.tick & (this.#ringTicks.length - 1)] = this.tick;
  }

  #load(tick, into) {
    const at = this.#slot(tick);
    for (let i = 0; i < into.length; i++) {
      into[i] = this.#ring[at + i];
    }
  }
}

function fade(offset, elapsedMs) {
  const left = offset * Math.exp(-elapsedMs / SMOOTHING_MS);
  return Math.abs(left) < FADED_QUANTA ? 0 : left;
}
