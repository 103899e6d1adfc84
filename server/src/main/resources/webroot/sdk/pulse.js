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
  #room = null;

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
      this.#room = room;
      room.pump = (nowMs) => this.#takeInputs(nowMs);
      this.#inputBeat();
    }
  }

  /** No timer is left running. */
  stop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#inputTimer);
    if (this.#room) {
      this.#room.pump = null;
      this.#room = null;
    }
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

  #inputBeat() {
    const nowMs = this.nowMs();
    this.#takeInputs(nowMs);
    const { lead, clock } = this.#room;
    const tick = lead.tickAt(nowMs);
    const untilNextMs = ((Math.floor(tick) + 1 - tick) * 1000) / clock.tickHz;
    this.#inputTimer = setTimeout(() => this.#inputBeat(), Math.max(1, untilNextMs));
  }

  /** Takes the inputs that are due, and sends what is to be sent. */
  #takeInputs(nowMs) {
    const { inputs, lead, clock } = this.#room;
    if (!clock.synced) {
      return; // Nobody knows yet for which tick.
    }
    inputs.skipsRuns = lead.settled;
    const batchTicks = lead.batchNow(nowMs);
    const batch = inputs.take(lead.tickAt(nowMs), batchTicks);
    if (!batch) {
      return;
    }
    if (this.connection.bufferedBytes() < MAX_BUFFERED_BYTES) {
      lead.sent(batch.firstTick, inputs.lastTick, batchTicks, nowMs);
      this.connection.inputs(batch);
    } else {
      inputs.notSent();
    }
  }
}
