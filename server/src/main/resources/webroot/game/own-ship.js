/**
 * The player's own ship, shown where it will be when the inputs that just left arrive: from each frame's
 * state on, the inputs after it are replayed with the server's own rule. What the server then decides
 * otherwise (contacts, damage) is blended in over a few pictures.
 */
import { RuleMap, step } from './rule.js';

const MAX_REPLAY = 40;
const BLEND_PER_SECOND = 14;
const SNAP_QUANTA = 8 * 120;

export class OwnShip {
  /** @param {import('../sdk/client.js').Client} client */
  constructor(client) {
    this.client = client;
    const { room } = client;
    this.kind = room.schema.kind('player');
    const f = (name) => this.kind.field(name);
    this.f = { x: f('x'), y: f('y'), vx: f('vx'), vy: f('vy'), hp: f('hp'), teleport: f('teleport') };
    this.map = new RuleMap(room.map);
    this.constants = room.constants;
    this.state = { x: 0, y: 0, vx: 0, vy: 0 };
    this.previous = { x: 0, y: 0 };
    this.axes = new Int32Array(room.schema.axes.length);
    this.tick = 0;
    this.errorX = 0;
    this.errorY = 0;
    this.teleport = -1;
    /** what to draw, in quanta with fraction */
    this.x = 0;
    this.y = 0;
    this.alive = false;
  }

  /** Replays after a frame. Returns false if there is no own ship. */
  onFrame() {
    const e = this.client.world.own;
    if (!e || e.kind !== this.kind) {
      this.alive = false;
      this.teleport = -1;
      return false;
    }
    const v = e.values;
    const known = this.alive && this.teleport === v[this.f.teleport];
    const wasX = this.state.x;
    const wasY = this.state.y;
    const wasTick = this.tick;
    this.alive = v[this.f.hp] > 0;
    this.teleport = v[this.f.teleport];
    this.state.x = v[this.f.x];
    this.state.y = v[this.f.y];
    this.state.vx = v[this.f.vx];
    this.state.vy = v[this.f.vy];
    this.previous.x = this.state.x;
    this.previous.y = this.state.y;
    this.tick = this.client.world.tick;
    this.#advance(Math.max(this.client.inputs.lastTick, this.tick), known ? wasTick : -1, wasX, wasY);
    if (!known) {
      this.errorX = 0;
      this.errorY = 0;
    }
    return true;
  }

  /** Where it is at the picture's time; call once per picture. `dtSeconds` since the last one. */
  update(nowMs, dtSeconds) {
    if (!this.client.world.own) {
      return;
    }
    this.#advance(this.client.inputs.lastTick, -1, 0, 0);
    const keep = Math.exp(-dtSeconds * BLEND_PER_SECOND);
    this.errorX *= keep;
    this.errorY *= keep;
    // A timer may send the next input somewhat before or after the picture: go on in a straight line.
    const part = Math.max(-1, Math.min(2, this.client.inputTick(nowMs) - this.tick));
    this.x = this.previous.x + (this.state.x - this.previous.x) * part + this.errorX;
    this.y = this.previous.y + (this.state.y - this.previous.y) * part + this.errorY;
  }

  /** Replays up to `toTick`; where it passes `compareTick`, the difference to (x, y) is blended in. */
  #advance(toTick, compareTick, x, y) {
    const target = Math.min(toTick, this.client.world.tick + MAX_REPLAY);
    this.#compare(compareTick, x, y);
    while (this.tick < target) {
      this.tick++;
      this.previous.x = this.state.x;
      this.previous.y = this.state.y;
      this.client.inputs.sentAxes(this.tick, this.axes);
      if (this.alive) {
        step(this.state, this.axes[0], this.axes[1], this.map, this.constants);
      }
      this.#compare(compareTick, x, y);
    }
  }

  #compare(compareTick, x, y) {
    if (this.tick === compareTick) {
      const dx = x - this.state.x;
      const dy = y - this.state.y;
      const far = Math.abs(dx) + Math.abs(dy) > SNAP_QUANTA;
      this.errorX = far ? 0 : this.errorX + dx;
      this.errorY = far ? 0 : this.errorY + dy;
    }
  }
}
