/** One stay in a room: reads the controls, draws every picture. */
import { OwnShip } from './own-ship.js';

const TURN = Math.PI * 2;
const AIM_STEPS = 4096;

export class Match {
  /** @param {object} client @param {object} parts scene, controls, hud, minimap, latency, happenings */
  constructor(client, parts) {
    this.client = client;
    Object.assign(this, parts);
    this.move = { x: 0, y: 0 };
    this.values = new Float64Array(32);
    this.followed = { x: 0, y: 0 };
    this.watched = 0;
    this.aim = 0;
    this.enter();
  }

  /** A Welcome was read: first, or again after the connection broke. */
  enter() {
    const { client } = this;
    this.own = client.welcome.watcher ? null : new OwnShip(client);
    this.scene.enter(client, this.own);
    this.scene.follow = client.welcome.watcher ? this.followed : null;
    this.hud.enter(client, this.scene);
    this.minimap.enter(client, this.scene);
    this.happenings.enter(client);
    client.inputs.onSample = () => this.sample();
  }

  /** Fills in the input that is about to be sent. */
  sample() {
    const { client, controls } = this;
    controls.readMove(this.move);
    client.setAxis('move_x', this.move.x);
    client.setAxis('move_y', this.move.y);
    const steps = Math.round((this.#readAim() / TURN) * AIM_STEPS);
    client.setAxis('aim', ((steps % AIM_STEPS) + AIM_STEPS) % AIM_STEPS);
    if (controls.firing) {
      client.press('fire');
    }
    const rails = controls.takeRail();
    if (rails > 0) {
      client.press('rail', rails);
    }
  }

  #readAim() {
    const { camera, quantum } = this.scene;
    const x = (this.own.x * quantum - camera.x) * camera.scale + camera.width / 2;
    const y = (this.own.y * quantum - camera.y) * camera.scale + camera.height / 2;
    this.aim = this.controls.readAim(x, y);
    return this.aim;
  }

  /** A tick frame was applied. */
  onFrame() {
    this.own?.onFrame();
  }

  /** One picture; `dt` seconds since the last one. */
  picture(nowMs, dt, frameMs) {
    const { client, own, scene } = this;
    const renderTick = client.renderTick(nowMs);
    if (own) {
      own.update(nowMs, dt);
      this.#readAim();
    } else {
      this.#follow(renderTick);
    }
    this.happenings.update(renderTick);
    const { controls } = this;
    controls.mouse.firing = controls.firing;
    scene.draw(renderTick, dt, this.aim, own && controls.mouseUsed ? controls.mouse : null);
    this.hud.update();
    const here = own && own.alive;
    this.minimap.update(nowMs, here ? own.x * scene.quantum : null, here ? own.y * scene.quantum : null);
    this.latency.update(nowMs, client, frameMs);
  }

  /** Watchers: the next player. */
  watchNext(by) {
    const players = [...this.client.players.values()].filter((p) => !p.watcher);
    if (players.length === 0) {
      return;
    }
    const at = players.findIndex((p) => p.player === this.watched);
    const next = players[(at + by + players.length) % players.length];
    this.watched = next.player;
    this.client.watch(next.player);
  }

  #follow(renderTick) {
    const { scene, client } = this;
    if (!client.players.has(this.watched)) {
      this.watchNext(1);
    }
    for (const e of client.world.entities.values()) {
      if (e.kind === scene.player && e.values[scene.f.owner] === this.watched) {
        client.interpolator.sample(e, renderTick, this.values);
        this.followed.x = this.values[e.kind.x] * scene.quantum;
        this.followed.y = this.values[e.kind.y] * scene.quantum;
      }
    }
    const name = client.players.get(this.watched)?.name;
    this.hud.watching(name);
  }
}
