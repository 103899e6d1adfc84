/** Where the integers of a rule's state come from, in the order of the rule's names. */
const ENTITY = 0;
const PRIVATE = 1;
const CONSTANT = 2;
const TICK = 3;

export class StateLayout {
  #names;
  #sources;
  #indexes;

  /**
   * @param {string} stateNames as the rule says them: fields of the entity, private fields, constants of the
   *     Welcome, "tick", separated by spaces
   * @param {import('./schema.js').KindInfo} kind of the predicted entity
   * @param {import('./schema.js').SchemaInfo} schema
   * @param {Record<string, number>} constants
   */
  constructor(stateNames, kind, schema, constants) {
    this.#names = stateNames.split(' ');
    this.length = this.#names.length;
    /** @type {(import('./schema.js').FieldInfo|null)[]} */
    this.fields = [];
    this.#sources = new Int32Array(this.length);
    this.#indexes = new Int32Array(this.length);
    this.#names.forEach((name, i) => {
      const field = kind.field(name);
      const own = schema.privateField(name);
      if (field >= 0) {
        this.#from(i, ENTITY, field, kind.fields[field]);
      } else if (own >= 0) {
        this.#from(i, PRIVATE, own, schema.privateFields[own]);
      } else if (Object.hasOwn(constants, name)) {
        this.#from(i, CONSTANT, constants[name], null);
      } else if (name === 'tick') {
        this.#from(i, TICK, 0, null);
      } else {
        throw new Error(`the rule wants ${name}, which is no field, private field or constant of the room`);
      }
    });
    /** slots of the drawn position and of the tick's number, -1 = none */
    this.x = this.#names.indexOf(kind.fields[kind.x]?.name);
    this.y = this.#names.indexOf(kind.fields[kind.y]?.name);
    this.tick = this.#sources.indexOf(TICK);
  }

  /** The slot of a name; throws if the rule has none. */
  slot(name) {
    const i = this.#names.indexOf(name);
    if (i < 0) {
      throw new Error(`the rule has no ${name}`);
    }
    return i;
  }

  /** Copies what a world says of an entity into a state. */
  read(world, entity, state) {
    for (let i = 0; i < this.length; i++) {
      const index = this.#indexes[i];
      switch (this.#sources[i]) {
        case ENTITY:
          state[i] = entity.values[index];
          break;
        case PRIVATE:
          state[i] = world.privateValues[index];
          break;
        case CONSTANT:
          state[i] = index;
          break;
        default:
          state[i] = world.tick;
      }
    }
  }

  #from(i, source, index, field) {
    this.#sources[i] = source;
    this.#indexes[i] = index;
    this.fields[i] = field;
  }
}
