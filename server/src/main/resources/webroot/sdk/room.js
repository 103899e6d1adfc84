/** What a Welcome begins: schema, world, clocks, inputs, roster. Frames are applied here. */
import { ServerClock } from './clock.js';
import { Inputs } from './inputs.js';
import { Interpolator } from './interpolation.js';
import { InputLead } from './lead.js';
import { toNumber } from './protocol.js';
import { SchemaInfo } from './schema.js';
import { World } from './world.js';

export class Room {
  #emitter;

  /**
   * @param {object} welcome a decoded Welcome
   * @param {number} nowMs local time
   * @param {import('./emitter.js').Emitter} emitter told of what happens
   * @param {import('./statistics.js').Statistics} stats
   */
  constructor(welcome, nowMs, emitter, stats) {
    this.#emitter = emitter;
    this.stats = stats;
    this.welcome = welcome;
    this.schema = new SchemaInfo(welcome.schema);
    this.constants = { ...welcome.constants };
    this.map = welcome.map;
    this.world = new World(this.schema, {
      onEntered: (e) => emitter.emit('entered', e),
      onRemoved: (e) => {
        this.interpolator.removed(e);
        emitter.emit('removed', e);
      },
      onReset: () => {
        this.interpolator.reset();
        emitter.emit('reset');
      },
      onEvent: (name, event) => emitter.emit('event', { ...event, name }),
    });
    const { tickHz } = welcome;
    this.interpolator = new Interpolator(this.world, {
      tickHz,
      spanTicks: welcome.spanTicks || 1,
      stats,
    });
    this.clock = new ServerClock(tickHz);
    this.clock.seed(toNumber(welcome.serverTickQ8) / 256, nowMs);
    this.inputs = new Inputs(this.schema, tickHz);
    this.lead = new InputLead(tickHz, this.clock);
    /** @type {import('./prediction.js').Prediction|null} */
    this.prediction = null;
    /** takes the inputs that are due at a local time; set while the connection lives */
    this.pump = null;
    /** newest tick whose input the server has received */
    this.inputTick = 0;
    /** roster by player number */
    this.players = new Map();
    this.scoreboard = null;
    /** what the server said newest of its stop, and when that is on the local clock; null = nothing */
    this.drain = null;
  }

  /** The session goes on in this room, over another connection: a reset will fill the same world. */
  resume(welcome) {
    this.welcome = welcome;
    this.inputTick = 0;
    this.clock.restart();
    this.lead.restart();
    this.inputs.restart();
  }

  /** Takes everything of a frame that needs a room. */
  receive(frame, nowMs) {
    const emitter = this.#emitter;
    if (frame.pong) {
      const sentMs = toNumber(frame.pong.clientTimeUs) / 1000;
      this.clock.sample(sentMs, nowMs, toNumber(frame.pong.serverTickQ8) / 256);
      this.stats.rttMs = this.clock.rttMs;
    }
    if (frame.roster) {
      this.#roster(frame.roster);
      emitter.emit('roster');
    }
    if (frame.tick) {
      this.#tick(frame, nowMs);
      emitter.emit('frame', frame);
    }
    if (frame.drain) {
      const { remainingMs, endTick, message } = frame.drain;
      this.drain = { remainingMs, endTick, message, endsAtMs: nowMs + remainingMs };
      emitter.emit('drain', { remainingMs, endTick, message });
    }
    for (const chat of frame.chats) {
      emitter.emit('chat', chat);
    }
    for (const notice of frame.notices) {
      emitter.emit('notice', notice);
    }
    if (frame.scoreboard) {
      this.scoreboard = frame.scoreboard;
      this.stats.tickLatenessMs = frame.scoreboard.tickLatenessUs / 1000;
      emitter.emit('scoreboard', frame.scoreboard);
    }
  }

  #tick(frame, nowMs) {
    const { stats } = this;
    this.world.apply(frame);
    this.interpolator.record(this.clock.synced ? this.clock.serverTickAt(nowMs) : NaN);
    stats.frame(frame.tick, nowMs, this.clock.tickHz);
    stats.eventsLost = this.world.eventsLost;
    if (frame.inputBatchTicks) {
      this.inputs.setBatchTicks(frame.inputBatchTicks);
      this.lead.setBatchTicks(this.inputs.batchTicks);
    }
    if (frame.lateInputs) {
      stats.lateInputs = frame.lateInputs;
    }
    if (frame.inputTick) {
      this.inputTick = frame.inputTick;
      this.lead.reported(frame.inputTick, frame.inputLeadQ8 / 256);
    }
    stats.leadTicks = this.lead.leadTicks;
    stats.marginTicks = this.lead.marginTicks;
    this.prediction?.onFrame(frame.reset);
  }

  #roster(roster) {
    if (roster.full) {
      this.players.clear();
    }
    for (const p of roster.joined) {
      this.players.set(p.player, {
        player: p.player,
        name: p.name,
        watcher: p.watcher,
        away: p.away,
      });
    }
    for (const player of roster.left) {
      this.players.delete(player);
    }
    for (const player of roster.away) {
      this.#setAway(player, true);
    }
    for (const player of roster.back) {
      this.#setAway(player, false);
    }
  }

  #setAway(player, away) {
    const p = this.players.get(player);
    if (p) {
      p.away = away;
    }
  }
}
