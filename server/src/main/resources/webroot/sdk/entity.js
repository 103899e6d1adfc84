/** What a client knows of one thing in the room. */

/** The cell of an entity that is between two. */
export const NOWHERE = -1;

/** The frame contradicts what the client holds: the server, or this decoder, is wrong. */
export class InvariantViolation extends Error {
  constructor(message) {
    super(message);
    this.name = 'InvariantViolation';
  }
}

/** One entity. The object stays the same for as long as the entity is known. */
export class Entity {
  constructor(id, kind, values, tick) {
    this.id = id;
    /** @type {import('./schema.js').KindInfo} */
    this.kind = kind;
    /** the fields' integers, as the newest frame left them; read only */
    this.values = values;
    /** the cell that this record names, -1 while it is between two */
    this.cell = NOWHERE;
    /** tick of the frame that made it known */
    this.sinceTick = tick;
    /** tick of the frame that removed it, 0 while it is there */
    this.removedTick = 0;
  }

  /** The field's value in its unit; for code that is not hot. */
  get(name) {
    const f = this.kind.fields[this.kind.field(name)];
    if (!f) {
      throw new Error(`${this.kind.name} has no field ${name}`);
    }
    return this.values[f.index] * f.quantum;
  }
}
