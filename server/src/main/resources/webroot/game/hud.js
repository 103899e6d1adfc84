/** What stands over the picture: health, charges, kill feed, leaders, scoreboard, messages. */
const FEED_LINES = 6;
const FEED_MS = 6000;
const WEAPONS = ['▸', '⟿'];

export const byId = (id) => document.getElementById(id);

/** Replaces an element's text only if it changed: layout is not free. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** An element with a class and text. */
export function make(tag, className, text = '') {
  const e = document.createElement(tag);
  e.className = className;
  e.textContent = text;
  return e;
}

export class Hud {
  constructor() {
    this.hp = -1;
    this.charges = -1;
    this.hurtTimer = null;
  }

  /** Begins with a room. */
  enter(client, scene) {
    this.client = client;
    this.scene = scene;
    this.hp = -1;
    this.charges = -1;
    const { constants } = client.room;
    this.fireTicks = constants.fire_cooldown_ticks || 1;
    byId('feed').replaceChildren();
    const { welcome } = client;
    byId('vitals').hidden = welcome.watcher;
    byId('watching').hidden = !welcome.watcher;
    byId('respawn').hidden = true;
    this.updateScores();
  }

  /** Own state; called once per picture, touches the page only where something changed. */
  update() {
    const { world } = this.client;
    const own = world.own;
    if (this.client.welcome.watcher) {
      return;
    }
    const hp = own ? Math.max(0, own.get('hp')) : 0;
    if (hp !== this.hp) {
      this.hp = hp;
      const fill = byId('hp-fill');
      fill.style.transform = `scaleX(${Math.min(1, hp / 100)})`;
      fill.className = hp > 60 ? '' : hp > 30 ? 'mid' : 'low';
      setText(byId('hp-text'), String(hp));
    }
    this.#updateRail(world.privateField('rail_charges'), world.privateField('rail_cooldown_ticks'));
    const cooldown = world.privateField('fire_cooldown_ticks') / this.fireTicks;
    byId('fire-fill').style.transform = `scaleX(${Math.max(0, 1 - cooldown).toFixed(2)})`;
    this.#updateRespawn(hp <= 0 && own !== undefined, world.privateField('respawn_ticks'));
  }

  #updateRail(charges, cooldown) {
    const meter = byId('rail-meter');
    if (charges !== this.charges) {
      this.charges = charges;
      const slots = Math.max(3, charges);
      meter.replaceChildren(...Array.from({ length: slots }, (_, i) => make('i', i < charges ? 'full' : '')));
    }
    meter.classList.toggle('waiting', cooldown > 0);
  }

  #updateRespawn(dead, ticks) {
    byId('respawn').hidden = !dead;
    if (dead) {
      const s = Math.max(0, ticks / this.client.clock.tickHz);
      setText(byId('respawn-text'), s > 0 ? `Back in ${s.toFixed(1)} s` : 'Back in a moment');
    } else {
      setText(byId('killer'), '');
    }
  }

  /** Red borders for a moment. */
  hurt() {
    const e = byId('hurt');
    e.classList.add('on');
    clearTimeout(this.hurtTimer);
    this.hurtTimer = setTimeout(() => e.classList.remove('on'), 90);
  }

  /** Whom a watcher follows. */
  watching(name) {
    setText(byId('watching'), name ? `Watching ${name} · ← → for others` : 'Watching · nobody plays');
  }

  /** A line of the kill feed. */
  killed(killer, victim, weapon, byMe, wasMe) {
    const line = make('li', '');
    line.append(
      make('span', byMe ? 'mine' : '', killer),
      make('span', 'weapon', WEAPONS[weapon] ?? '×'),
      make('span', wasMe ? 'mine' : '', victim),
    );
    line.title = weapon === 1 ? 'rail' : 'blaster';
    const feed = byId('feed');
    feed.append(line);
    while (feed.children.length > FEED_LINES) {
      feed.firstChild.remove();
    }
    setTimeout(() => line.remove(), FEED_MS);
    if (wasMe) {
      setText(byId('killer'), killer ? `by ${killer}` : '');
    }
  }

  /** Players and scores, best first. */
  #ranking() {
    const { players, scoreboard } = this.client;
    const rows = [...players.values()].filter((p) => !p.watcher).map((p) => ({ ...p, score: 0, rtt: 0 }));
    const byNumber = new Map(rows.map((r) => [r.player, r]));
    scoreboard?.players.forEach((player, i) => {
      const row = byNumber.get(player);
      if (row) {
        row.score = scoreboard.scores[i];
        row.rtt = scoreboard.rttMs[i];
      }
    });
    return rows.sort((a, b) => b.score - a.score || a.player - b.player);
  }

  /** After a scoreboard or a roster. */
  updateScores() {
    this.scene.refreshLooks();
    const rows = this.#ranking();
    const me = this.client.welcome.player;
    const leaders = byId('leaders');
    const lines = [make('div', 'room', `${this.client.welcome.room} · ${rows.length} playing`)];
    rows.forEach((r, i) => {
      if (i < 5 || r.player === me) {
        const line = make('div', r.player === me ? 'line me' : 'line');
        const dot = make('span', 'dot');
        dot.style.background = this.scene.colorOf(r.player);
        line.append(dot, make('span', 'who', `${i + 1}. ${r.name}`), make('span', '', String(r.score)));
        lines.push(line);
      }
    });
    leaders.replaceChildren(...lines);
    if (!byId('scores').hidden) {
      this.#fillScores(rows, me);
    }
  }

  /** Shows or hides the full scoreboard. */
  showScores(on) {
    byId('scores').hidden = !on;
    if (on) {
      this.#fillScores(this.#ranking(), this.client.welcome.player);
    }
  }

  #fillScores(rows, me) {
    const table = document.createElement('table');
    const head = table.createTHead().insertRow();
    for (const [text, cls] of [['', ''], ['Player', ''], ['Score', 'n'], ['RTT', 'n']]) {
      head.append(make('th', cls, text));
    }
    const body = table.createTBody();
    rows.forEach((r) => {
      const tr = body.insertRow();
      tr.className = `${r.player === me ? 'me' : ''} ${r.away ? 'away' : ''}`;
      const dot = make('span', 'dot');
      dot.style.background = this.scene.colorOf(r.player);
      tr.insertCell().append(dot);
      tr.append(
        make('td', '', r.away ? `${r.name} (connection lost)` : r.name),
        make('td', 'n', String(r.score)),
        make('td', 'n', r.rtt ? `${r.rtt} ms` : '–'),
      );
    });
    byId('scores').replaceChildren(table);
  }
}

/** A message for some seconds. */
export function toast(text, warning = false, ms = 5000) {
  const box = byId('toasts');
  const e = make('div', warning ? 'warning' : '', text);
  box.append(e);
  while (box.children.length > 4) {
    box.firstChild.remove();
  }
  setTimeout(() => e.remove(), ms);
}
