/**
 * What can be drawn over the picture to see the netcode work: the server's newest positions, the own ship as
 * it was predicted beside what the server says, and where rail shots met their victims in the past: there (a disc), or on this page alone (a dashed box).
 */
const SERVER = '#39c2ff';
const PREDICTED = '#5ee6a8';
const REWOUND = '#ff4d6d';
const BODY_PX = 14;
const SHOWN_MS = 2500;
const NOTED_TICKS = 256;
const MAX_HITS = 32;

export class DebugView {
  #client = null;
  #scene = null;
  #own = null;
  #shots = null;
  /** predictions as they were first made: x and y by tick */
  #noted = new Float64Array(2 * NOTED_TICKS);
  #notedTicks = new Int32Array(NOTED_TICKS).fill(-1);
  #lastNoted = 0;
  #misses = [];
  #hits = [];
  /** where own rails met somebody on this page whom they did not meet on the server */
  #refuted = [];

  constructor() {
    this.on = { server: false, predicted: false, rewound: false };
    /** how much of each was in the newest picture */
    this.drawn = { server: 0, predicted: 0, rewound: 0 };
  }

  /** A Welcome was read. `own` and `shots` are null for watchers. */
  enter(client, scene, own, shots) {
    if (client !== this.#client) {
      client.on('frame', () => client === this.#client && this.on.predicted && this.#compare());
    }
    this.#client = client;
    this.#scene = scene;
    this.#own = own;
    this.#shots = shots;
    this.#hits.length = 0;
    this.#refuted.length = 0;
    this.#forget();
  }

  /** Turns "server", "predicted" or "rewound" on or off. Returns which. */
  toggle(name) {
    this.on[name] = !this.on[name];
    this.#forget();
    return this.on[name];
  }

  /** An event of the server. */
  event(e) {
    if (e.name === 'rail' && e.args[0] === this.#client?.world.ownEntityId) {
      this.#compareRail(e);
    }
    if (e.name === 'rail' && e.args[3] > 0 && e.args.length > 6) {
      const [, , , victim, x, y, rewoundTicksQ8] = e.args;
      const untilMs = performance.now() + SHOWN_MS;
      this.#hits.push({ fromX: e.x, fromY: e.y, id: victim - 1, x, y, ticks: rewoundTicksQ8 / 256, untilMs });
      if (this.#hits.length > MAX_HITS) {
        this.#hits.shift();
      }
    }
  }

  #compareRail(e) {
    const shot = this.#shots?.shown.get(`rail ${e.tick}`);
    if (shot?.met && shot.victim !== e.args[3]) {
      const { x, y } = shot.met;
      this.#refuted.push({ fromX: e.x, fromY: e.y, x, y, untilMs: performance.now() + SHOWN_MS });
      if (this.#refuted.length > MAX_HITS) {
        this.#refuted.shift();
      }
    }
  }

  /** In world coordinates, over everything else. */
  draw(g, camera) {
    Object.assign(this.drawn, { server: 0, predicted: 0, rewound: 0 });
    camera.apply(g);
    g.font = '11px system-ui, sans-serif';
    g.textAlign = 'left';
    g.textBaseline = 'middle';
    if (this.on.server) {
      this.#drawServer(g, camera);
    }
    if (this.on.predicted && this.#own?.prediction.active) {
      this.#drawPredicted(g);
    }
    if (this.on.rewound) {
      this.#drawRewound(g);
      this.#drawRefuted(g);
    }
  }

