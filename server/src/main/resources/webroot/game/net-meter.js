/** What the connection did lately: one record per frame, counters over the last seconds, bytes by cell. */
import { frameSizes } from '../sdk/backbeat.js';

const FRAMES = 240;
const SNAPSHOT_MS = 250;
/** shares are of the last ten seconds */
const SNAPSHOTS = 40;
const RATE_SNAPSHOTS = 4;
const COUNTED = ['samples', 'extrapolatedSamples', 'frozenSamples', 'bytes', 'frames', 'lateFrames'];

export class NetMeter {
  #client = null;
  #snapshots = [];
  #sizes = { cells: 0, events: 0, own: 0, control: 0 };
  #cellBytes = new Map();
  #countedSinceMs = 0;
  #last = { lateFrames: 0, lateInputs: 0, corrections: 0 };

  constructor() {
    /** whether anything is counted: only while somebody looks */
    this.active = false;
    /** newest last: {cells, events, own, control, late, lateInput, corrected, rttMs, jitterMs, delayMs} */
    this.frames = [];
    /** bytes per second of each cell in view */
    this.cells = new Map();
    /** inputs that the server held for ticks to come when it sent the newest frame */
    this.bufferTicks = 0;
  }

  /** Begins with a client; again for the same one changes nothing. */
  enter(client) {
    if (client === this.#client) {
      return;
    }
    this.#client = client;
    this.reset();
    client.on('message', (bytes) => client === this.#client && this.active && this.#message(bytes));
    client.on('frame', (frame) => client === this.#client && this.active && this.#frame(frame));
  }

  /** Forgets everything. */
  reset() {
    this.frames.length = 0;
    this.#snapshots.length = 0;
    this.#cellBytes.clear();
    this.cells.clear();
    this.#countedSinceMs = 0;
    for (const name of Object.keys(this.#last)) {
      this.#last[name] = this.#client?.stats[name] ?? 0;
    }
  }

  /** Call once per picture: takes the counters' snapshots when they are due. True if it did. */
  sample(nowMs) {
    const { stats } = this.#client;
    const newest = this.#snapshots.at(-1);
    if (newest && nowMs - newest.nowMs < SNAPSHOT_MS) {
      return false;
    }
    this.#snapshots.push({ nowMs, ...Object.fromEntries(COUNTED.map((name) => [name, stats[name]])) });
    if (this.#snapshots.length > SNAPSHOTS) {
      this.#snapshots.shift();
    }
    this.#rateCells(nowMs);
    return true;
  }

  /** How much a counter grew per second, lately. */
  perSecond(name) {
    const to = this.#snapshots.at(-1);
    const from = this.#snapshots.at(-1 - RATE_SNAPSHOTS) ?? this.#snapshots[0];
    return to === from ? 0 : ((to[name] - from[name]) * 1000) / (to.nowMs - from.nowMs);
  }

  /** Which share of the entities' pictures of the last ten seconds a counter counted. */
  share(name) {
    const to = this.#snapshots.at(-1);
    const from = this.#snapshots[0];
    return to.samples === from.samples ? 0 : (to[name] - from[name]) / (to.samples - from.samples);
  }

  /** How much a counter grew in the last ten seconds. */
  lately(name) {
    return this.#snapshots.at(-1)[name] - this.#snapshots[0][name];
  }

  #message(bytes) {
    this.#sizes = frameSizes(bytes, (cell, size) => {
      this.#cellBytes.set(cell, (this.#cellBytes.get(cell) ?? 0) + size);
    });
  }

  #frame(frame) {
    const { stats, room, clock } = this.#client;
    if (frame.inputTick) {
      this.bufferTicks = frame.inputTick - frame.tick;
    }
    const grew = (name) => {
      const more = stats[name] > this.#last[name];
      this.#last[name] = stats[name];
      return more;
    };
    this.frames.push({
      ...this.#sizes,
      late: grew('lateFrames'),
      lateInput: grew('lateInputs'),
      corrected: grew('corrections'),
      rttMs: clock.rttMs,
      jitterMs: stats.jitterMs,
      delayMs: (room.interpolator.delayTicks * 1000) / clock.tickHz,
    });
    if (this.frames.length > FRAMES) {
      this.frames.shift();
    }
  }

  #rateCells(nowMs) {
    const seconds = (nowMs - this.#countedSinceMs) / 1000;
    if (this.#countedSinceMs > 0 && seconds < 1) {
      return;
    }
    if (this.#countedSinceMs > 0) {
      const inView = [...this.#client.world.cells.keys()];
      this.cells = new Map(inView.map((cell) => [cell, (this.#cellBytes.get(cell) ?? 0) / seconds]));
    }
    this.#cellBytes.clear();
    this.#countedSinceMs = nowMs;
  }
}
