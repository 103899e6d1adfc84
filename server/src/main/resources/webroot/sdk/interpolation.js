/**
 * Smooth positions between frames. Others are shown a little in the past (two send intervals), where two
 * samples surround the wanted moment; linear fields are interpolated (the short way round where they
 * wrap), a change of the teleport counter snaps, and what is not known yet is extrapolated by the
 * predicting field for a bounded time.
 */
const SAMPLES = 16;

/** The last few states of one entity, oldest first, in a ring. */
class History {
  constructor(width) {
    this.width = width;
    this.ticks = new Float64Array(SAMPLES);
    this.values = new Int32Array(SAMPLES * width);
    this.count = 0;
    this.next = 0;
  }

  /** Ring slot of the i-th oldest sample. */
  slot(i) {
    return (this.next - this.count + i + 2 * SAMPLES) % SAMPLES;
  }

  push(tick, values, offset = 0) {
    this.ticks[this.next] = tick;
    for (let f = 0; f < this.width; f++) {
      this.values[this.next * this.width + f] = values[offset + f];
    }
    this.next = (this.next + 1) % SAMPLES;
    this.count = Math.min(SAMPLES, this.count + 1);
  }
}

/** By how much of the time that passes the delay may change. */
const MAX_DELAY_CHANGE = 0.15;

/** Records a world after every frame and answers where things are at a render tick. */
export class Interpolator {
  /**
   * @param {import('./world.js').World} world
   * @param {{spanTicks?: number, delayIntervals?: number, maxExtrapolationTicks?: number}} [options]
   *     ticks between sends; how many send intervals to stay behind (default 2); the longest
   *     extrapolation (default 8 ticks)
   */
  constructor(world, { spanTicks = 1, delayIntervals = 2, maxExtrapolationTicks = 8 } = {}) {
    this.world = world;
    this.spanTicks = spanTicks;
    this.delayIntervals = delayIntervals;
    this.delayTicks = delayIntervals * spanTicks;
    this.recordedTick = 0;
    this.maxExtrapolationTicks = maxExtrapolationTicks;
    this.histories = new Map();
    /** entities that are gone in the world but still to be shown: id -> Entity */
    this.leaving = new Map();
    this.scratch = new Int32Array(32);
  }

  /** The server now sends every `ticks` ticks (it sends less often while it has too much to do). */
  setSpan(ticks) {
    this.spanTicks = ticks;
  }

  /** Call after each applied frame. */
  record() {
    const { tick } = this.world;
    this.#settleDelay(tick);
    for (const [id, history] of this.histories) {
      const e = this.world.entities.get(id);
      if (!e && !this.leaving.has(id)) {
        this.histories.delete(id);
      } else if (e && history.entity !== e) {
        this.histories.delete(id);
      }
    }
    for (const e of this.world.entities.values()) {
      let history = this.histories.get(e.id);
      if (!history) {
        history = new History(e.kind.fields.length);
        history.entity = e;
        this.histories.set(e.id, history);
      }
      this.#fillSilence(history, e.kind, tick);
      history.push(tick, e.values);
    }
  }

  /** Takes the delay to what the span needs, slowly: the picture runs a little slower or quicker. */
  #settleDelay(tick) {
    const most = MAX_DELAY_CHANGE * Math.max(0, tick - this.recordedTick);
    const wanted = this.delayIntervals * this.spanTicks - this.delayTicks;
    this.delayTicks += Math.max(-most, Math.min(most, wanted));
    this.recordedTick = tick;
  }

  /** Tells the interpolator that the entity is gone; it is shown until the render tick gets there. */
  removed(entity) {
    if (this.leaving.size < 1024 && this.histories.has(entity.id)) {
      this.leaving.set(entity.id, entity);
    }
  }

  /** Forgets everything (a reset frame). */
  clear() {
    this.histories.clear();
    this.leaving.clear();
  }

  /** Lets go of what has been removed before `renderTick`. Call once per rendered picture. */
  prune(renderTick) {
    for (const [id, e] of this.leaving) {
      if (e.removedTick <= renderTick) {
        this.leaving.delete(id);
        this.histories.delete(id);
      }
    }
  }

  /**
   * The fields of an entity at a render tick, in integers with fraction.
   *
   * @param {import('./world.js').Entity} entity
   * @param {number} renderTick with fraction
   * @param {Float64Array} into at least as long as the kind has fields
   * @returns {boolean} false if nothing is known of that entity that early: it is not there yet
   */
  sample(entity, renderTick, into) {
    const h = this.histories.get(entity.id);
    if (!h || h.count === 0) {
      return false;
    }
    const { kind } = entity;
    let i = h.count - 1;
    while (i >= 0 && h.ticks[h.slot(i)] > renderTick) {
      i--;
    }
    if (i < 0) {
      this.#copy(h, h.slot(0), kind, 0, into);
      return false;
    }
    const a = h.slot(i);
    if (i === h.count - 1) {
      const ahead = Math.min(renderTick - h.ticks[a], this.maxExtrapolationTicks);
      this.#copy(h, a, kind, entity.removedTick ? 0 : ahead, into);
      return true;
    }
    this.#between(h, a, h.slot(i + 1), kind, renderTick, into);
    return true;
  }

  #between(h, a, b, kind, renderTick, into) {
    const w = h.width;
    const t = (renderTick - h.ticks[a]) / (h.ticks[b] - h.ticks[a]);
    const tp = kind.teleport;
    const snaps = tp >= 0 && h.values[a * w + tp] !== h.values[b * w + tp];
    for (const f of kind.fields) {
      const from = h.values[a * w + f.index];
      if (f.linear && !snaps) {
        into[f.index] = from + f.difference(from, h.values[b * w + f.index]) * t;
      } else {
        into[f.index] = from;
      }
    }
  }

  #copy(h, slot, kind, aheadTicks, into) {
    const at = slot * h.width;
    for (const f of kind.fields) {
      into[f.index] = h.values[at + f.index];
      if (f.predictor >= 0 && aheadTicks > 0) {
        into[f.index] += h.values[at + f.predictor] * aheadTicks;
      }
    }
  }

  /** Frames that would have said nothing were not sent: until one span ago all went as predicted. */
  #fillSilence(history, kind, tick) {
    if (history.count === 0) {
      return;
    }
    const last = history.slot(history.count - 1);
    const silent = tick - this.spanTicks - history.ticks[last];
    if (silent <= 0) {
      return;
    }
    const at = last * history.width;
    for (const f of kind.fields) {
      const v = history.values[at + f.index];
      const grown = f.predictor < 0 ? 0 : Math.imul(history.values[at + f.predictor], silent);
      this.scratch[f.index] = f.normalize(v + grown);
    }
    history.push(tick - this.spanTicks, this.scratch);
  }
}