  /** Each entity where the newest frame has it, with a line to where it is drawn. */
  #drawServer(g, camera) {
    const { world, interpolator } = this.#client;
    const { quantum, player, bolt } = this.#scene;
    g.strokeStyle = SERVER;
    for (const e of world.entities.values()) {
      if (e.kind !== player && e.kind !== bolt) {
        continue;
      }
      const x = e.values[e.kind.x] * quantum;
      const y = e.values[e.kind.y] * quantum;
      if (!camera.sees(x, y, 20)) {
        continue;
      }
      this.drawn.server++;
      const half = e.kind === player ? BODY_PX : 4;
      g.lineWidth = 2;
      g.strokeRect(x - half, y - half, 2 * half, 2 * half);
      const shown = this.#shown(e, interpolator);
      if (shown) {
        g.lineWidth = 1;
        g.beginPath();
        g.moveTo(x, y);
        g.lineTo(shown[0] * quantum, shown[1] * quantum);
        g.stroke();
      }
    }
  }

  #shown(e, interpolator) {
    if (e.id === this.#client.world.ownEntityId && this.#own) {
      return [this.#own.x, this.#own.y];
    }
    const h = interpolator.histories.get(e.id);
    return e.kind === this.#scene.player && h?.drawnTick > 0 ? [h.drawn[e.kind.x], h.drawn[e.kind.y]] : null;
  }

  /** The way that is predicted from the newest state of the server on, and where predictions were wrong. */
  #drawPredicted(g) {
    const { prediction } = this.#own;
    const { quantum } = this.#scene;
    this.#note();
    g.fillStyle = PREDICTED;
    for (let tick = prediction.serverTick; tick <= prediction.tick; tick++) {
      const state = prediction.stateAt(tick);
      if (state) {
        g.fillRect(state[0] * quantum - 1.5, state[1] * quantum - 1.5, 3, 3);
        this.drawn.predicted++;
      }
    }
    const box = (x, y, color, dash) => {
      g.strokeStyle = color;
      g.lineWidth = 2;
      g.setLineDash(dash);
      g.strokeRect(x * quantum - BODY_PX, y * quantum - BODY_PX, 2 * BODY_PX, 2 * BODY_PX);
      g.setLineDash([]);
    };
    box(prediction.state[0], prediction.state[1], PREDICTED, []);
    box(prediction.serverState[0], prediction.serverState[1], SERVER, []);
    const slot = prediction.serverTick % NOTED_TICKS;
    if (this.#notedTicks[slot] === prediction.serverTick) {
      box(this.#noted[2 * slot], this.#noted[2 * slot + 1], PREDICTED, [5, 5]);
    }
    this.#drawMisses(g, box);
  }

  #drawMisses(g, box) {
    const nowMs = performance.now();
    const { quantum } = this.#scene;
    this.#misses = this.#misses.filter((m) => m.untilMs > nowMs);
    for (const m of this.#misses) {
      box(m.x, m.y, REWOUND, [3, 3]);
      g.strokeStyle = REWOUND;
      g.beginPath();
      g.moveTo(m.x * quantum, m.y * quantum);
      g.lineTo(m.trueX * quantum, m.trueY * quantum);
      g.stroke();
    }
  }

  /** Where the server found the victims of rail shots: the world as the shooter saw it. */
  #drawRewound(g) {
    const nowMs = performance.now();
    const { quantum } = this.#scene;
    const { world, clock } = this.#client;
    this.#hits = this.#hits.filter((h) => h.untilMs > nowMs);
    g.lineWidth = 2;
    for (const h of this.#hits) {
      const x = h.x * quantum;
      const y = h.y * quantum;
      this.drawn.rewound++;
      g.strokeStyle = REWOUND;
      g.fillStyle = 'rgba(255, 77, 109, 0.22)';
      g.beginPath();
      g.arc(x, y, BODY_PX, 0, 7);
      g.fill();
      g.stroke();
      g.setLineDash([6, 6]);
      g.beginPath();
      g.moveTo(h.fromX * quantum, h.fromY * quantum);
      g.lineTo(x, y);
      const now = world.entities.get(h.id);
      if (now) {
        g.lineTo(now.values[now.kind.x] * quantum, now.values[now.kind.y] * quantum);
      }
      g.stroke();
      g.setLineDash([]);
      g.fillStyle = '#ffffff';
      g.fillText(`-${((h.ticks * 1000) / clock.tickHz).toFixed(0)} ms`, x + BODY_PX + 4, y - BODY_PX);
    }
  }

  /** Where the page had met somebody with an own rail, and the server nobody, or another one. */
  #drawRefuted(g) {
    const nowMs = performance.now();
    const { quantum } = this.#scene;
    this.#refuted = this.#refuted.filter((r) => r.untilMs > nowMs);
    g.strokeStyle = REWOUND;
    g.lineWidth = 2;
    g.setLineDash([4, 4]);
    for (const r of this.#refuted) {
      const x = r.x * quantum;
      const y = r.y * quantum;
      this.drawn.rewound++;
      g.strokeRect(x - BODY_PX, y - BODY_PX, 2 * BODY_PX, 2 * BODY_PX);
      g.beginPath();
      g.moveTo(r.fromX * quantum, r.fromY * quantum);
      g.lineTo(x, y);
      g.stroke();
    }
    g.setLineDash([]);
  }

  /** Notes what was predicted before the server says how it was. */
  #note() {
    const { prediction } = this.#own;
    const from = Math.max(this.#lastNoted + 1, prediction.tick - NOTED_TICKS + 1);
    for (let tick = from; tick <= prediction.tick; tick++) {
      const state = prediction.stateAt(tick);
      if (state) {
        const slot = tick % NOTED_TICKS;
        this.#noted[2 * slot] = state[0];
        this.#noted[2 * slot + 1] = state[1];
        this.#notedTicks[slot] = tick;
      }
    }
    this.#lastNoted = Math.max(this.#lastNoted, prediction.tick);
  }

  #compare() {
    const prediction = this.#own?.prediction;
    const slot = prediction ? prediction.serverTick % NOTED_TICKS : 0;
    if (!prediction?.active || this.#notedTicks[slot] !== prediction.serverTick) {
      return;
    }
    const x = this.#noted[2 * slot];
    const y = this.#noted[2 * slot + 1];
    const [trueX, trueY] = prediction.serverState;
    if (x !== trueX || y !== trueY) {
      this.#misses.push({ x, y, trueX, trueY, untilMs: performance.now() + SHOWN_MS });
      this.#forgetNotes(); // What was predicted from there on was computed anew.
    }
  }

  #forget() {
    this.#misses.length = 0;
    this.#forgetNotes();
  }

  #forgetNotes() {
    this.#notedTicks.fill(-1);
    this.#lastNoted = 0;
  }
}
