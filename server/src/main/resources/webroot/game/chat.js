/** Chat lines and the box to write in. */
import { byId, make } from './hud.js';

const LINES = 8;
const SHOWN_MS = 12000;

export class ChatBox {
  /** @param {(text: string) => void} say */
  constructor(say) {
    this.lines = byId('chat-lines');
    this.form = byId('chat-form');
    this.text = byId('chat-text');
    this.form.addEventListener('submit', (e) => {
      e.preventDefault();
      const text = this.text.value.trim();
      if (text) {
        say(text);
      }
      this.close();
    });
    this.text.addEventListener('keydown', (e) => {
      e.stopPropagation();
      if (e.key === 'Escape') {
        this.close();
      }
    });
    this.text.addEventListener('blur', () => this.close());
  }

  /** Ready to write. */
  open() {
    this.form.hidden = false;
    this.text.focus();
  }

  close() {
    this.text.value = '';
    if (!this.form.hidden) {
      this.form.hidden = true;
      this.text.blur();
    }
  }

  /** Shows a line for a while. */
  add(name, text) {
    const line = make('li', '');
    if (name) {
      line.append(make('b', '', `${name}: `));
    }
    line.append(text);
    this.lines.append(line);
    while (this.lines.children.length > LINES) {
      this.lines.firstChild.remove();
    }
    setTimeout(() => line.remove(), SHOWN_MS);
  }

  clear() {
    this.lines.replaceChildren();
  }
}
