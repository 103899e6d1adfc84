/** The schema of a room as the decoder uses it: indexes instead of names, predictors resolved. */

/** Roles of fields, as `backbeat.v1.Role` numbers them. */
export const Role = Object.freeze({ NONE: 0, X: 1, Y: 2, TELEPORT: 3, OWNER: 4 });

const MAX_FIELDS = 31;

/** One field of a kind, or one private field. */
export class FieldInfo {
  /**
   * @param {object} field a decoded `backbeat.v1.Field`
   * @param {number} index its index in its kind
   */
  constructor(field, index) {
    this.name = field.name;
    this.unit = field.unit;
    this.index = index;
    /** value in `unit` = integer * quantum */
    this.quantum = field.quantum;
    /** index of the field that predicts this one, or -1 */
    this.predictor = field.predictedBy - 1;
    this.linear = field.interpolation === 1;
    this.wrapBits = field.wrapBits;
    this.role = field.role;
    if (this.wrapBits > 31) {
      throw new Error(`field ${this.name}: wrap_bits ${this.wrapBits}`);
    }
  }

  /** @param {number} value any integer; @returns {number} as the field holds it */
  normalize(value) {
    return this.wrapBits === 0 ? value | 0 : value & (2 ** this.wrapBits - 1);
  }

  /** The way from one value to another in integers, the short way round where the field wraps. */
  difference(from, to) {
    const d = (to - from) | 0;
    return this.wrapBits === 0 ? d : (d << (32 - this.wrapBits)) >> (32 - this.wrapBits);
  }

  /** A difference of drawn values, with fraction, the short way round. */
  shortest(d) {
    if (this.wrapBits === 0) {
      return d;
    }
    const whole = 2 ** this.wrapBits;
    return d - whole * Math.round(d / whole);
  }

  /**
   * What is drawn between two values, in integers; `FieldSchema.between` of the server: `partQ8 / wholeQ8`
   * of the way, towards `from` where it does not divide; `from` if the field is not interpolated.
   */
  between(from, to, partQ8, wholeQ8) {
    return this.linear
      ? this.normalize(from + Math.trunc((this.difference(from, to) * partQ8) / wholeQ8))
      : from;
  }

  /** Where a linear prediction takes a value, in integers; `FieldSchema.ahead` of the server. */
  ahead(from, velocity, aheadQ8) {
    return this.normalize(from + Math.trunc((velocity * aheadQ8) / 256));
  }
}

/** One kind of entity. */
export class KindInfo {
  /** @param {object} kind a decoded `backbeat.v1.Kind`; @param {number} index in the schema */
  constructor(kind, index) {
    this.name = kind.name;
    this.index = index;
    this.fields = kind.fields.map((f, i) => new FieldInfo(f, i));
    if (this.fields.length < 1 || this.fields.length > MAX_FIELDS) {
      throw new Error(`kind ${this.name} has ${this.fields.length} fields`);
    }
    for (const f of this.fields) {
      if (f.predictor >= 0 && !(this.fields[f.predictor]?.predictor === -1)) {
        throw new Error(`field ${this.name}.${f.name}: its predictor must be unpredicted`);
      }
    }
    this.predicted = this.fields.filter((f) => f.predictor >= 0);
    this.unpredicted = this.fields.filter((f) => f.predictor < 0);
    this.x = this.inRole(Role.X);
    this.y = this.inRole(Role.Y);
    this.teleport = this.inRole(Role.TELEPORT);
    this.owner = this.inRole(Role.OWNER);
  }

  /** @param {string} name; @returns {number} the field's index, or -1 */
  field(name) {
    return this.fields.findIndex((f) => f.name === name);
  }

  /** @param {number} role one of {@link Role}; @returns {number} the field's index, or -1 */
  inRole(role) {
    return this.fields.findIndex((f) => f.role === role);
  }
}

/** Everything that a Welcome says about the shape of a room's state. */
export class SchemaInfo {
  /** @param {object} schema a decoded `backbeat.v1.Schema` */
  constructor(schema) {
    this.kinds = schema.kinds.map((k, i) => new KindInfo(k, i));
    this.events = schema.events.map((e) => ({ name: e.name, args: [...e.args] }));
    this.privateFields = schema.privateFields.map((f, i) => new FieldInfo(f, i));
    this.axes = (schema.input?.axes ?? []).map((a) => ({ name: a.name, min: a.min, max: a.max }));
    this.actions = [...(schema.input?.actions ?? [])];
  }

  /** @param {string} name; @returns {KindInfo|undefined} */
  kind(name) {
    return this.kinds.find((k) => k.name === name);
  }

  /** @param {string} name; @returns {number} index of the private field, or -1 */
  privateField(name) {
    return this.privateFields.findIndex((f) => f.name === name);
  }

  /** @param {string} name; @returns {number} index of the axis, or -1 */
  axis(name) {
    return this.axes.findIndex((a) => a.name === name);
  }

  /** @param {string} name; @returns {number} index of the action, or -1 */
  action(name) {
    return this.actions.indexOf(name);
  }
}
