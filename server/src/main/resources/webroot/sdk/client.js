/** A session with a room, over as many connections as it takes. */
import { Backoff } from './backoff.js';
import {
  BackbeatError,
  closeSentence,
  explainRefusal,
  sessionGone,
  worthAnotherTry,
  worthResuming,
} from './closing.js';
import { PROTOCOL_VERSION, RESUME_ITEM_PREFIX, SUBPROTOCOL, TICKET_ITEM_PREFIX } from './protocol.js';
import { Pulse } from './pulse.js';
import { Room } from './room.js';
import { Seat } from './seat.js';
import { Socket } from './socket.js';
import { VERSION, differs } from './version.js';

const OPEN_TIMEOUT_MS = 8000;
const MAX_REDIRECTS = 3;
/** a connection that held for so long was a good one: the next loss is answered at once again */
const HELD_MS = 1000;
/** a newcomer's second try, about so long after the first */
const SECOND_TRY_MS = 250;
const MAX_SECOND_TRY_MS = 3000;
/** a server that restarts needs a moment, however short its grace period is */
const MIN_REJOIN_MS = 30000;

/** What a promise comes to, if it does so in time. */
function within(timeoutMs, promise) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came for ${timeoutMs} ms`)), timeoutMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * Events (`client.on(name, listener)`). What a listener throws is reported as an uncaught error of the
 * program and harms nothing else:
 *
 * - `welcome(welcome)` a Welcome was read; `client.world` and the rest are new, or continued
 * - `message(bytes)` a message came, encoded; `frameSizes` tells what its bytes are for
 * - `frame(frame)` a tick frame was applied to `client.world`
 * - `event({name, tick, x, y, args, texts})` something happened in the world; x, y in its integers
 * - `chat({player, name, text})`, `notice({level, text})`
 * - `roster()` `client.players` changed; `scoreboard(scoreboard)`
 * - `refused({code, message, retryAfterMs})` the server refused a message, the session goes on
 * - `disconnected({closeCode, message})` the connection is lost, resuming begins
 * - `resumed()` it is back: same player, same entity, same score
 * - `rejoined()` the session is gone with its server; the client has joined anew (after `welcome`)
 * - `drain({remainingMs, endTick, message})` the server is about to stop; the newest one counts
 * - `closed({code, closeCode, message})` it is over, with a sentence that says why
 */
export class Client extends Seat {
  #socket = null;
  #retryTimer = null;
  #pulse;
  #goodbye = null;
  #fatal = null;
  #waiting = null;
  #redirects = 0;
  #urls;
  #backoff;
  #playingSinceMs = 0;
  #place;

  /** Use {@link connect}. */
  constructor(options, protocol, env) {
    super(env.nowMs);
    this.options = options;
    this.protocol = protocol;
    this.env = env;
    this.#urls = options.urls;
    this.#place = { room: options.room ?? 'any', game: options.game ?? '' };
    this.#backoff = new Backoff({ random: env.random });
    /** @type {'connecting'|'playing'|'reconnecting'|'closed'} */
    this.state = 'connecting';
    /** resume token of the session, "" before the first Welcome */
    this.resumeToken = options.resume?.token ?? '';
    this.resumeGraceMs = options.resume?.graceMs ?? 30000;
    this.#pulse = new Pulse(env.nowMs, {
      ping: (clientTimeUs) => this.#send({ ping: { clientTimeUs } }),
      inputs: (inputs) => this.#send({ inputs }),
      stalled: () => this.#socket.abandon(),
      bufferedBytes: () => this.#socket.bufferedBytes,
    });
    for (const [name, listener] of Object.entries(options.on ?? {})) {
      this.on(name, listener);
    }
  }

  /** Says something to the room. */
  chat(text) {
    this.#send({ chat: { text } });
  }

  /** Watchers: follow a player, or look at a point ({x, y} in the position's integers). */
  watch(target) {
    this.#send({ watch: typeof target === 'number' ? { player: target } : { point: target } });
  }

  /** Gives the seat up for good. `closed` follows. */
  leave() {
    if (this.state === 'playing') {
      this.#send({ leave: {} });
    } else {
      this.#end(new BackbeatError('LEFT', closeSentence(1000), { closeCode: 1000 }));
    }
  }

  /** Goes away without leaving: the seat is kept for the grace period. For a page that unloads. */
  detach() {
    this.state = 'closed';
    this.#pulse.stop();
    clearTimeout(this.#retryTimer);
    this.#socket?.close();
  }

  /** What a later {@link connect} needs as `resume`; small and JSON-safe. */
  resumeState() {
    return {
      token: this.resumeToken,
      graceMs: this.resumeGraceMs,
      room: this.room?.welcome.room ?? '',
    };
  }

  /** First connection. Called by {@link connect}. */
  async start() {
    try {
      if (this.resumeToken) {
        try {
          await this.#open(true);
          return;
        } catch (e) {
          this.resumeToken = '';
          this.#log(e);
        }
      }
      await this.#enter();
    } catch (e) {
      this.#pulse.stop();
      this.state = 'closed';
      throw e;
    }
  }

  /**
   * A newcomer's way in. A server that is just being left for another one refuses, or resets what it has not
   * accepted yet; the next connection meets the other one. So there is a second try, and no third.
   */
  async #enter() {
    try {
      await this.#open(false);
    } catch (e) {
      if (!worthAnotherTry(e)) {
        throw e;
      }
      this.#log(e);
      this.stats.connectRetries++;
      const hintMs = Math.min(e.retryAfterMs, MAX_SECOND_TRY_MS);
      await this.#pause(hintMs + SECOND_TRY_MS * (0.5 + this.env.random()));
      if (this.state !== 'connecting') {
        throw e;
      }
      await this.#open(false);
    }
  }

  #pause(ms) {
    return new Promise((resolve) => {
      this.#retryTimer = setTimeout(resolve, ms);
    });
  }

  #log(error) {
    this.emit('log', error.message);
  }

  async #nextTicket() {
    const { ticket } = this.options;
    if (typeof ticket !== 'function') {
      return ticket ?? '';
    }
    try {
      return (await within(OPEN_TIMEOUT_MS, ticket())) ?? '';
    } catch (e) {
      throw new BackbeatError('NO_TICKET', `No ticket to join with: ${e?.message ?? e}`, {
        final: false,
      });
    }
  }

  /** Opens a socket, joins unless it resumes, and waits for the Welcome. */
  async #open(resuming) {
    // A ticket is good for one join: its source is asked before each.
    const ticket = resuming ? '' : await this.#nextTicket();
    if (this.state === 'closed') {
      throw new BackbeatError('LEFT', closeSentence(1000), { closeCode: 1000 });
    }
    const item = resuming
      ? RESUME_ITEM_PREFIX + this.resumeToken
      : ticket
        ? TICKET_ITEM_PREFIX + ticket
        : '';
    this.#goodbye = null;
    this.#fatal = null;
    const socket = new Socket(
      {
        WebSocket: this.env.WebSocket,
        url: this.#urls.ws,
        protocols: item ? [SUBPROTOCOL, item] : [SUBPROTOCOL],
      },
      {
        onMessage: (bytes) => this.#onMessage(socket, bytes),
        onClosed: (code) => this.#onClosed(socket, code),
      },
    );
    this.#socket = socket;
    // Waited for from the start: after a resume the Welcome may come in one segment with the upgrade.
    const welcomed = new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    welcomed.catch(() => {});
    const timeout = setTimeout(() => socket.abandon(), OPEN_TIMEOUT_MS);
    try {
      try {
        await socket.opened;
      } catch {
        const credential = resuming ? `Resume ${this.resumeToken}` : ticket && `Bearer ${ticket}`;
        throw await explainRefusal(this.env.fetch, this.#urls.play, credential || '');
      }
      if (!resuming) {
        const { name = '', watcher = false } = this.options;
        const { room, game } = this.#place;
        const protocolVersion = PROTOCOL_VERSION;
        this.#send({ join: { protocolVersion, room, game, name, watcher, cellSpans: true } });
      }
      await welcomed;
    } finally {
      clearTimeout(timeout);
      this.#waiting = null;
    }
  }

  #onMessage(socket, bytes) {
    if (socket !== this.#socket || this.state === 'closed') {
      return;
    }
    const nowMs = this.env.nowMs();
    this.#pulse.lastMessageMs = nowMs;
    this.stats.message(bytes.length);
    this.emit('message', bytes);
    try {
      this.#dispatch(this.protocol.decode(bytes), nowMs);
    } catch (e) {
      // What is held can't be trusted any more; a resume brings a fresh state.
      this.#log(e);
      this.emit('violation', e);
      socket.abandon();
    }
  }

  #dispatch(frame, nowMs) {
    if (frame.welcome) {
      this.#onWelcome(frame.welcome, nowMs);
    }
    if (frame.error) {
      this.#onError(frame.error);
    }
    if (frame.goodbye) {
      this.#goodbye = frame.goodbye;
    }
    this.room?.receive(frame, nowMs);
    if (frame.welcome) {
      this.#waiting?.resolve();
    }
  }

  #onWelcome(welcome, nowMs) {
    this.resumeToken = welcome.resumeToken;
    this.resumeGraceMs = welcome.resumeGraceMs;
    if (differs(VERSION, welcome.serverVersion)) {
      this.emit('log', `the server is version ${welcome.serverVersion}, this SDK is ${VERSION}`);
    }
    if (welcome.resumed && this.room?.welcome.room === welcome.room) {
      this.room.resume(welcome);
    } else {
      this.room = new Room(welcome, nowMs, this, this.stats);
      this.attachPrediction();
    }
    this.state = 'playing';
    this.#playingSinceMs = nowMs;
    this.#pulse.start(this.room);
    this.emit('welcome', welcome);
  }

  #onError(error) {
    const code = this.protocol.errorName(error.code);
    const details = { closeCode: error.closeCode, retryAfterMs: error.retryAfterMs };
    if (error.fatal) {
      this.#fatal = new BackbeatError(code, error.message, {
        ...details,
        final: !worthResuming(error.closeCode),
      });
    } else {
      this.emit('refused', { code, message: error.message, retryAfterMs: error.retryAfterMs });
    }
  }

  #onClosed(socket, closeCode) {
    if (socket !== this.#socket) {
      return;
    }
    this.#pulse.stop();
    const reason =
      this.#fatal ??
      new BackbeatError('LOST', this.#goodbye?.reason || closeSentence(closeCode), {
        closeCode,
        final: !worthResuming(closeCode),
        retryAfterMs: this.#goodbye?.retryAfterMs ?? 0,
      });
    if (this.#waiting) {
      this.#waiting.reject(reason);
    } else if (this.state === 'playing') {
      this.#lost(reason);
    }
  }

  #lost(reason) {
    if (this.#goodbye?.redirectUrl && this.#redirects < MAX_REDIRECTS) {
      this.#redirects++;
      this.#follow(this.#goodbye.redirectUrl);
      return;
    }
    if (reason.final || !this.resumeToken) {
      this.#end(reason);
      return;
    }
    this.#disconnected(reason);
    this.#resume(reason);
  }

  #disconnected(reason) {
    this.state = 'reconnecting';
    this.stats.interrupted();
    this.emit('disconnected', { closeCode: reason.closeCode, message: reason.message });
  }

  async #resume(cause) {
    const deadlineMs = this.env.nowMs() + this.resumeGraceMs;
    if (this.env.nowMs() - this.#playingSinceMs >= HELD_MS) {
      this.#backoff = new Backoff({ random: this.env.random });
    }
    let waitMs = cause.retryAfterMs;
    for (;;) {
      waitMs = Math.max(waitMs, this.#backoff.nextDelayMs());
      if (this.env.nowMs() + waitMs > deadlineMs) {
        this.#end(cause);
        return;
      }
      await this.#pause(waitMs);
      if (this.state !== 'reconnecting') {
        return;
      }
      try {
        await this.#open(true);
        this.stats.resumes++;
        this.emit('resumed');
        return;
      } catch (e) {
        if (sessionGone(e)) {
          this.#log(e);
          await this.#rejoin(e);
          return;
        }
        if (e.final !== false) {
          this.#end(e);
          return;
        }
        this.#log(e);
        waitMs = e.retryAfterMs ?? 0;
      }
    }
  }

  /** The session is gone with its server: joins as a newcomer, in another room if that one is gone, too. */
  async #rejoin(cause) {
    this.resumeToken = '';
    const deadlineMs = this.env.nowMs() + Math.max(this.resumeGraceMs, MIN_REJOIN_MS);
    while (this.state === 'reconnecting') {
      let waitMs = 0;
      try {
        await this.#open(false);
        this.stats.rejoins++;
        this.emit('rejoined');
        return;
      } catch (e) {
        this.#log(e);
        if (e.code === 'ERROR_UNKNOWN_ROOM' && this.#place.room !== 'any') {
          this.#place = { room: 'any', game: this.room.welcome.game };
        } else if (e.final !== false) {
          this.#end(e);
          return;
        } else {
          waitMs = Math.max(e.retryAfterMs ?? 0, this.#backoff.nextDelayMs());
        }
      }
      if (this.env.nowMs() + waitMs > deadlineMs) {
        this.#end(cause);
        return;
      }
      await this.#pause(waitMs);
    }
  }

  async #follow(url) {
    this.#disconnected(new BackbeatError('REDIRECTED', 'The server sends you elsewhere.'));
    try {
      const at = new URL(url);
      const http = (at.protocol === 'wss:' ? 'https://' : 'http://') + at.host + at.pathname;
      this.#urls = { ws: at.href, play: http, base: this.#urls.base };
      this.resumeToken = '';
      await this.#open(false);
      this.emit('resumed');
    } catch (e) {
      this.#end(e);
    }
  }

  #end(reason) {
    if (this.state === 'closed') {
      return;
    }
    this.state = 'closed';
    this.#pulse.stop();
    clearTimeout(this.#retryTimer);
    this.#socket?.close();
    this.emit('closed', {
      code: reason.code ?? 'LOST',
      closeCode: reason.closeCode ?? 0,
      message: reason.message,
    });
  }

  #send(frame) {
    this.#socket?.send(this.protocol.encode(frame));
  }
}
