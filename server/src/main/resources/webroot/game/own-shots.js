/**
 * What the own ship fires, shown at once. A bolt is drawn from the input's tick on as a ghost, and as the
 * server's own bolt as soon as that is known: both fly the same straight line. It starts at the time in which
 * the own ship is drawn and is slowed until it flies in the time in which the others are drawn, so that it
 * meets them where they are seen. A rail's beam is drawn to what it meets in this picture, which is what the
 * server looks at, too.
 */
import { rule } from './own-ship.js';

const TURN = Math.PI * 2;
const AIM_STEPS = 4096;
const MUZZLE_PX = 18;
const BOLT_LIFE_SECONDS = 1;
const RAIL_PX = 1600;
const BODY_PX = 14;
/** while it is slowed a bolt flies at two thirds of its speed */
const SLOWED_BY = 1 / 3;
/** after a shot that the server did not let happen (a break between matches) none is shown for a while */
const REFUSED_SECONDS = 0.5;
/** a server's bolt this near to a ghost is that ghost */
const SAME_PX = 60;
const REMEMBERED = 128;

export class OwnShots {
  /** @param {object} client @param {object} happenings */
  constructor(client, happenings) {
    this.client = client;
    this.happenings = happenings;
    /** own rail shots that the server has decided, and those of them that met what they met here */
    this.rails = { decided: 0, asShown: 0 };
    client.on('entered', (e) => this.#entered(e));
  }

  /** A Welcome was read. */
  enter(own) {
    const { room } = this.client;
    const { minX, minY, maxX, maxY, walls } = room.map;
    this.own = own;
    this.map = rule.newMap(minX, minY, maxX, maxY, Int32Array.from(walls));
    this.kind = room.schema.kind('bolt');
    this.player = room.schema.kind('player');
    this.perPx = 1 / this.player.fields[this.player.x].quantum;
    const { bolt_speed: speed, fire_cooldown_ticks: fire, rail_cooldown_ticks: rail } = room.constants;
    this.speed = speed;
    this.cooldowns = { fire, rail };
    this.readyTicks = { fire: 0, rail: 0 };
    /** shots whose own body's place is not computed yet */
    this.pending = [];
    /** bolts that the server has not told of yet */
    this.ghosts = [];
    /** tick of the shot by entity id, for bolts that were ghosts */
    this.shotTicks = new Map();
    /** newest shots that were shown before the server told of them: "fire 123" -> what was shown */
    this.shown = new Map();
    this.quietUntilTick = 0;
    this.values = new Int32Array(this.player.fields.length);
    this.inputTick = 0;
    this.lagTicks = 0;
  }

  /** The input of `tick` asks for a shot ("fire" or "rail"); `aim` in 4096ths of a turn. */
  asked(weapon, tick, aim) {
    if (!this.own.alive || tick < this.quietUntilTick || tick < this.#readyTick(weapon)) {
      return;
    }
    if (weapon === 'rail' && this.client.world.privateField('rail_charges') <= 0) {
      return;
    }
    this.readyTicks[weapon] = tick + this.cooldowns[weapon];
    this.pending.push({ weapon, tick, aim, viewTickQ8: this.client.inputs.viewTickQ8 });
  }

  /** A tick is ready if neither an own shot nor what the server tells of its cooldown forbids it. */
  #readyTick(weapon) {
    const { world } = this.client;
    const told = world.tick + world.privateField(`${weapon}_cooldown_ticks`);
    return Math.max(told, this.readyTicks[weapon]);
  }

  /** Once per picture, when the own ship is drawn. */
  update(nowMs, renderTick) {
    const { world } = this.client;
    this.inputTick = this.client.inputTick(nowMs);
    this.lagTicks = Math.max(0, this.inputTick - renderTick);
    this.pending = this.pending.filter((shot) => {
      const state = this.own.prediction.stateAt(shot.tick);
      if (state) {
        this.#shoot(shot, state[0], state[1]);
      }
      return !state && shot.tick > world.tick;
    });
    this.#notice(world.tick - this.client.interpolator.spanTicks - 2);
    this.ghosts = this.ghosts.filter((g) => !g.refused && this.#flies(g));
  }

  /** The server has told of all shots up to `tick`: of what it did not tell, nothing became. */
  #notice(tick) {
    for (const shot of this.shown.values()) {
      if (!shot.decided && shot.tick <= tick) {
        shot.decided = true;
        this.quietUntilTick = this.inputTick + REFUSED_SECONDS * this.client.clock.tickHz;
      }
    }
    for (const g of this.ghosts) {
      g.refused = g.tick <= tick;
    }
  }

  /** Whether the server's event of an own shot tells nothing new: it was shown, and met the same. */
  told(event) {
    const isRail = event.name === 'rail';
    const shot = this.shown.get(`${isRail ? 'rail' : 'fire'} ${event.tick}`);
    if (shot) {
      shot.decided = true;
    }
    const same = shot !== undefined && (!isRail || shot.victim === event.args[3]);
    if (isRail) {
      this.rails.decided++;
      this.rails.asShown += same ? 1 : 0;
    }
    return same;
  }

  /** Whether the entity is a bolt of the own ship. */
  owns(e) {
    return e.kind === this.kind && this.shotTicks.has(e.id);
  }

