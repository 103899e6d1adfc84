/**
 * The decoder: turns tick frames into the part of the server's world that this client sees. It needs
 * nothing but the schema. The rules are those of docs/protocol.md, "Applying a frame"; all arithmetic
 * wraps as 32-bit integers.
 */
import { advance, applyChanged } from './columns.js';
import { Entity, InvariantViolation, NOWHERE } from './entity.js';

export { Entity, InvariantViolation };

const MAX_SPAN_LOG2 = 16;

/** What a client knows of a room. */
export class World {
  /**
   * @param {import('./schema.js').SchemaInfo} schema
   * @param {{onEntered?: Function, onRemoved?: Function, onReset?: Function, onEvent?: Function}} [observer]
   *     told of entities that come and go, of resets, and of events
   */
  constructor(schema, observer = {}) {
    this.schema = schema;
    this.observer = observer;
    /** tick whose end this world is; 0 = no frame yet */
    this.tick = 0;
    /** @type {Map<number, Entity>} every entity in view, by id */
    this.entities = new Map();
    /** id of the client's own entity, -1 = none */
    this.ownEntityId = -1;
    this.privateValues = new Int32Array(schema.privateFields.length);
    this.eventsLost = 0;
    /** cell -> {id, ids: number[][] by kind, tick, sliceTick, span} */
    this.cells = new Map();
    /** the cells that the newest frame had a slice of */
    this.slices = [];
    /** entities that left to a held cell whose own slice is still to come: id -> cell */
    this.limbo = new Map();
    /** entities whose record names no cell now, in the frame being applied */
    this.adrift = [];
  }

  /** @returns {Entity|undefined} the client's own entity, if it has one in view */
  get own() {
    return this.entities.get(this.ownEntityId);
  }

  /** A private field's value in its unit; 0 if there is no such field. */
  privateField(name) {
    const i = this.schema.privateField(name);
    return i < 0 ? 0 : this.privateValues[i] * this.schema.privateFields[i].quantum;
  }

  /**
   * Up to which tick a cell is known for sure: the tick of its last slice, or the newest one at which a slice
   * would have come if there had been something to say. What lies beyond is predicted.
   */
  exactTick(cellId) {
    const cell = this.cells.get(cellId);
    return cell ? Math.max(cell.sliceTick, this.tick - (this.tick % cell.span)) : 0;
  }

  /** Applies a decoded ServerFrame with `tick` != 0. Throws {@link InvariantViolation}. */
  apply(frame) {
    const tick = frame.tick >>> 0;
    if (frame.reset) {
      this.#reset();
    } else if (tick <= this.tick) {
      throw new InvariantViolation(`tick ${tick} after tick ${this.tick}`);
    }
    this.tick = tick;
    this.slices.length = 0;
    const staged = [];
    for (const slice of frame.cells) {
      staged.push(this.#open(slice, tick));
    }
    for (const s of staged) {
      this.#applyChanges(s);
    }
    for (const s of staged) {
      this.#applyEntered(s, tick);
    }
    for (const cell of frame.droppedCells) {
      this.#drop(cell);
    }
    for (const [cellId, cell] of this.cells) {
      if (cell.sliceTick !== tick) {
        this.#moveCell(cellId, cell, tick);
      }
    }
    this.#settle(tick);
    this.#applyOwn(frame);
    for (const event of frame.events) {
      const type = this.schema.events[event.type];
      if (!type) {
        throw new InvariantViolation(`unknown event type ${event.type}`);
      }
      this.observer.onEvent?.(type.name, event);
    }
  }

  #reset() {
    this.observer.onReset?.();
    this.entities.clear();
    this.cells.clear();
    this.limbo.clear();
    this.adrift.length = 0;
    this.privateValues.fill(0);
  }

