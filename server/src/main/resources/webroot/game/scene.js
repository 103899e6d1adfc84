/** Draws one picture of the world: terrain, pick-ups, ships, bolts, effects, names. */
import { Camera } from './camera.js';
import { Effects } from './effects.js';
import { COLORS, lookColor } from './palette.js';
import { Sprites } from './sprites.js';
import { Terrain } from './terrain.js';

const TURN = Math.PI * 2;
const SHIP_SIZE = 0.5;
const LABEL_LIMIT = 64;
const MAX_HP = 100;

export class Scene {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.g = canvas.getContext('2d', { alpha: false });
    this.camera = new Camera();
    this.sprites = new Sprites();
    this.effects = new Effects(this.sprites);
    this.values = new Float64Array(32);
    this.labels = Array.from({ length: LABEL_LIMIT }, () => ({ x: 0, y: 0, hp: 0, name: '', own: false }));
    this.labelCount = 0;
    this.time = 0;
    this.entitiesDrawn = 0;
    this.follow = null;
    /** drawn over the world, under the crosshair; see debug-view.js */
    this.overlay = null;
  }

  /** Begins to show a room. `own` and `shots` are the own ship and what it fires; null for watchers. */
  enter(client, own, shots) {
    this.client = client;
    this.own = own;
    this.shots = shots;
    const { room } = client;
    this.player = room.schema.kind('player');
    this.bolt = room.schema.kind('bolt');
    this.pickup = room.schema.kind('pickup');
    this.quantum = this.player.fields[this.player.x].quantum;
    this.terrain = new Terrain(room.map, this.quantum);
    const f = (name) => this.player.field(name);
    this.f = { vx: f('vx'), vy: f('vy'), aim: f('aim'), hp: f('hp'), owner: f('owner'), look: f('look') };
    this.pickupType = this.pickup?.field('type') ?? -1;
    this.boltOwner = this.bolt?.owner ?? -1;
    this.boltVx = this.bolt?.field('vx') ?? -1;
    this.boltVy = this.bolt?.field('vy') ?? -1;
    this.looks = new Map();
    this.effects.clear();
    this.cameraX = (this.terrain.minX + this.terrain.maxX) / 2;
    this.cameraY = (this.terrain.minY + this.terrain.maxY) / 2;
  }

  /** Learns who looks how, also of those who are out of sight. */
  refreshLooks() {
    for (const e of this.client.world.entities.values()) {
      if (e.kind === this.player) {
        this.looks.set(e.values[this.f.owner], e.values[this.f.look]);
      }
    }
  }

  /** Colour of a player by number. */
  colorOf(player) {
    return lookColor(this.looks.get(player) ?? 0);
  }

  /** One picture. `aim` is the own aim in radians; `dt` seconds since the last one. */
  draw(renderTick, dt, aim, crosshair) {
    const { g, camera, client } = this;
    this.time += dt;
    camera.resize(this.canvas, innerWidth, innerHeight, devicePixelRatio);
    this.#moveCamera(dt, crosshair);
    camera.apply(g);
    this.terrain.drawFloor(g, camera, this.sprites);
    this.effects.update(dt);
    this.labelCount = 0;
    this.entitiesDrawn = 0;
    for (const kind of [this.pickup, this.player, this.bolt]) {
      if (!kind) {
        continue;
      }
      if (kind === this.bolt) {
        camera.apply(g);
        this.terrain.drawWalls(g, camera);
        g.globalCompositeOperation = 'lighter';
      }
      for (const e of client.world.entities.values()) {
        if (e.kind === kind) {
          this.#drawEntity(e, renderTick, aim, dt);
        }
      }
      for (const e of client.interpolator.leaving.values()) {
        if (e.kind === kind) {
          this.#drawEntity(e, renderTick, aim, dt);
        }
      }
    }
    for (const ghost of this.shots?.ghosts ?? []) {
      this.shots.sampleGhost(ghost, this.values);
      this.#drawBolt(this.values[this.bolt.x] * this.quantum, this.values[this.bolt.y] * this.quantum, this.values);
    }
    g.globalCompositeOperation = 'source-over';
    camera.apply(g);
    this.#drawLabels();
    this.effects.draw(g, camera);
    this.overlay?.draw(g, camera);
    if (crosshair) {
      this.#drawCrosshair(crosshair);
    }
  }

  #moveCamera(dt, crosshair) {
    let x = this.cameraX;
    let y = this.cameraY;
    if (this.own && this.client.world.own) {
      x = this.own.x * this.quantum;
      y = this.own.y * this.quantum;
      if (crosshair) {
        x += (crosshair.x - innerWidth / 2) / this.camera.scale * 0.08;
        y += (crosshair.y - innerHeight / 2) / this.camera.scale * 0.08;
      }
    } else if (this.follow) {
      x = this.follow.x;
      y = this.follow.y;
    }
    const far = Math.abs(x - this.cameraX) + Math.abs(y - this.cameraY) > 500;
    const k = far ? 1 : 1 - Math.exp(-dt * 22);
    this.cameraX += (x - this.cameraX) * k;
    this.cameraY += (y - this.cameraY) * k;
    this.camera.follow(this.cameraX, this.cameraY, dt);
  }

  #drawEntity(e, renderTick, aim, dt) {
    const v = this.values;
    const isOwn = e.id === this.client.world.ownEntityId && this.own !== null;
    const there = this.shots?.owns(e)
      ? this.shots.sample(e, v)
      : this.client.interpolator.sample(e, renderTick, v);
    if (!there && !isOwn && e.kind === this.bolt) {
      return;
    }
    let x = v[e.kind.x] * this.quantum;
    let y = v[e.kind.y] * this.quantum;
    if (isOwn) {
      x = this.own.x * this.quantum;
      y = this.own.y * this.quantum;
    }
    if (!this.camera.sees(x, y, 60)) {
      return;
    }
    this.entitiesDrawn++;
    if (e.kind === this.player) {
      this.#drawShip(e, x, y, v, isOwn, aim, dt);
    } else if (e.kind === this.bolt) {
      this.#drawBolt(x, y, v);
    } else {
      this.#drawPickup(e, x, y, v);
    }
  }

  #drawShip(e, x, y, v, isOwn, aim, dt) {
    const { g, camera } = this;
    const hp = isOwn ? e.values[this.f.hp] : v[this.f.hp];
    const look = v[this.f.look];
    const owner = v[this.f.owner];
    this.looks.set(owner, look);
    if (hp <= 0) {
      if (Math.random() < dt * 14) {
        this.effects.spark(x, y, (Math.random() - 0.5) * 40, -30, 0.9, 26, '#ff8a3c');
      }
      return;
    }
    const angle = isOwn ? aim : (v[this.f.aim] / 256) * TURN;
    const vx = (isOwn ? this.own.vx : v[this.f.vx]) * this.quantum * this.client.clock.tickHz;
    const vy = (isOwn ? this.own.vy : v[this.f.vy]) * this.quantum * this.client.clock.tickHz;
    const speed = Math.hypot(vx, vy);
    if (speed > 60 && Math.random() < dt * 40) {
      this.effects.spark(
        x - (vx / speed) * 15 + (Math.random() - 0.5) * 8, y - (vy / speed) * 15 + (Math.random() - 0.5) * 8,
        -vx * 0.25, -vy * 0.25, 0.32, 15, lookColor(look),
      );
    }
    g.globalAlpha = 0.38;
    camera.applyAt(g, x + 7, y + 10, angle, SHIP_SIZE);
    g.drawImage(this.sprites.shipShadow, -64, -64);
    g.globalAlpha = 1;
    if (isOwn) {
      this.#drawOwnRing(x, y);
    }
    camera.applyAt(g, x, y, angle, SHIP_SIZE);
    g.drawImage(this.sprites.ship(look), -64, -64);
    if (this.labelCount < LABEL_LIMIT) {
      const label = this.labels[this.labelCount++];
      label.x = x;
      label.y = y;
      label.hp = hp;
      label.name = this.client.players.get(owner)?.name ?? '';
      label.away = this.client.players.get(owner)?.away ?? false;
      label.own = isOwn;
    }
  }

  #drawOwnRing(x, y) {
    const { g } = this;
    this.camera.applyAt(g, x, y, this.time * 0.8);
    g.strokeStyle = 'rgba(255, 255, 255, 0.55)';
    g.lineWidth = 1.6;
    for (let i = 0; i < 3; i++) {
      g.beginPath();
      g.arc(0, 0, 27, (i * TURN) / 3, (i * TURN) / 3 + 1.2);
      g.stroke();
    }
  }

  #drawBolt(x, y, v) {
    const { g } = this;
    const color = this.colorOf(v[this.boltOwner]);
    const angle = Math.atan2(v[this.boltVy], v[this.boltVx]);
    this.camera.applyAt(g, x, y, angle);
    const glow = this.sprites.glow(color);
    g.globalAlpha = 0.9;
    g.drawImage(glow, -34, -9, 52, 18);
    g.drawImage(glow, -10, -6, 22, 12);
    g.globalAlpha = 1;
  }

  #drawPickup(e, x, y, v) {
    const { g, camera } = this;
    const type = v[this.pickupType];
    const color = type === 0 ? COLORS.health : COLORS.charge;
    const bob = Math.sin(this.time * 2.6 + e.id) * 3;
    camera.apply(g);
    g.globalCompositeOperation = 'lighter';
    g.globalAlpha = 0.35 + 0.12 * Math.sin(this.time * 4 + e.id);
    g.drawImage(this.sprites.glow(color), x - 46, y - 46, 92, 92);
    g.globalCompositeOperation = 'source-over';
    g.globalAlpha = 1;
    g.drawImage(type === 0 ? this.sprites.health : this.sprites.charge, x - 24, y - 24 + bob, 48, 48);
    camera.applyAt(g, x, y, this.time * 1.4 + e.id);
    g.strokeStyle = color;
    g.globalAlpha = 0.7;
    g.lineWidth = 1.5;
    g.beginPath();
    g.arc(0, 0, 27, 0, 1.6);
    g.stroke();
    g.beginPath();
    g.arc(0, 0, 27, Math.PI, Math.PI + 1.6);
    g.stroke();
    g.globalAlpha = 1;
  }

  #drawLabels() {
    const { g } = this;
    for (let i = 0; i < this.labelCount; i++) {
      const l = this.labels[i];
      g.fillStyle = 'rgba(4, 8, 18, 0.75)';
      g.fillRect(l.x - 21, l.y - 35, 42, 5.5);
      const part = Math.max(0, Math.min(1, l.hp / MAX_HP));
      g.fillStyle = part > 0.6 ? '#5ee6a8' : part > 0.3 ? '#ffc14d' : '#ff6b6b';
      g.fillRect(l.x - 20, l.y - 34, 40 * part, 3.5);
      if (l.name) {
        const picture = this.sprites.text(l.name, l.own ? '#ffd27d' : '#e6eeff');
        const w = picture.width * 0.42;
        g.globalAlpha = l.away ? 0.4 : 0.92;
        g.drawImage(picture, l.x - w / 2, l.y - 53, w, picture.height * 0.42);
        g.globalAlpha = 1;
      }
    }
  }

  #drawCrosshair({ x, y, firing }) {
    const { g } = this;
    const k = this.camera.pixelRatio;
    g.setTransform(k, 0, 0, k, x * k, y * k);
    const r = firing ? 9 : 11;
    g.strokeStyle = 'rgba(4, 8, 18, 0.8)';
    for (let pass = 0; pass < 2; pass++) {
      g.lineWidth = pass ? 1.8 : 4;
      g.beginPath();
      for (let i = 0; i < 4; i++) {
        const a = (i * Math.PI) / 2;
        g.moveTo(Math.cos(a) * (r - 4), Math.sin(a) * (r - 4));
        g.lineTo(Math.cos(a) * (r + 5), Math.sin(a) * (r + 5));
      }
      g.stroke();
      g.strokeStyle = firing ? '#ffb454' : '#eaf6ff';
    }
    g.fillStyle = g.strokeStyle;
    g.beginPath();
    g.arc(0, 0, 1.8, 0, 7);
    g.fill();
  }
}
