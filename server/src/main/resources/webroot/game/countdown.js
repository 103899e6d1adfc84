/** The line that says when the server stops. */
import { byId, setText } from './hud.js';

const TURN_MS = 250;

export class Countdown {
  #timer = null;
  #endsAtMs = 0;
  #message = '';

  /** @param {{remainingMs: number, message: string}} drain what the server said newest */
  show({ remainingMs, message }) {
    this.#endsAtMs = performance.now() + remainingMs;
    this.#message = message;
    byId('drain').hidden = false;
    this.#turn();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#turn(), TURN_MS);
  }

  hide() {
    clearInterval(this.#timer);
    byId('drain').hidden = true;
  }

  #turn() {
    const left = Math.max(0, Math.ceil((this.#endsAtMs - performance.now()) / 1000));
    const clock = left < 60 ? `${left} s` : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')} min`;
    setText(byId('drain'), `${clock} · ${this.#message}`);
  }
}
