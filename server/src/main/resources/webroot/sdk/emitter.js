/**
 * Calls a function of the program that uses the SDK. What it throws harms nothing here: it is thrown again
 * outside of the SDK's work, where the program's own error handling (`window.onerror`, `uncaughtException`)
 * gets to see it, once.
 *
 * @param {Function} theirs
 * @param {...*} args
 */
export function callOutside(theirs, ...args) {
  try {
    theirs(...args);
  } catch (e) {
    queueMicrotask(() => {
      throw e;
    });
  }
}

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

  /** Calls the listeners of `name` in the order in which they came, also those behind one that throws. */
  emit(name, ...args) {
    for (const listener of this.#listeners.get(name) ?? []) {
      callOutside(listener, ...args);
    }
  }
}
