import { get } from './api.js';
import { announceDialog, createRoomDialog, drainDialog } from './dialogs.js';
import { h, ms, setText, size, span } from './dom.js';
import { Pager, sparkline, Table } from './table.js';

/** The columns of a list of rooms. */
function columns() {
  return [
    { title: 'Room', sort: 'id', cls: 'name', draw: link },
    { title: 'Game', sort: 'game', cls: 'wide', text: (r) => r.game },
    { title: 'Players', sort: 'players', cls: 'n', text: (r) => `${r.players}/${r.maxPlayers}` },
    { title: 'Watchers', sort: 'watchers', cls: 'n wide', text: (r) => r.watchers },
    { title: 'Hz', cls: 'n wide', text: (r) => (r.tickHz === r.sendHz ? r.tickHz : `${r.tickHz}/${r.sendHz}`) },
    { title: 'Tick', draw: drawSpark },
    { title: 'p99 ms', sort: 'p99', cls: 'n', draw: drawP99 },
    { title: 'Out', sort: 'bytes', cls: 'n', text: (r) => `${size(r.bytesPerSecond)}/s` },
    { title: 'Overruns', sort: 'overruns', cls: 'n wide', text: (r) => r.overruns },
    { title: 'Entities', sort: 'entities', cls: 'n wide', text: (r) => r.entities },
  ];
}

function link(room, cell) {
  if (!cell.firstChild) {
    cell.append(h('a', { href: `#/rooms/${encodeURIComponent(room.id)}` }, room.id));
  }
}

function drawSpark(room, cell) {
  cell.firstChild ?? cell.append(h('canvas.spark', { 'aria-hidden': 'true' }));
  sparkline(cell.firstChild, room.recentTickMicros, 1000 / room.tickHz);
}

function drawP99(room, cell) {
  setText(cell, ms(room.tickMs.p99));
  cell.classList.toggle('bad', room.tickMs.p99 > 1000 / room.tickHz);
  cell.classList.toggle('warm', room.tickMs.p99 > 500 / room.tickHz);
}

/** A line over the last minutes. */
class LineChart {
  constructor(label, color, unit) {
    this.canvas = h('canvas', { role: 'img', 'aria-label': label });
    this.element = h('section.panel', {}, h('h2', {}, label), h('div.chart', {}, this.canvas));
    this.color = color;
    this.unit = unit;
  }

  update(labels, values) {
    if (!this.chart) {
      this.chart = new Chart(this.canvas, {
        type: 'line',
        data: { labels: [], datasets: [{ data: [], borderColor: this.color, backgroundColor: `${this.color}22`, fill: true, borderWidth: 1.6, pointRadius: 0, tension: 0.25 }] },
        options: {
          animation: false, responsive: true, maintainAspectRatio: false,
          plugins: { legend: { display: false }, tooltip: { intersect: false, mode: 'index' } },
          scales: {
            x: { ticks: { color: '#a3b3cf', maxTicksLimit: 3, maxRotation: 0, autoSkip: true }, grid: { display: false } },
            y: { beginAtZero: true, ticks: { color: '#a3b3cf', maxTicksLimit: 4, callback: (v) => this.unit(v) }, grid: { color: 'rgba(255,255,255,0.06)' } },
          },
        },
      });
    }
    this.chart.data.labels = labels;
    this.chart.data.datasets[0].data = values;
    this.chart.update('none');
  }
}

/** The server as a whole, and its rooms. */
export class Overview {
  constructor(refresh) {
    this.tiles = new Map();
    this.tileRow = h('div.tiles', {});
    this.charts = [
      new LineChart('Players', '#5ee6a8', (v) => (Number.isInteger(v) ? v : '')),
      new LineChart('Tick p99', '#45d6ff', (v) => `${v} ms`),
      new LineChart('Sent per second', '#a07bff', size),
    ];
    this.table = new Table({
      label: 'Rooms', columns: columns(), key: (r) => r.id, sort: 'players', order: 'desc',
      empty: 'No rooms: the first player makes one.', onSort: refresh,
    });
    this.pager = new Pager(50, refresh);
    this.search = h('input', { type: 'search', placeholder: 'Find a room', 'aria-label': 'Find a room', input: refresh });
    this.element = [
      h('h1', { hidden: true }, 'Overview'),
      this.tileRow,
      h('div.charts', {}, ...this.charts.map((c) => c.element)),
      h('section.panel', {},
        h('div.bar', {}, h('h2', {}, 'Rooms'), this.search,
          h('button.small', { click: createRoomDialog }, 'New room'),
          h('button.small', { click: () => announceDialog() }, 'Announce'),
          h('button.small.danger', { click: drainDialog }, 'Drain')),
        this.table.element, this.pager.element),
    ];
  }

  #tile(name, value, note = '', tone = '') {
    let tile = this.tiles.get(name);
    if (!tile) {
      tile = h('div.panel.tile', {}, h('span', {}, name), h('b'), h('small'));
      this.tiles.set(name, tile);
      this.tileRow.append(tile);
    }
    tile.classList.toggle('bad', tone === 'bad');
    tile.classList.toggle('warm', tone === 'warm');
    setText(tile.children[1], value);
    setText(tile.children[2], note);
  }

  async update(status) {
    const [history, rooms] = await Promise.all([
      get('/history', { limit: 300 }),
      get('/rooms', { q: this.search.value, sort: this.table.sort, order: this.table.order, limit: this.pager.limit, offset: this.pager.offset, samples: 60 }),
    ]);
    this.#tile('Readiness', status.ready ? 'ready' : 'not ready', status.reasons[0] ?? '', status.ready ? '' : 'bad');
    this.#tile('Players', status.players, `${status.watchers} watching, ${status.connections} connected`);
    this.#tile('Rooms', status.rooms, '');
    this.#tile('Tick p99', `${ms(status.tickMs.p99)} ms`, `half below ${ms(status.tickMs.p50)}, longest ${ms(status.tickMs.max)}`);
    this.#tile('Sent', `${size(status.bytesPerSecond)}/s`, '');
    this.#tile('Overload', `step ${status.overload.step}`, status.overload.meaning, status.overload.step === 0 ? '' : 'warm');
    this.#tile('Memory', size(status.heapBytes), `of ${size(status.maxHeapBytes)} heap`);
    this.#tile('Up', span(status.uptimeSeconds), `${status.version} · ${status.instance}`);
    const labels = history.samples.map((s) => new Date(s.atMs).toLocaleTimeString());
    this.charts[0].update(labels, history.samples.map((s) => s.players));
    this.charts[1].update(labels, history.samples.map((s) => s.tickMs.p99));
    this.charts[2].update(labels, history.samples.map((s) => s.bytesPerSecond));
    this.table.update(rooms.rooms);
    this.pager.update(rooms.total, rooms.rooms.length);
  }
}
