/** The network panel: figures, a graph of the frames, bytes by cell, and what can be drawn to see more. */
import { byId, make, setText } from './hud.js';
import { NetGraph } from './net-graph.js';
import { NetMeter } from './net-meter.js';

const CELL_ROWS = 5;

/** What the server's step on its overload ladder means. */
const OVERLOAD = [
  '',
  'Server busy: half the frames, two inputs a message',
  'Server busy: half the frames, four inputs a message',
  'Server very busy: a shorter view, half the frames',
  'Server overloaded: nobody new is let in, a shorter view, half the frames',
];

export class NetPanel {
  #client = null;
  #shots = null;
  #figures = new Map();

  /** @param {import('./debug-view.js').DebugView} view what its switches turn on */
  constructor(view) {
    this.view = view;
    this.meter = new NetMeter();
    this.graph = new NetGraph(byId('net-graph'));
    this.open = false;
    byId('net-views').addEventListener('click', (e) => {
      const button = e.target.closest('button');
      if (button) {
        button.blur();
        this.show(button.dataset.view);
      }
    });
  }

  /** A Welcome was read. `shots` are the own ship's, null for watchers. */
  enter(client, shots) {
    this.#client = client;
    this.#shots = shots;
    this.meter.enter(client);
  }

  /** Shows or hides the panel. */
  toggle() {
    this.open = !this.open;
    this.meter.active = this.open;
    this.meter.reset();
    byId('net').hidden = !this.open;
  }

  /** Turns one of the views ("server", "predicted", "rewound") on or off. */
  show(name) {
    const on = this.view.toggle(name);
    byId('net-views').querySelector(`[data-view="${name}"]`).setAttribute('aria-pressed', String(on));
  }

  /** Call once per picture. */
  update(nowMs, frameMs) {
    if (!this.open) {
      return;
    }
    this.graph.draw(this.meter.frames);
    if (this.meter.sample(nowMs)) {
      this.#overload(this.#client.scoreboard?.overloadStep ?? 0);
      this.#describe(frameMs);
      this.#cells();
    }
  }

  #describe(frameMs) {
    const { stats, clock, world, interpolator } = this.#client;
    const { meter } = this;
    const ms = (ticks) => (ticks * 1000) / clock.tickHz;
    const px = world.schema.kind('player').fields[0].quantum;
    this.#figure('RTT', `${fixed(clock.smoothedRttMs)} ms`);
    this.#figure('jitter', `${fixed(stats.jitterMs)} ms`);
    this.#figure('others behind', `${fixed(ms(interpolator.delayTicks), 0)} ms`, 'Interpolation delay: how far behind the server others are drawn');
    this.#figure('tick lateness', `${fixed(stats.tickLatenessMs, 2)} ms`, 'Worst lateness of the room’s ticks in the last second');
    this.#figure('input lead', `${fixed(stats.leadTicks, 2)} ticks`, 'How early the newest input reached the server', stats.leadTicks < 0);
    this.#figure('margin', `${fixed(stats.marginTicks, 2)} ticks`, 'How much earlier than the way there takes inputs are sent');
    this.#figure('server buffer', meter.bufferTicks < 0 ? 'holds one' : `${meter.bufferTicks} inputs`, 'Inputs that the server has for ticks to come; while nothing changes it holds the last one');
    this.#figure('late inputs', String(stats.lateInputs), 'Inputs that came after their tick, as the server counts them');
    this.#figure('corrections', String(stats.corrections), 'How often a prediction was wrong');
    this.#figure('off by (most)', `${fixed(stats.correctionSize * px)} (${fixed(stats.largestCorrection * px)}) px`, 'By how much the own ship was drawn elsewhere');
    this.#figure('replayed', `${stats.replayedTicks} ticks`, 'Ticks computed again because of corrections');
    this.#figure('rails as seen', this.#shots ? `${this.#shots.rails.asShown} of ${this.#shots.rails.decided}` : '–', 'Own rail shots that met on the server what they met here');
    this.#figure('frames late', String(meter.lately('lateFrames')), 'Frames of the last 10 s that came after the picture that needed them', meter.lately('lateFrames') > 0);
    this.#figure('extrapolated', percent(meter.share('extrapolatedSamples')), 'Others drawn ahead of what was known, and wrongly so, in the last 10 s');
    this.#figure('frozen', percent(meter.share('frozenSamples')), 'Others that stood because nothing was known, in the last 10 s', meter.share('frozenSamples') > 0);
    this.#figure('picture', `${fixed(frameMs)} ms`, 'Work of this page for one picture');
    this.#figure('received', `${fixed(meter.perSecond('bytes') / 1024)} KiB/s`);
    this.#figure('frames', `${fixed(meter.perSecond('frames'), 0)} /s`);
    this.#figure('entities', String(world.entities.size));
    this.#figure('resumes', String(stats.resumes));
  }

  #figure(name, text, title = '', bad = false) {
    let dd = this.#figures.get(name);
    if (!dd) {
      const div = make('div', '');
      div.title = title;
      dd = make('dd', '');
      div.append(make('dt', '', name), dd);
      byId('net-now').append(div);
      this.#figures.set(name, dd);
    }
    setText(dd, text);
    dd.classList.toggle('bad', bad);
  }

  /** The text of a figure as it stands there. */
  figure(name) {
    return this.#figures.get(name)?.textContent;
  }

  #cells() {
    const { world } = this.#client;
    const rows = [...this.meter.cells].sort((a, b) => b[1] - a[1]);
    const rest = rows.splice(CELL_ROWS);
    const most = Math.max(1, rows[0]?.[1] ?? 1);
    const ownCell = world.own?.cell;
    byId('net-cells').replaceChildren(
      ...rows.map(([cell, rate]) => {
        const held = world.cells.get(cell);
        const count = held ? held.ids.reduce((sum, ids) => sum + ids.length, 0) : 0;
        const row = make('li', cell === ownCell ? 'own' : '');
        const bar = make('i', '');
        bar.style.transform = `scaleX(${(rate / most).toFixed(3)})`;
        row.append(
          bar,
          make('span', '', `cell ${cell}${cell === ownCell ? ' (own)' : ''}`),
          make('span', '', `${count} in it${held && held.span > 1 ? `, every ${held.span} ticks` : ''}`),
          make('b', '', `${fixed(rate, 0)} B/s`),
        );
        return row;
      }),
    );
    if (rest.length > 0) {
      const bytes = rest.reduce((sum, [, rate]) => sum + rate, 0);
      byId('net-cells').append(make('li', 'rest', `and ${rest.length} more: ${fixed(bytes, 0)} B/s`));
    }
  }

  #overload(step) {
    const badge = byId('overload');
    badge.hidden = step === 0;
    badge.dataset.step = String(step);
    badge.textContent = OVERLOAD[Math.min(step, OVERLOAD.length - 1)];
  }
}

function fixed(value, digits = 1) {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}

function percent(share) {
  return `${(100 * share).toFixed(2)} %`;
}
