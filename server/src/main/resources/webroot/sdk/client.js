/** A session with a room, over as many connections as it takes. */
import { spread } from './backoff.js';
import {
  BackbeatError,
  closeSentence,
  explainRefusal,
  sessionGone,
  worthAnotherTry,
  worthResuming,
} from './closing.js';
import { Comeback } from './comeback.js';
import { credential, nextTicket } from './credential.js';
import { PROTOCOL_VERSION, SUBPROTOCOL } from './protocol.js';
import { Pulse } from './pulse.js';
import { Room } from './room.js';
import { Seat } from './seat.js';
import { Socket } from './socket.js';
import { VERSION, differs } from './version.js';

const OPEN_TIMEOUT_MS = 8000;
const MAX_REDIRECTS = 3;
/** a newcomer's second try, about so long after the first */
const SECOND_TRY_MS = 250;
const MAX_SECOND_TRY_MS = 3000;

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
 * - `rejoined()` the session is gone, or too old to resume; the client has joined anew (after `welcome`)
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
  #comeback;
  #place;

  /** Use {@link connect}. */
  constructor(options, protocol, env) {
    super(env.nowMs);
    this.options = options;
    this.protocol = protocol;
    this.env = env;
    this.#urls = options.urls;
    this.#place = { room: options.room ?? 'any', game: options.game ?? '' };
    this.#comeback = new Comeback({ random: env.random, rejoinForMs: options.rejoinForMs });
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
      const hintMs = spread(Math.min(e.retryAfterMs, MAX_SECOND_TRY_MS), this.env.random);
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

  /** Opens a socket, joins unless it resumes, and waits for the Welcome. */
  async #open(resuming) {
    const ticket = resuming ? '' : await nextTicket(this.options.ticket, OPEN_TIMEOUT_MS);
    if (this.state === 'closed') {
      throw new BackbeatError('LEFT', closeSentence(1000), { closeCode: 1000 });
    }
    const { item, authorization } = credential(resuming ? this.resumeToken : '', ticket);
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
        throw await explainRefusal(this.env.fetch, this.#urls.play, authorization);
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
    this.#comeback.playing(welcome.resumeGraceMs, nowMs);
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
    this.#comeBack(reason);
  }

  #disconnected(reason) {
    this.state = 'reconnecting';
    this.stats.interrupted();
    this.emit('disconnected', { closeCode: reason.closeCode, message: reason.message });
  }

  /** Resumes, or joins as a newcomer where the session is gone; in another room if that one is gone, too. */
  async #comeBack(cause) {
    const comeback = this.#comeback;
    comeback.lost(cause.retryAfterMs, this.env.nowMs());
    while (comeback.step !== 'end') {
      await this.#pause(comeback.waitMs);
      if (this.state !== 'reconnecting') {
        return;
      }
      const resuming = comeback.step === 'resume';
      if (!resuming) {
        this.resumeToken = '';
      }
      try {
        await this.#open(resuming);
        this.stats[resuming ? 'resumes' : 'rejoins']++;
        this.emit(resuming ? 'resumed' : 'rejoined');
        return;
      } catch (e) {
        this.#log(e);
        if (this.state !== 'reconnecting') {
          return;
        }
        const nowMs = this.env.nowMs();
        if (resuming && sessionGone(e)) {
          comeback.gone(e.retryAfterMs, nowMs);
        } else if (!resuming && e.code === 'ERROR_UNKNOWN_ROOM' && this.#place.room !== 'any') {
          this.#place = { room: 'any', game: this.room.welcome.game };
          comeback.failed(0, nowMs);
        } else if (e.final !== false) {
          this.#end(e);
          return;
        } else {
          comeback.failed(e.retryAfterMs ?? 0, nowMs);
        }
        // What a server says newest explains an end best.
        cause = e.code.startsWith('ERROR_') ? e : cause;
      }
    }
    this.#end(cause);
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
