/** A seat in a room: what a game reads there, and what it does. {@link Client} keeps the connection. */
import { Emitter } from './emitter.js';
import { Prediction } from './prediction.js';
import { Statistics } from './statistics.js';

export class Seat extends Emitter {
  /** @param {() => number} nowMs a monotonic clock */
  constructor(nowMs) {
    super();
    this.nowMs = nowMs;
    /** @type {import('./room.js').Room|null} what the Welcome began */
    this.room = null;
    /** @type {Prediction|null} what {@link predict} began */
    this.prediction = null;
    this.stats = new Statistics();
  }

  /** @returns {import('./world.js').World} the decoded world */
  get world() {
    return this.room.world;
  }

  /** @returns {import('./clock.js').ServerClock} */
  get clock() {
    return this.room.clock;
  }

  /** @returns {import('./inputs.js').Inputs} axes and presses, taken once per tick */
  get inputs() {
    return this.room.inputs;
  }

  /** @returns {import('./lead.js').InputLead} the input clock: how far ahead inputs are taken */
  get lead() {
    return this.room.lead;
  }

  /** @returns {import('./interpolation.js').Interpolator} where others are */
  get interpolator() {
    return this.room.interpolator;
  }

  /** @returns {object} the newest Welcome */
  get welcome() {
    return this.room.welcome;
  }

  /** @returns {Map<number, {player: number, name: string, watcher: boolean, away: boolean}>} */
  get players() {
    return this.room.players;
  }

  /** @returns {object|null} the newest scoreboard */
  get scoreboard() {
    return this.room.scoreboard;
  }

  /**
   * @param {number} [nowMs] default: now. What is drawn moves evenly only if it is the picture's own time
   *     (the argument of a requestAnimationFrame callback), not the moment at which the work begins.
   * @returns {number} the server's tick, with fraction
   */
  serverTick(nowMs = this.nowMs()) {
    return this.clock.serverTickAt(nowMs);
  }

  /**
   * The tick to draw others at. It lies so far behind the server's that the frames on both sides have nearly
   * always come, and never goes back. Call it once per picture: what is shot at from then on is stamped with it,
   * so that the server can look at the world as the player did.
   *
   * @param {number} [nowMs] the picture's time
   * @returns {number} with fraction
   */
  renderTick(nowMs = this.nowMs()) {
    const { clock, interpolator, inputs } = this.room;
    const tick = interpolator.renderClock.tickAt(nowMs, clock.serverTickAt(nowMs));
    inputs.viewTickQ8 = Math.max(0, Math.floor(tick * 256));
    this.stats.interpolationDelayTicks = interpolator.delayTicks;
    interpolator.prune(tick);
    return tick;
  }

  /** @returns {number} the tick whose input is to be taken then, with fraction */
  inputTick(nowMs = this.nowMs()) {
    return this.lead.tickAt(nowMs);
  }

  /**
   * Predicts the own entity from now on, also in rooms to come.
   *
   * @param {string} kindName its kind
   * @param {import('./prediction.js').Rule} rule the game's rule, compiled to an ES module
   * @returns {Prediction} `draw(nowMs)` it in every picture
   */
  predict(kindName, rule) {
    this.prediction = new Prediction(kindName, rule);
    this.attachPrediction();
    return this.prediction;
  }

  /** Counts a press of a named action; it goes out with the next input. */
  press(action, times = 1) {
    const i = this.room.schema.action(action);
    if (i >= 0) {
      this.inputs.press(i, times);
    }
  }

  /** Sets a named axis; it holds until it is set again. */
  setAxis(axis, value) {
    const i = this.room.schema.axis(axis);
    if (i >= 0) {
      this.inputs.setAxis(i, value);
    }
  }

  /** A room has begun, or a prediction. */
  attachPrediction() {
    const { room, prediction } = this;
    if (room && prediction && !room.welcome.watcher) {
      prediction.attach(room);
      room.prediction = prediction;
      if (room.world.tick > 0) {
        prediction.onFrame(true);
      }
    }
  }
}
