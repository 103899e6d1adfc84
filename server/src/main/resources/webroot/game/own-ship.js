/** The player's own ship, predicted with the server's own rule; what the page draws of it. */
import * as rule from '../rules/arena.js';

export { rule };

export class OwnShip {
  /** @param {import('../sdk/client.js').Client} client */
  constructor(client) {
    this.client = client;
    this.prediction = client.prediction ?? client.predict('player', rule);
  }

  /** Where it is in the picture of `nowMs`, with the controls as they are now. */
  draw(nowMs) {
    return this.prediction.draw(nowMs);
  }

  get alive() {
    return this.prediction.active && this.client.world.own.get('hp') > 0;
  }

  /** Place as drawn, in quanta with fraction. */
  get x() {
    return this.prediction.x;
  }

  get y() {
    return this.prediction.y;
  }

  /** Velocity, in quanta per tick. */
  get vx() {
    return this.prediction.active ? this.prediction.value('vx') : 0;
  }

  get vy() {
    return this.prediction.active ? this.prediction.value('vy') : 0;
  }
}
