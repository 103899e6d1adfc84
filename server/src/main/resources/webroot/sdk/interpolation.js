/**
 * Smooth positions between frames. Others are drawn a little in the past, where two states surround the
 * wanted moment: linear fields are interpolated, the short way round where they wrap; a change of the
 * teleport counter snaps. Beyond the newest state the predictor goes on for a bounded time, then the body
 * stands. Where what was drawn turns out to be wrong, the difference is taken back over 100 ms; nothing jumps.
 *
 * States are kept where a cell had a slice. Until the tick that a slice builds on, all went as predicted:
 * silence is no gap, and cells that come less often than frames (spans) are corrected without a jump.
 */
import { History } from './history.js';
import { RenderClock } from './render-clock.js';
import { Statistics } from './statistics.js';

const MAX_EXTRAPOLATION_MS = 250;
/** over how long a wrong picture is taken back */
const BLEND_MS = 100;
const MAX_LEAVING = 1024;

/** Records a world after every frame and answers where things are at a render tick. */
export class Interpolator {
  #frameTick = 0;
  #previousTick = 0;
  #spanTick = 0;
  #resets = false;
  #truth = new Float64Array(32);

  /**
   * @param {import('./world.js').World} world
   * @param {{tickHz?: number, spanTicks?: number, maxExtrapolationTicks?: number,
   *     stats?: import('./statistics.js').Statistics}} [options]
   */
  constructor(world, { tickHz = 30, spanTicks = 1, maxExtrapolationTicks, stats } = {}) {
    this.world = world;
    this.tickHz = tickHz;
    this.stats = stats ?? new Statistics();
    this.maxExtrapolationTicks = maxExtrapolationTicks ?? (MAX_EXTRAPOLATION_MS * tickHz) / 1000;
    this.renderClock = new RenderClock(tickHz, spanTicks);
    /** @type {Map<number, History>} by entity id */
    this.histories = new Map();
    /** entities that are gone in the world but still to be shown: id -> Entity */
    this.leaving = new Map();
    this.capacity = 2 ** Math.max(5, Math.ceil(Math.log2(tickHz)));
  }

  /** How far behind the server's tick others were drawn in the newest picture. */
  get delayTicks() {
    return this.renderClock.delayTicks;
  }

  /** Ticks from one frame to the next. */
  get spanTicks() {
    return this.renderClock.spanTicks;
  }

  /**
   * Call after each applied frame.
   *
   * @param {number} [serverTick] the server's tick at its arrival, with fraction: the delay follows it
   */
  record(serverTick = NaN) {
    const { world } = this;
    this.#previousTick = this.#frameTick;
    this.#frameTick = world.tick;
    this.#followSpan();
    if (!Number.isNaN(serverTick)) {
      const { tick: drawnTick, spanTicks } = this.renderClock;
      if (drawnTick > 0 && drawnTick > world.tick - spanTicks) {
        this.stats.lateFrames++; // The newest picture was of between the send before this one and this one, or later.
      }
      this.renderClock.arrived(world.tick, serverTick);
    }
    for (const cell of world.slices) {
      for (const ids of cell.ids) {
        for (const id of ids) {
          const e = world.entities.get(id);
          if (e && e.cell === cell.id) {
            this.note(e, world.tick, cell.span);
          }
        }
      }
    }
    if (this.#resets) {
      this.#afterReset();
      this.#resets = false;
    }
  }

  /**
   * Takes over an entity's state of `tick`, which was told as the change since `span` ticks before.
   * {@link record} does that for all that a frame has said something about.
   */
  note(entity, tick, span) {
    const h = this.#history(entity);
    const gap = h.cell === entity.cell ? span : Math.max(span, this.world.cells.get(h.cell)?.span ?? span);
    h.cell = entity.cell;
    h.span = span;
    this.#confirm(h, tick, tick - gap, entity.values);
    const corrects = h.count > 0 && h.drawnTick > h.lastTick;
    if (h.count > 0 && !this.#resets && tick - gap > h.lastTick) {
      h.pushPredicted(tick - gap);
    }
    const before = h.last;
    const first = h.count === 0;
    h.push(tick, entity.values);
    if (!first && h.teleported(before, h.last)) {
      h.offsets?.fill(0);
    } else if (corrects) {
      this.#fade(h);
    }
  }

