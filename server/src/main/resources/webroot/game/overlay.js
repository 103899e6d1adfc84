/** The box over everything: reconnecting, or why it is over. */
import { byId, setText } from './hud.js';

export class Overlay {
  /** @param {{again: () => void, start: () => void}} actions */
  constructor({ again, start }) {
    byId('overlay-again').addEventListener('click', again);
    byId('overlay-start').addEventListener('click', start);
  }

  /** Something is being waited for. */
  wait(title, text) {
    this.#show(title, text, false);
  }

  /** It is over; the player chooses what next. */
  over(title, text) {
    this.#show(title, text, true);
    byId('overlay-again').focus();
  }

  hide() {
    byId('overlay').hidden = true;
  }

  #show(title, text, over) {
    setText(byId('overlay-title'), title);
    setText(byId('overlay-text'), text);
    byId('overlay').classList.toggle('over', over);
    byId('overlay').hidden = false;
  }
}
