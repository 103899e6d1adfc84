/** The latency panel: figures, and a live graph of the last 30 s. */
import { byId, make } from './hud.js';

const POINTS = 120;
const PERIOD_MS = 250;
const SERIES = [
  ['RTT ms', '#45d6ff', 'ms'],
  ['jitter ms', '#ffb454', 'ms'],
  ['tick lateness ms', '#ff6fae', 'ms'],
  ['frame bytes', '#5ee6a8', 'bytes'],
];

/** What the server's step on its overload ladder means. */
const OVERLOAD = [
  '',
  'Server busy: half the frames, two inputs a message',
  'Server busy: half the frames, four inputs a message',
  'Server very busy: a shorter view, half the frames',
  'Server overloaded: nobody new is let in, a shorter view, half the frames',
];

export class LatencyPanel {
  constructor() {
    this.chart = null;
    this.drawnMs = 0;
    this.figures = new Map();
    this.bytes = 0;
    this.frames = 0;
    this.sampledMs = 0;
    this.open = false;
  }

  /** Shows or hides the panel; the chart library is loaded when it is first needed. */
  async toggle() {
    this.open = !this.open;
    byId('latency').hidden = !this.open;
    if (this.open && !this.chart) {
      await loadScript('webjars/chart.js/dist/chart.umd.min.js');
      this.chart ??= this.#create();
    }
    return this.open;
  }

  /** Call once per picture. */
  update(nowMs, client, frameMs) {
    if (!this.open || nowMs - this.drawnMs < PERIOD_MS) {
      return;
    }
    this.drawnMs = nowMs;
    const { stats, clock } = client;
    const seconds = Math.max(0.001, (nowMs - this.sampledMs) / 1000);
    const kib = (stats.bytes - this.bytes) / 1024 / seconds;
    const fps = (stats.frames - this.frames) / seconds;
    this.bytes = stats.bytes;
    this.frames = stats.frames;
    this.sampledMs = nowMs;
    this.#overload(client.scoreboard?.overloadStep ?? 0);
    this.#figure('RTT', `${fixed(clock.smoothedRttMs)} ms`);
    this.#figure('least RTT', `${fixed(clock.minRttMs)} ms`);
    this.#figure('jitter', `${fixed(stats.jitterMs)} ms`);
    this.#figure('tick lateness', `${fixed(stats.tickLatenessMs, 2)} ms`);
    this.#figure('frame', `${stats.lastFrameBytes} B`);
    this.#figure('received', `${fixed(kib)} KiB/s`);
    this.#figure('frames', `${fixed(fps, 0)} /s`);
    this.#figure('input lead', `${fixed(stats.leadTicks, 2)} ticks`);
    this.#figure('entities', String(client.world.entities.size));
    this.#figure('resumes', String(stats.resumes));
    this.#figure('events lost', String(stats.eventsLost));
    this.#figure('picture', `${fixed(frameMs)} ms`);
    this.#plot([clock.rttMs, stats.jitterMs, stats.tickLatenessMs, stats.lastFrameBytes]);
  }

  #overload(step) {
    const badge = byId('overload');
    badge.hidden = step === 0;
    badge.dataset.step = String(step);
    badge.textContent = OVERLOAD[Math.min(step, OVERLOAD.length - 1)];
  }

  #figure(name, text) {
    let dd = this.figures.get(name);
    if (!dd) {
      const div = make('div', '');
      dd = make('dd', '');
      div.append(make('dt', '', name), dd);
      byId('latency-now').append(div);
      this.figures.set(name, dd);
    }
    dd.textContent = text;
  }

  #plot(values) {
    if (!this.chart) {
      return;
    }
    this.chart.data.datasets.forEach((d, i) => {
      d.data.push(Number.isFinite(values[i]) ? values[i] : null);
      if (d.data.length > POINTS) {
        d.data.shift();
      }
    });
    this.chart.update('none');
  }

  #create() {
    const { Chart } = globalThis;
    const axis = { border: { display: false }, beginAtZero: true };
    return new Chart(byId('graph'), {
      type: 'line',
      data: {
        labels: Array.from({ length: POINTS }, (_, i) => `${((i - POINTS + 1) * PERIOD_MS) / 1000} s`),
        datasets: SERIES.map(([label, color, id]) => ({
          label,
          yAxisID: id,
          data: [],
          borderColor: color,
          borderWidth: 1.6,
          pointRadius: 0,
          tension: 0.25,
          borderDash: id === 'bytes' ? [4, 3] : [],
        })),
      },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        interaction: { mode: 'index', intersect: false },
        plugins: { legend: { labels: { color: '#c6d2ea', boxWidth: 14, boxHeight: 2, font: { size: 11 } } } },
        scales: {
          x: { display: false },
          ms: { ...axis, suggestedMax: 20, position: 'left', ticks: { color: '#a3b3cf', maxTicksLimit: 5 }, grid: { color: 'rgba(255,255,255,0.07)' } },
          bytes: { ...axis, position: 'right', ticks: { color: '#5ee6a8', maxTicksLimit: 5 }, grid: { display: false } },
        },
      },
    });
  }
}

function fixed(value, digits = 1) {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}

function loadScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${src} cannot be loaded`));
    document.head.append(script);
  });
}
