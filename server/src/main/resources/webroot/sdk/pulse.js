/** A live connection's timers: pings, the watch for a silent death, and the inputs. */
const STALL_MS = 5000;
const PING_MS = 1000;
const QUICK_PINGS = 5;
const QUICK_PING_MS = 120;
const MAX_BUFFERED_BYTES = 16384;

export class Pulse {
  #timer = null;
  #inputTimer = null;
  #pings = 0;
  #lastPingMs = -Infinity;

  /**
   * @param {() => number} nowMs
   * @param {{ping: (clientTimeUs: number) => void, inputs: (batch: object) => void,
   *     stalled: () => void, bufferedBytes: () => number}} connection
   */
  constructor(nowMs, connection) {
    this.nowMs = nowMs;
    this.connection = connection;
    /** when the newest message came */
    this.lastMessageMs = 0;
  }

  /** Begins for a room whose Welcome just came. */
  start(room) {
    this.stop();
    this.#pings = 0;
    this.#lastPingMs = -Infinity;
    this.#beat();
    if (!room.welcome.watcher && room.schema.axes.length > 0) {
      this.#sendInputs(room);
    }
  }

  /** No timer is left running. */
  stop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#inputTimer);
  }

  #beat() {
    const quick = this.#pings < QUICK_PINGS;
    const nowMs = this.nowMs();
    if (nowMs - this.lastMessageMs > STALL_MS && nowMs - this.#lastPingMs < STALL_MS) {
      this.connection.stalled();
      return;
    }
    if (nowMs - this.#lastPingMs >= (quick ? QUICK_PING_MS / 2 : PING_MS * 0.9)) {
      this.#pings++;
      this.#lastPingMs = nowMs;
      this.connection.ping(Math.round(nowMs * 1000));
    }
    this.#timer = setTimeout(() => this.#beat(), quick ? QUICK_PING_MS : PING_MS / 4);
  }

  #sendInputs(room) {
    const { inputs, clock } = room;
    const ahead = room.aheadTick(this.nowMs());
    if (this.connection.bufferedBytes() < MAX_BUFFERED_BYTES) {
      const batch = inputs.take(ahead);
      if (batch) {
        this.connection.inputs(batch);
      }
    }
    const untilNextMs = ((Math.floor(ahead) + 1 - ahead) * 1000) / clock.tickHz;
    this.#inputTimer = setTimeout(() => this.#sendInputs(room), Math.max(1, untilNextMs));
  }
}
