/** What is remembered of one entity for drawing it: its last few states, and an offset that fades. */
export class History {
  /**
   * @param {import('./world.js').Entity} entity
   * @param {number} capacity how many states; a power of two
   */
  constructor(entity, capacity) {
    const width = entity.kind.fields.length;
    this.entity = entity;
    this.width = width;
    this.mask = capacity - 1;
    this.ticks = new Int32Array(capacity);
    this.values = new Int32Array(capacity * width);
    /** 1 = from the state before to this one all went as predicted */
    this.straight = new Uint8Array(capacity);
    this.count = 0;
    this.next = 0;
    /** ticks between the slices of its cell, as of the newest state */
    this.span = 1;
    /** the cell it was in then */
    this.cell = -1;
    /** drawn minus true when a correction came, per field, and the render tick of that moment */
    this.offsets = null;
    this.offsetTick = 0;
    /** render tick at which it was drawn last, and what was drawn */
    this.drawnTick = -Infinity;
    this.drawn = new Float64Array(width);
    /** whether it stood there, because nothing was known for too long */
    this.frozen = false;
    /** pictures beyond the newest frame, which the next one has to confirm; and that newest frame */
    this.pending = 0;
    this.pendingTick = 0;
  }

  /** Slot of the i-th oldest state. */
  slot(i) {
    return (this.next - this.count + i) & this.mask;
  }

  /** Slot of the newest state. */
  get last() {
    return (this.next - 1) & this.mask;
  }

  /** Tick of the newest state; -Infinity if there is none. */
  get lastTick() {
    return this.count === 0 ? -Infinity : this.ticks[this.last];
  }

  /** The newest i whose state is of `tick` or before; -1 if there is none. */
  find(tick) {
    let i = this.count - 1;
    while (i >= 0 && this.ticks[this.slot(i)] > tick) {
      i--;
    }
    return i;
  }

  /** Adds a state. */
  push(tick, values) {
    const { kind } = this.entity;
    const at = this.next * this.width;
    for (let f = 0; f < kind.fields.length; f++) {
      this.values[at + f] = values[f];
    }
    this.#pushed(tick, 0);
  }

  /** Adds the state that the newest one is predicted to be at `tick`. */
  pushPredicted(tick) {
    const { kind } = this.entity;
    const from = this.last * this.width;
    const at = this.next * this.width;
    const by = tick - this.ticks[this.last];
    for (const f of kind.fields) {
      const v = this.values[from + f.index];
      const grown = f.predictor < 0 ? 0 : Math.imul(this.values[from + f.predictor], by);
      this.values[at + f.index] = f.normalize(v + grown);
    }
    this.#pushed(tick, 1);
  }

  /** Whether what is drawn between states would have been right: the newest one, predicted at `tick`. */
  predicts(tick, values) {
    const { kind } = this.entity;
    const from = this.last * this.width;
    const by = tick - this.ticks[this.last];
    for (const f of kind.fields) {
      const v = this.values[from + f.index];
      const grown = f.predictor < 0 ? 0 : Math.imul(this.values[from + f.predictor], by);
      if (f.linear && f.normalize(v + grown) !== values[f.index]) {
        return false;
      }
    }
    return true;
  }

  /** Whether the states in two slots are of different lives: the teleport counter has changed. */
  teleported(a, b) {
    const { teleport } = this.entity.kind;
    return teleport >= 0
      && this.values[a * this.width + teleport] !== this.values[b * this.width + teleport];
  }

  /** The state in a slot, `ahead` ticks on, with fraction. */
  copy(slot, ahead, into) {
    const at = slot * this.width;
    const { fields } = this.entity.kind;
    for (let i = 0; i < fields.length; i++) {
      const f = fields[i];
      into[i] = this.values[at + i];
      if (f.predictor >= 0 && ahead > 0) {
        into[i] += this.values[at + f.predictor] * ahead;
      }
    }
  }

  /** What lies between two states, with fraction. */
  between(a, b, tick, into) {
    const fromTick = this.ticks[a];
    if (this.straight[b]) {
      this.copy(a, tick - fromTick, into);
      return;
    }
    const part = (tick - fromTick) / (this.ticks[b] - fromTick);
    const snaps = this.teleported(a, b);
    const { fields } = this.entity.kind;
    for (let i = 0; i < fields.length; i++) {
      const from = this.values[a * this.width + i];
      const linear = fields[i].linear && !snaps;
      into[i] = linear ? from + fields[i].difference(from, this.values[b * this.width + i]) * part : from;
    }
  }

  #pushed(tick, straight) {
    this.ticks[this.next] = tick;
    this.straight[this.next] = straight;
    this.next = (this.next + 1) & this.mask;
    this.count = Math.min(this.count + 1, this.mask + 1);
  }
}