  /** Where an own bolt is drawn; false if it is not there any more. */
  sample(e, into) {
    const { kind, values } = e;
    const tick = this.#drawTick(this.shotTicks.get(e.id));
    if (e.removedTick && tick >= e.removedTick) {
      return false;
    }
    for (let i = 0; i < kind.fields.length; i++) {
      into[i] = values[i];
    }
    const known = e.removedTick || this.client.world.tick;
    const from = Math.min(tick, this.#endTick(e, known));
    into[kind.x] += values[kind.fields[kind.x].predictor] * (from - known);
    into[kind.y] += values[kind.fields[kind.y].predictor] * (from - known);
    return true;
  }

  /** The same of a ghost. */
  sampleGhost(g, into) {
    const { kind } = this;
    const ticks = this.#drawTick(g.tick) - g.tick;
    into[kind.x] = g.x + g.vx * ticks;
    into[kind.y] = g.y + g.vy * ticks;
    into[kind.fields[kind.x].predictor] = g.vx;
    into[kind.fields[kind.y].predictor] = g.vy;
    into[kind.owner] = this.client.welcome.player;
  }

  #drawTick(shotTick) {
    const age = Math.max(0, this.inputTick - shotTick);
    return shotTick + age - Math.min(this.lagTicks, age * SLOWED_BY);
  }

  #flies(g) {
    return this.#drawTick(g.tick) < g.endTick;
  }

  /** Up to which tick a bolt surely flies on, walls considered. */
  #endTick(e, knownTick) {
    const { kind, values } = e;
    const vx = values[kind.fields[kind.x].predictor];
    const vy = values[kind.fields[kind.y].predictor];
    const ticks = Math.ceil(this.lagTicks) + 1;
    const way = rule.freeWay(values[kind.x], values[kind.y], vx * ticks, vy * ticks, this.map);
    return knownTick + way * ticks;
  }

  #shoot({ weapon, tick, aim, viewTickQ8 }, x, y) {
    const angle = (aim / AIM_STEPS) * TURN;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    let met = null;
    if (weapon === 'fire') {
      this.#bolt(tick, x, y, cos, sin);
    } else {
      met = this.#rail(x, y, aim, cos, sin, viewTickQ8);
    }
    const victim = met ? met.id + 1 : 0;
    this.shown.set(`${weapon} ${tick}`, { tick, aim, victim, met, viewTickQ8, decided: false });
    forgetOldest(this.shown);
  }

  #bolt(tick, x, y, cos, sin) {
    this.happenings.flash(x / this.perPx, y / this.perPx, Math.atan2(sin, cos), this.client.welcome.player);
    const mx = Math.round(cos * MUZZLE_PX * this.perPx);
    const my = Math.round(sin * MUZZLE_PX * this.perPx);
    if (rule.freeWay(x, y, mx, my, this.map) === 1) {
      const lifeTicks = BOLT_LIFE_SECONDS * this.client.clock.tickHz;
      const vx = cos * this.speed;
      const vy = sin * this.speed;
      const way = rule.freeWay(x + mx, y + my, Math.round(vx * lifeTicks), Math.round(vy * lifeTicks), this.map);
      this.ghosts.push({ tick, x: x + mx, y: y + my, vx, vy, endTick: tick + way * lifeTicks, refused: false });
    }
  }

  /** Shows the beam to whatever it meets of what is drawn. Returns that one, or null. */
  #rail(x, y, aim, cos, sin, viewTickQ8) {
    const targets = this.#targets(viewTickQ8);
    const xs = Int32Array.from(targets, (t) => t.x);
    const ys = Int32Array.from(targets, (t) => t.y);
    const hit = rule.railHit(x, y, aim, this.map, xs, ys, targets.length);
    const range = RAIL_PX * this.perPx;
    let length = rule.freeWay(x, y, Math.round(cos * range), Math.round(sin * range), this.map) * range;
    if (hit >= 0) {
      const along = (targets[hit].x - x) * cos + (targets[hit].y - y) * sin;
      length = Math.max(0, Math.min(length, along - BODY_PX * this.perPx));
    }
    const q = 1 / this.perPx;
    this.happenings.beam(x * q, y * q, (x + cos * length) * q, (y + sin * length) * q, this.client.welcome.player);
    return hit < 0 ? null : targets[hit];
  }

  /** The living others as the server will find them: what the picture showed, by player number. */
  #targets(viewTickQ8) {
    const { world, interpolator } = this.client;
    const { player, values } = this;
    const hp = player.field('hp');
    const found = [];
    for (const e of world.entities.values()) {
      if (e.kind === player && e.id !== world.ownEntityId && interpolator.sampleExact(e, viewTickQ8, values)
          && values[hp] > 0) {
        found.push({ id: e.id, x: values[player.x], y: values[player.y], number: values[player.owner] });
      }
    }
    return found.sort((a, b) => a.number - b.number);
  }

  /** A new bolt of the own ship is the ghost that flies where it is. */
  #entered(e) {
    if (e.kind !== this.kind || e.values[e.kind.owner] !== this.client.welcome.player) {
      return;
    }
    const tick = this.client.world.tick;
    let best = -1;
    let least = SAME_PX * this.perPx;
    this.ghosts.forEach((g, i) => {
      const dx = g.x + g.vx * (tick - g.tick) - e.values[e.kind.x];
      const dy = g.y + g.vy * (tick - g.tick) - e.values[e.kind.y];
      if (Math.hypot(dx, dy) < least) {
        least = Math.hypot(dx, dy);
        best = i;
      }
    });
    if (best >= 0) {
      this.shotTicks.set(e.id, this.ghosts[best].tick);
      this.ghosts.splice(best, 1);
      forgetOldest(this.shotTicks);
    }
  }
}

function forgetOldest(map) {
  if (map.size > REMEMBERED) {
    map.delete(map.keys().next().value);
  }
}