  /** Checks a slice, brings its cell to the slice's base, applies removed and left. */
  #open(slice, tick) {
    const spanLog2 = slice.spanLog2;
    if (spanLog2 > MAX_SPAN_LOG2) {
      throw new InvariantViolation(`span 2^${spanLog2}`);
    }
    const cellId = slice.cell >>> 0;
    const span = 2 ** spanLog2;
    let cell = this.cells.get(cellId);
    if (cell && cell.sliceTick === tick) {
      throw new InvariantViolation(`two slices of cell ${cellId} at tick ${tick}`);
    }
    if (slice.keyframe) {
      if (cell) {
        for (let k = 0; k < cell.ids.length; k++) {
          this.#setAdrift(cell.ids[k], cellId);
        }
      }
      cell = { id: cellId, ids: this.schema.kinds.map(() => []), tick, sliceTick: tick, span };
      this.cells.set(cellId, cell);
    } else {
      const base = tick - span;
      if (!cell) {
        throw new InvariantViolation(`a delta of cell ${cellId}, which is not held`);
      }
      if (cell.sliceTick > base) {
        throw new InvariantViolation(`cell ${cellId}: base ${base}, is at ${cell.sliceTick} already`);
      }
      this.#moveCell(cellId, cell, base);
      cell.tick = tick;
      cell.sliceTick = tick;
      cell.span = span;
    }
    this.slices.push(cell);
    let seen = 0;
    for (const ks of slice.kinds) {
      if (ks.kind >= this.schema.kinds.length || (ks.kind < 32 && (seen >>> ks.kind) & 1)) {
        throw new InvariantViolation(`kind ${ks.kind} is unknown or there twice`);
      }
      seen |= ks.kind < 32 ? 1 << ks.kind : 0;
      if (slice.keyframe && (ks.removed.length || ks.left.length || ks.changed.length)) {
        throw new InvariantViolation(`keyframe of cell ${cellId} with changes`);
      }
      this.#takeOut(cellId, cell, ks, span);
    }
    return { cellId, cell, span, slice };
  }

  #setAdrift(ids, cellId) {
    for (const id of ids) {
      const e = this.entities.get(id);
      if (e && e.cell === cellId) {
        e.cell = NOWHERE;
        this.adrift.push(e, NOWHERE);
      }
    }
  }

  #takeOut(cellId, cell, ks, span) {
    if (ks.removed.length === 0 && ks.left.length === 0) {
      return;
    }
    if (ks.left.length % 2 !== 0) {
      throw new InvariantViolation(`cell ${cellId}: left is not made of pairs`);
    }
    const ids = cell.ids[ks.kind];
    const out = new Set();
    const take = (rank, destination) => {
      if (!(rank < ids.length) || out.has(rank)) {
        throw new InvariantViolation(`cell ${cellId}: rank ${rank} of ${ids.length}, or twice`);
      }
      out.add(rank);
      const e = this.entities.get(ids[rank]);
      if (e && e.cell === cellId) {
        e.cell = NOWHERE;
        advance(e.kind, e.values, span);
        this.adrift.push(e, destination);
      }
    };
    let rank = -1;
    for (const gap of ks.removed) {
      rank += gap + 1;
      take(rank, NOWHERE);
    }
    rank = -1;
    for (let i = 0; i < ks.left.length; i += 2) {
      rank += ks.left[i] + 1;
      take(rank, ks.left[i + 1] >>> 0);
    }
    cell.ids[ks.kind] = ids.filter((_, i) => !out.has(i));
  }

  /**
   * Predicts every entity of the cell at `tick`. That may be earlier than where it is: what was predicted
   * since the cell's last slice is taken back, for slices may come less often than frames.
   */
  #moveCell(cellId, cell, tick) {
    const by = tick - cell.tick;
    if (by === 0) {
      return;
    }
    cell.tick = tick;
    for (let k = 0; k < cell.ids.length; k++) {
      const kind = this.schema.kinds[k];
      if (kind.predicted.length === 0) {
        continue;
      }
      for (const id of cell.ids[k]) {
        const e = this.entities.get(id);
        if (e && e.cell === cellId) {
          advance(kind, e.values, by);
        }
      }
    }
    for (const [id, destination] of this.limbo) {
      if (destination === cellId) {
        const e = this.entities.get(id);
        advance(e.kind, e.values, by);
      }
    }
  }

  #applyChanges({ cellId, cell, span, slice }) {
    if (slice.keyframe) {
      return;
    }
    const changedKinds = new Set();
    for (const ks of slice.kinds) {
      changedKinds.add(ks.kind);
      const ids = cell.ids[ks.kind];
      const error = applyChanged(this.schema.kinds[ks.kind], ks, span, ids.length, (rank) => {
        const e = this.entities.get(ids[rank]);
        return e && e.cell === cellId ? e.values : null;
      });
      if (error) {
        throw new InvariantViolation(`cell ${cellId}: ${error}`);
      }
    }
    for (let k = 0; k < cell.ids.length; k++) {
      if (!changedKinds.has(k)) {
        for (const id of cell.ids[k]) {
          const e = this.entities.get(id);
          if (e && e.cell === cellId) {
            advance(this.schema.kinds[k], e.values, span);
          }
        }
      }
    }
  }

  #applyEntered({ cellId, cell, slice }, tick) {
    for (const ks of slice.kinds) {
      if (ks.entered.length === 0) {
        if (ks.values.length) {
          throw new InvariantViolation(`cell ${cellId}: values of nobody`);
        }
        continue;
      }
      const kind = this.schema.kinds[ks.kind];
      const width = kind.fields.length;
      if (ks.values.length !== ks.entered.length * width) {
        throw new InvariantViolation(`cell ${cellId}: ${ks.values.length} values entered`);
      }
      const held = new Set(cell.ids[ks.kind]);
      let id = -1;
      let at = 0;
      const ids = cell.ids[ks.kind];
      const ordered = ids.length === 0 || ks.entered[0] > ids[ids.length - 1];
      for (const gap of ks.entered) {
        id += gap + 1;
        if (id > 0x7fffffff || held.has(id)) {
          throw new InvariantViolation(`cell ${cellId}: entity ${id} is out of range or here already`);
        }
        this.#place(id, kind, cellId, ks.values, at, tick);
        at += width;
        ids.push(id);
      }
      if (!ordered) {
        ids.sort((a, b) => a - b);
      }
    }
  }

  #place(id, kind, cellId, values, at, tick) {
    let e = this.entities.get(id);
    const known = e !== undefined;
    if (!known) {
      e = new Entity(id, kind, new Int32Array(kind.fields.length), tick);
      this.entities.set(id, e);
    } else if (e.kind !== kind) {
      throw new InvariantViolation(`entity ${id} is a ${e.kind.name}, entered as ${kind.name}`);
    }
    for (const f of kind.fields) {
      const v = values[at + f.index];
      if (f.normalize(v) !== v) {
        throw new InvariantViolation(`entity ${id}: ${f.name} = ${v} does not fit its wrap bits`);
      }
      e.values[f.index] = v;
    }
    e.cell = cellId;
    this.limbo.delete(id);
    if (!known) {
      this.observer.onEntered?.(e);
    }
  }

  #drop(cellId) {
    const cell = this.cells.get(cellId);
    if (!cell) {
      return;
    }
    for (const ids of cell.ids) {
      this.#setAdrift(ids, cellId);
    }
    this.cells.delete(cellId);
  }

  /** Decides about the entities that no cell claimed in this frame. */
  #settle(tick) {
    for (const [id, destination] of this.limbo) {
      const cell = this.cells.get(destination);
      if (!cell || cell.sliceTick === tick) {
        this.limbo.delete(id);
        this.#remove(this.entities.get(id), tick);
      }
    }
    for (let i = 0; i < this.adrift.length; i += 2) {
      const e = this.adrift[i];
      const destination = this.adrift[i + 1];
      if (e.cell === NOWHERE && e.removedTick === 0) {
        if (destination !== NOWHERE && this.cells.has(destination)) {
          this.limbo.set(e.id, destination);
        } else {
          this.#remove(e, tick);
        }
      }
    }
    this.adrift.length = 0;
  }

  #remove(e, tick) {
    e.removedTick = tick;
    this.entities.delete(e.id);
    this.observer.onRemoved?.(e);
  }

  #applyOwn(frame) {
    if (Object.hasOwn(frame, 'ownEntity')) {
      this.ownEntityId = frame.ownEntity;
    }
    let at = 0;
    const mask = frame.privateMask;
    for (let i = 0; i < 32; i++) {
      if ((mask >>> i) & 1) {
        if (i >= this.privateValues.length || at >= frame.privateValues.length) {
          throw new InvariantViolation(`private field ${i} is unknown or has no value`);
        }
        this.privateValues[i] = frame.privateValues[at++];
      }
    }
    if (at !== frame.privateValues.length) {
      throw new InvariantViolation(`${frame.privateValues.length - at} private values too many`);
    }
    this.eventsLost += frame.eventsLost;
  }
}
