/** The start page: a name, the rooms, and what went wrong. */
import { byId, make } from './hud.js';

const NAME_KEY = 'backbeat.name';
const REFRESH_MS = 3000;

export class StartPage {
  /** @param {(choice: {name: string, room: string, watcher: boolean}) => void} join */
  constructor(join) {
    this.join = join;
    this.timer = null;
    const query = new URLSearchParams(location.search);
    this.room = query.get('room') ?? 'any';
    this.game = query.get('game') ?? '';
    this.watcher = query.get('watch') === '1';
    byId('name').value = query.get('name') ?? remembered();
    if (this.room !== 'any') {
      byId('play').textContent = this.watcher ? `Watch ${this.room}` : `Join ${this.room}`;
    } else if (this.watcher) {
      byId('play').textContent = 'Watch';
    }
    byId('join').addEventListener('submit', (e) => {
      e.preventDefault();
      this.#go(this.room, this.watcher);
    });
  }

  #go(room, watcher) {
    const name = byId('name').value.trim();
    try {
      localStorage.setItem(NAME_KEY, name);
    } catch {
      // A browser without storage still plays.
    }
    this.join({ name, room, game: this.game, watcher });
  }

  /** Shows the page; `message` says why one is here again. */
  show(message = '') {
    document.body.dataset.state = 'start';
    this.busy(false);
    const box = byId('start-message');
    box.hidden = !message;
    box.textContent = message;
    this.#refresh();
    if (!matchMedia('(pointer: coarse)').matches) {
      byId('name').focus();
    }
  }

  hide() {
    clearTimeout(this.timer);
  }

  busy(on) {
    byId('play').disabled = on;
  }

  async #refresh() {
    clearTimeout(this.timer);
    try {
      const response = await fetch('api/rooms', { cache: 'no-store' });
      if (!response.ok) {
        throw new Error(`HTTP ${response.status}`);
      }
      this.#list((await response.json()).rooms);
    } catch {
      byId('rooms').replaceChildren(make('li', 'none', 'The server does not answer. Trying again …'));
    }
    if (document.body.dataset.state === 'start') {
      this.timer = setTimeout(() => this.#refresh(), REFRESH_MS);
    }
  }

  #list(rooms) {
    if (!rooms.length) {
      byId('rooms').replaceChildren(make('li', 'none', 'None yet: Play opens one.'));
      return;
    }
    byId('rooms').replaceChildren(...rooms.slice(0, 40).map((room) => this.#row(room)));
  }

  #row(room) {
    const row = make('li', '');
    const fill = make('span', 'fill');
    const bar = make('i', '');
    bar.style.width = `${Math.min(100, (100 * room.players) / Math.max(1, room.maxPlayers))}%`;
    fill.append(bar);
    const button = (text, watcher, full) => {
      const b = make('button', '', text);
      b.type = 'button';
      b.disabled = full;
      b.addEventListener('click', () => this.#go(room.id, watcher));
      return b;
    };
    row.append(
      make('span', 'id', room.id),
      fill,
      make('span', 'count', `${room.players}/${room.maxPlayers}`),
      button('Join', false, room.players >= room.maxPlayers),
      button('Watch', true, room.watchers >= room.maxWatchers),
    );
    return row;
  }
}

function remembered() {
  try {
    return localStorage.getItem(NAME_KEY) ?? '';
  } catch {
    return '';
  }
}
