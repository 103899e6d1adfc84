/** A list of listeners by event name. */
export class Emitter {
  #listeners = new Map();

  /**
   * Adds a listener.
   *
   * @param {string} name event name
   * @param {Function} listener
   * @returns {() => void} removes it again
   */
  on(name, listener) {
    const list = this.#listeners.get(name) ?? [];
    this.#listeners.set(name, [...list, listener]);
    return () => {
      this.#listeners.set(name, this.#listeners.get(name).filter((l) => l !== listener));
    };
  }

  /** Calls the listeners of `name` in the order in which they came. */
  emit(name, ...args) {
    for (const listener of this.#listeners.get(name) ?? []) {
      listener(...args);
    }
  }
}
