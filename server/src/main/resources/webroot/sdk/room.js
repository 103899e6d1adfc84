/** What a Welcome begins: schema, world, clock, roster. Frames are applied here. */
import { ServerClock } from './clock.js';
import { Inputs } from './inputs.js';
import { Interpolator } from './interpolation.js';
import { toNumber } from './protocol.js';
import { SchemaInfo } from './schema.js';
import { World } from './world.js';

export class Room {
  /**
   * @param {object} welcome a decoded Welcome
   * @param {number} nowMs local time
   * @param {Room|null} previous the same session's room before the connection broke
   * @param {import('./emitter.js').Emitter} emitter told of what happens
   */
  constructor(welcome, nowMs, previous, emitter) {
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
        this.interpolator.clear();
        emitter.emit('reset');
      },
      onEvent: (name, event) => emitter.emit('event', { ...event, name }),
    });
    this.interpolator = new Interpolator(this.world, { spanTicks: welcome.spanTicks || 1 });
    const sameClock = previous?.clock.tickHz === welcome.tickHz;
    this.clock = sameClock ? previous.clock : new ServerClock(welcome.tickHz);
    this.clock.seed(toNumber(welcome.serverTickQ8) / 256, nowMs);
    this.inputs = new Inputs(this.schema, welcome.tickHz);
    if (previous) {
      this.inputs.onSample = previous.inputs.onSample;
      this.inputs.axes.set(previous.inputs.axes.subarray(0, this.inputs.axes.length));
    }
    this.inputTick = 0;
    /** roster by player number */
    this.players = new Map();
    this.scoreboard = null;
  }

  /** The tick whose input should leave at local time `nowMs`, with fraction. */
  aheadTick(nowMs) {
    return this.clock.serverTickAt(nowMs) + this.clock.oneWayTicks + this.inputs.aheadTicks;
  }

  /** Takes everything of a frame that needs a room. */
  receive(frame, nowMs, stats, emitter) {
    if (frame.pong) {
      const sentMs = toNumber(frame.pong.clientTimeUs) / 1000;
      this.clock.sample(sentMs, nowMs, toNumber(frame.pong.serverTickQ8) / 256);
    }
    if (frame.roster) {
      this.#roster(frame.roster);
      emitter.emit('roster');
    }
    if (frame.tick) {
      this.#tick(frame, nowMs, stats);
      emitter.emit('frame', frame);
    }
    for (const chat of frame.chats) {
      emitter.emit('chat', chat);
    }
    for (const notice of frame.notices) {
      emitter.emit('notice', notice);
    }
    if (frame.scoreboard) {
      this.scoreboard = frame.scoreboard;
      stats.tickLatenessMs = frame.scoreboard.tickLatenessUs / 1000;
      emitter.emit('scoreboard', frame.scoreboard);
    }
  }

  #tick(frame, nowMs, stats) {
    this.world.apply(frame);
    const spans = frame.cells.map((slice) => slice.spanLog2);
    if (spans.length > 0) {
      this.interpolator.setSpan(1 << Math.min(...spans));
    }
    this.interpolator.record();
    stats.frame(frame.tick, nowMs, this.clock.tickHz);
    stats.eventsLost = this.world.eventsLost;
    if (frame.inputBatchTicks) {
      this.inputs.setBatchTicks(frame.inputBatchTicks);
    }
    if (frame.inputTick > this.inputTick) {
      this.inputTick = frame.inputTick;
      stats.leadTicks = frame.inputLeadQ8 / 256;
      this.inputs.measured(frame.inputTick, stats.leadTicks);
    }
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
