/** The last few measurements of something, and how large the largest of them are. */
const MOST_RANKS = 8;

export class RecentValues {
  #values;
  #stamps;
  #top = new Float64Array(MOST_RANKS);
  #next = 0;

  /** @param {number} capacity how many are kept */
  constructor(capacity) {
    this.#values = new Float64Array(capacity);
    this.#stamps = new Float64Array(capacity);
    /** how many there are */
    this.count = 0;
  }

  /** Forgets all of them. */
  clear() {
    this.count = 0;
    this.#next = 0;
  }

  /** Adds one; `stamp` grows from one to the next. */
  add(value, stamp) {
    this.#values[this.#next] = value;
    this.#stamps[this.#next] = stamp;
    this.#next = (this.#next + 1) % this.#values.length;
    this.count = Math.min(this.count + 1, this.#values.length);
  }

  /** Forgets what was stamped before `stamp`. */
  dropBefore(stamp) {
    const capacity = this.#values.length;
    while (this.count > 0 && this.#stamps[(this.#next - this.count + capacity) % capacity] < stamp) {
      this.count--;
    }
  }

  /** @returns {number} the least one; Infinity if there is none */
  least() {
    const capacity = this.#values.length;
    let least = Infinity;
    for (let i = 1; i <= this.count; i++) {
      least = Math.min(least, this.#values[(this.#next - i + capacity) % capacity]);
    }
    return least;
  }

  /**
   * The value that about a part `share` of them exceeds: the largest but `count * share`.
   *
   * @param {number} share 0 to 7 / capacity
   * @returns {number} -Infinity if there is none
   */
  exceededBy(share) {
    const ranks = Math.min(MOST_RANKS, 1 + Math.floor(this.count * share));
    const capacity = this.#values.length;
    const top = this.#top;
    top.fill(-Infinity);
    for (let i = 1; i <= this.count; i++) {
      let v = this.#values[(this.#next - i + capacity) % capacity];
      for (let r = 0; r < ranks && v > top[ranks - 1]; r++) {
        if (v > top[r]) {
          const lower = top[r];
          top[r] = v;
          v = lower;
        }
      }
    }
    return top[ranks - 1];
  }
}