  /** Tells the interpolator that the entity is gone; it is shown until the render tick gets there. */
  removed(entity) {
    const h = this.histories.get(entity.id);
    if (!h || this.leaving.size >= MAX_LEAVING) {
      this.histories.delete(entity.id);
      return;
    }
    this.#followSpan(); // The frame that removed it may be the first of another span.
    const known = entity.removedTick - this.spanTicks;
    if (known > h.lastTick && h.count > 0) {
      h.pushPredicted(known);
    }
    this.leaving.set(entity.id, entity);
  }

  /** A reset frame is being applied: who comes again in it keeps the history. */
  reset() {
    this.#resets = true;
  }

  /** Lets go of what has been removed before `renderTick`. Call once per rendered picture. */
  prune(renderTick) {
    for (const e of this.leaving.values()) {
      if (e.removedTick <= renderTick) {
        this.leaving.delete(e.id);
        this.histories.delete(e.id);
      }
    }
  }

  /**
   * The fields of an entity at a render tick, in integers with fraction.
   *
   * @param {import('./world.js').Entity} entity
   * @param {number} renderTick with fraction
   * @param {Float64Array} into at least as long as the kind has fields
   * @returns {boolean} false if it is not there yet, or not any more
   */
  sample(entity, renderTick, into) {
    const h = this.histories.get(entity.id);
    if (!h || h.count === 0) {
      for (let f = 0; f < entity.values.length; f++) {
        into[f] = entity.values[f];
      }
      return false;
    }
    if (renderTick > this.#frameTick && !entity.removedTick) {
      this.#countBeyond(h, renderTick);
    }
    if (h.frozen && h.drawnTick > h.lastTick && this.#reach(h, h.lastTick) > h.drawnTick - h.lastTick) {
      this.#fade(h); // A frame without a word on it: all went as predicted, also while it stood.
    }
    const there = this.#at(h, renderTick, into);
    this.stats.samples += there ? 1 : 0;
    this.#addOffset(h, renderTick, into);
    h.drawnTick = renderTick;
    h.frozen = renderTick - h.lastTick > this.#reach(h, h.lastTick);
    for (let f = 0; f < h.width; f++) {
      h.drawn[f] = into[f];
    }
    return there;
  }

  /**
   * The same in integers, exactly as the server rewinds for a shot: what `FieldSchema.between` and `ahead`
   * compute there, with no offset that fades. To aim with, not to draw.
   *
   * @param {import('./world.js').Entity} entity
   * @param {number} viewTickQ8 in 1/256 tick
   * @param {Int32Array} into at least as long as the kind has fields
   * @returns {boolean} false if it is not there yet, or not any more
   */
  sampleExact(entity, viewTickQ8, into) {
    const h = this.histories.get(entity.id);
    const i = h ? h.find(Math.floor(viewTickQ8 / 256)) : -1;
    if (i < 0) {
      return false;
    }
    const a = h.slot(i);
    const partQ8 = viewTickQ8 - 256 * h.ticks[a];
    const { fields } = entity.kind;
    const b = i < h.count - 1 ? h.slot(i + 1) : -1;
    const between = b >= 0 && !h.straight[b];
    const snaps = between && h.teleported(a, b);
    const aheadQ8 = b >= 0 ? partQ8 : Math.min(partQ8, 256 * this.#reach(h, h.ticks[a]));
    for (let f = 0; f < fields.length; f++) {
      const field = fields[f];
      const from = h.values[a * h.width + f];
      if (!between) {
        const velocity = field.predictor < 0 ? 0 : h.values[a * h.width + field.predictor];
        into[f] = field.ahead(from, velocity, aheadQ8);
      } else {
        const wholeQ8 = 256 * (h.ticks[b] - h.ticks[a]);
        into[f] = snaps ? from : field.between(from, h.values[b * h.width + f], partQ8, wholeQ8);
      }
    }
    return !entity.removedTick || viewTickQ8 < 256 * entity.removedTick;
  }

  /**
   * Calls with every entity that is there at a render tick, also with those that newer frames no longer have.
   *
   * @param {number} viewTickQ8 in 1/256 tick
   * @param {(entity: import('./world.js').Entity) => void} action
   */
  forEach(viewTickQ8, action) {
    for (const h of this.histories.values()) {
      const { removedTick } = h.entity;
      const gone = removedTick > 0 && viewTickQ8 >= 256 * removedTick;
      if (!gone && h.find(viewTickQ8 / 256) >= 0) {
        action(h.entity);
      }
    }
  }

  /** The entity's history; who has come into view again begins a new one. */
  #history(entity) {
    let h = this.histories.get(entity.id);
    if (h && h.entity !== entity) {
      this.leaving.delete(entity.id);
      h = this.#resets && h.entity.kind === entity.kind ? h : undefined;
    }
    if (!h) {
      h = new History(entity, this.capacity);
      this.histories.set(entity.id, h);
    }
    h.entity = entity;
    return h;
  }

