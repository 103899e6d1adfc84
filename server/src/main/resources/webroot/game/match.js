/** One stay in a room: reads the controls, draws every picture. */
import { OwnShip } from './own-ship.js';
import { OwnShots } from './own-shots.js';

const TURN = Math.PI * 2;
const AIM_STEPS = 4096;

export class Match {
  /** @param {object} client @param {object} parts scene, controls, hud, minimap, net, debugView, happenings */
  constructor(client, parts) {
    this.client = client;
    Object.assign(this, parts);
    this.move = { x: 0, y: 0 };
    this.values = new Float64Array(32);
    this.followed = { x: 0, y: 0 };
    this.watched = 0;
    this.aim = 0;
    this.shots = client.welcome.watcher ? null : new OwnShots(client, parts.happenings);
    this.enter();
  }

  /** A Welcome was read: first, or again after the connection broke. */
  enter() {
    const { client } = this;
    this.own = client.welcome.watcher ? null : new OwnShip(client);
    this.shots?.enter(this.own);
    this.scene.enter(client, this.own, this.shots);
    this.scene.follow = client.welcome.watcher ? this.followed : null;
    this.hud.enter(client, this.scene);
    this.minimap.enter(client, this.scene);
    this.happenings.enter(client, this.shots);
    this.net.enter(client, this.shots);
    this.debugView.enter(client, this.scene, this.own, this.shots);
    client.inputs.onSample = (tick) => this.sample(tick);
  }

  /** Fills in the input of a tick, which is about to be taken. */
  sample(tick) {
    const { client, controls, shots } = this;
    const aim = this.#readControls();
    if (controls.firing) {
      client.press('fire');
      shots.asked('fire', tick, aim);
    }
    const rails = controls.takeRail();
    if (rails > 0) {
      client.press('rail', rails);
      shots.asked('rail', tick, aim);
    }
  }

  /** The axes as the controls are now. Returns the aim's. */
  #readControls() {
    const { client, controls } = this;
    controls.readMove(this.move);
    client.setAxis('move_x', this.move.x);
    client.setAxis('move_y', this.move.y);
    const steps = Math.round((this.#readAim() / TURN) * AIM_STEPS);
    const aim = ((steps % AIM_STEPS) + AIM_STEPS) % AIM_STEPS;
    client.setAxis('aim', aim);
    return aim;
  }

  #readAim() {
    const { camera, quantum } = this.scene;
    const x = (this.own.x * quantum - camera.x) * camera.scale + camera.width / 2;
    const y = (this.own.y * quantum - camera.y) * camera.scale + camera.height / 2;
    this.aim = this.controls.readAim(x, y);
    return this.aim;
  }

  /** One picture; `dt` seconds since the last one. */
  picture(nowMs, dt, frameMs) {
    const { client, own, scene } = this;
    const renderTick = client.renderTick(nowMs);
    if (own) {
      // What is pressed now moves the ship in this very picture.
      this.#readControls();
      own.draw(nowMs);
      this.shots.update(nowMs, renderTick);
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
    this.net.update(nowMs, frameMs);
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
