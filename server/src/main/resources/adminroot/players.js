import { get } from './api.js';
import { announceDialog, closeRoomDialog, playerDialog } from './dialogs.js';
import { h, ms, setText, size, span } from './dom.js';
import { Pager, sparkline, Table } from './table.js';

/** The columns of a list of players. */
function columns(withRoom, shown) {
  return [
    { title: 'Name', sort: 'name', cls: 'name', draw: drawName },
    ...(withRoom ? [{ title: 'Room', sort: 'room', cls: 'wide', text: (p) => p.room }] : []),
    { title: 'Player id', sort: 'player', cls: 'wide', text: (p) => p.player || 'guest' },
    { title: 'Address', sort: 'address', cls: 'wide', text: (p) => p.address || '–' },
    { title: 'RTT ms', sort: 'rtt', cls: 'n', text: (p) => (p.rttMs == null ? '–' : ms(p.rttMs)) },
    { title: 'Jitter', sort: 'jitter', cls: 'n wide', text: (p) => (p.jitterMs == null ? '–' : ms(p.jitterMs)) },
    { title: 'Lead', sort: 'lead', cls: 'n wide', text: (p) => p.inputLeadTicks.toFixed(1) },
    { title: 'Late', sort: 'late', cls: 'n wide', text: (p) => p.lateInputs },
    { title: 'Gets', sort: 'bytes', cls: 'n', text: (p) => `${size(p.bytesPerSecond)}/s` },
    { title: 'Skipped', sort: 'skipped', cls: 'n wide', text: (p) => p.skippedFrames },
    { title: 'Since', sort: 'since', cls: 'n wide', text: (p) => (p.connected ? span(p.connectedSeconds) : 'away') },
    { title: '', cls: 'n', draw: (player, cell) => act(player, cell, shown) },
  ];
}

function drawName(player, cell) {
  const tags = [
    player.watcher && ['watching', ''], !player.connected && ['away', ''],
    player.muted && ['muted', 'warm'], player.slow && ['slow', 'warm'],
  ].filter(Boolean);
  const wanted = player.name + tags.map((t) => t[0]).join();
  if (cell.dataset.shown !== wanted) {
    cell.dataset.shown = wanted;
    cell.title = player.name;
    cell.replaceChildren(
      player.name, ...tags.map(([text, tone]) => h(tone ? `span.tag.${tone}` : 'span.tag', {}, text)));
  }
}

/** What is known of the player is that of the newest refresh. */
function act(player, cell, shown) {
  if (!cell.firstChild) {
    const click = () => playerDialog(shown.get(player.session));
    cell.append(h('button.small', { type: 'button', 'aria-label': `Act on ${player.name}`, click }, 'Act'));
  }
}

class PlayerTable {
  constructor(label, withRoom, refresh) {
    this.shown = new Map();
    this.search = h('input', { type: 'search', placeholder: 'Find a player', 'aria-label': 'Find a player', input: refresh });
    this.table = new Table({
      label, columns: columns(withRoom, this.shown), key: (p) => p.session, sort: 'name',
      empty: 'Nobody.', onSort: refresh,
    });
    this.pager = new Pager(50, refresh);
  }

  query() {
    return { q: this.search.value, sort: this.table.sort, order: this.table.order, limit: this.pager.limit, offset: this.pager.offset };
  }

  update(answer) {
    this.shown.clear();
    answer.players.forEach((player) => this.shown.set(player.session, player));
    this.table.update(answer.players);
    this.pager.update(answer.total, answer.players.length);
  }
}

/** Everybody. */
export class Players {
  constructor(refresh) {
    this.list = new PlayerTable('Players', true, refresh);
    this.element = [h('section.panel', {},
      h('div.bar', {}, h('h1', {}, 'Players'), this.list.search),
      this.list.table.element, this.list.pager.element)];
  }

  async update() {
    this.list.update(await get('/players', this.list.query()));
  }
}

/** One room and who is in it. */
export class RoomPage {
  constructor(refresh, id) {
    this.id = id;
    this.list = new PlayerTable(`Players of ${id}`, false, refresh);
    this.spark = h('canvas.spark.big', { role: 'img', 'aria-label': 'Durations of the newest ticks' });
    this.facts = h('p.dim');
    this.element = [
      h('section.panel', {},
        h('div.bar', {}, h('h1', {}, id),
          h('button.small', { click: () => announceDialog(id) }, 'Announce'),
          h('button.small.danger', { click: () => closeRoomDialog(id) }, 'Close room')),
        this.facts, this.spark),
      h('section.panel', {},
        h('div.bar', {}, h('h2', {}, 'Players'), this.list.search),
        this.list.table.element, this.list.pager.element),
    ];
  }

  async update() {
    const page = await get(`/rooms/${encodeURIComponent(this.id)}`, { ...this.list.query(), samples: 120 });
    const room = page.room;
    setText(this.facts,
      `${room.game} · ${room.players} of ${room.maxPlayers} players, ${room.watchers} watching · tick ${room.tick} at ${room.tickHz} Hz`
      + ` · p50 ${ms(room.tickMs.p50)}, p99 ${ms(room.tickMs.p99)}, max ${ms(room.tickMs.max)} ms of ${ms(1000 / room.tickHz)}`
      + ` · ${size(room.bytesPerSecond)}/s · ${room.entities} entities · ${room.overruns} overruns`);
    sparkline(this.spark, room.recentTickMicros, 1000 / room.tickHz);
    this.list.update(page);
  }
}