  /** Those who were not in the reset are gone; they are shown until the render tick gets there. */
  #afterReset() {
    for (const h of this.histories.values()) {
      const { entity } = h;
      if (!this.world.entities.has(entity.id) && !this.leaving.has(entity.id)) {
        entity.removedTick = this.#frameTick;
        this.leaving.set(entity.id, entity);
      }
    }
  }

  #followSpan() {
    if (this.#spanTick === this.world.tick) {
      return;
    }
    this.#spanTick = this.world.tick;
    let span = Infinity;
    for (const cell of this.world.cells.values()) {
      span = Math.min(span, cell.span);
    }
    if (span !== Infinity) {
      this.renderClock.setSpan(span);
    }
  }

  /** How many ticks beyond the newest state something is drawn moving. */
  #reach(h, lastTick) {
    const { entity } = h;
    if (entity.removedTick) {
      return 0;
    }
    const known = Math.max(lastTick, this.world.exactTick(entity.cell));
    const most = Math.max(this.maxExtrapolationTicks, h.span + 2 * this.spanTicks);
    return known - lastTick + most;
  }

  /** The state at a render tick as the history has it. */
  #at(h, tick, into) {
    const i = h.find(tick);
    if (i < 0) {
      h.copy(h.slot(0), 0, into);
      return false;
    }
    const a = h.slot(i);
    if (i < h.count - 1) {
      h.between(a, h.slot(i + 1), tick, into);
    } else {
      h.copy(a, Math.min(tick - h.ticks[a], this.#reach(h, h.ticks[a])), into);
    }
    return !(h.entity.removedTick && tick >= h.entity.removedTick);
  }

  #addOffset(h, tick, into) {
    if (!h.offsets) {
      return;
    }
    const part = 1 - ((tick - h.offsetTick) * 1000) / this.tickHz / BLEND_MS;
    if (part <= 0) {
      return;
    }
    for (let f = 0; f < h.width; f++) {
      into[f] += h.offsets[f] * Math.min(1, part);
    }
  }

  /** From now on what is true is drawn with the difference to what was drawn, which shrinks. */
  #fade(h) {
    this.#at(h, h.drawnTick, this.#truth);
    const { fields } = h.entity.kind;
    h.offsets ??= new Float64Array(h.width);
    h.offsetTick = h.drawnTick;
    for (let f = 0; f < fields.length; f++) {
      const field = fields[f];
      h.offsets[f] = field.linear ? field.shortest(h.drawn[f] - this.#truth[f]) : 0;
    }
  }

  #countBeyond(h, renderTick) {
    const known = this.#reach(h, h.lastTick) + h.lastTick;
    if (renderTick > known) {
      this.stats.frozenSamples++;
      return;
    }
    if (h.pendingTick !== this.#frameTick) {
      h.pendingTick = this.#frameTick;
      h.pending = 0; // What was drawn beyond an older frame: silence has confirmed it.
    }
    h.pending++;
  }

  /** Counts the pictures beyond the frame before this one, unless this one says that they were right. */
  #confirm(h, tick, baseTick, values) {
    if (h.pending > 0 && h.pendingTick === this.#previousTick && h.drawnTick > baseTick
        && !h.predicts(tick, values)) {
      this.stats.extrapolatedSamples += h.pending;
    }
    h.pending = 0;
  }
}
