/** What moves behind the start page: a few ships that race over an empty floor. */
import { LOOKS } from './palette.js';

const SHIPS = 9;

export class Attract {
  /** @param {import('./scene.js').Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.time = 20;
    this.floor = null;
    this.still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  draw(dt) {
    const { g, camera, sprites, effects } = this.scene;
    if (!this.still) {
      this.time += dt;
    }
    camera.resize(this.scene.canvas, innerWidth, innerHeight, devicePixelRatio);
    camera.follow(this.time * 26, Math.sin(this.time * 0.12) * 160, dt);
    camera.apply(g);
    this.floor ??= g.createPattern(sprites.floor, 'repeat');
    const w = camera.halfWidth + 20;
    const h = camera.halfHeight + 20;
    g.fillStyle = this.floor;
    g.save();
    g.scale(0.5, 0.5);
    g.fillRect((camera.x - w) * 2, (camera.y - h) * 2, w * 4, h * 4);
    g.restore();
    effects.update(dt);
    for (let i = 0; i < SHIPS; i++) {
      this.#ship(i, dt);
    }
    camera.apply(g);
    effects.draw(g, camera);
  }

  #ship(i, dt) {
    const { g, camera, sprites, effects } = this.scene;
    const at = (t) => {
      const a = t * (0.35 + i * 0.045) + i * 2.1;
      return [
        camera.x + Math.cos(a) * (300 + i * 52) + Math.sin(a * 2.3) * 90,
        camera.y + Math.sin(a * 1.4) * (190 + i * 22),
      ];
    };
    const [x, y] = at(this.time);
    const [x1, y1] = at(this.time + 0.05);
    const angle = Math.atan2(y1 - y, x1 - x);
    if (!this.still && Math.random() < dt * 45) {
      effects.spark(x - Math.cos(angle) * 14, y - Math.sin(angle) * 14, -Math.cos(angle) * 60, -Math.sin(angle) * 60, 0.5, 16, LOOKS[i]);
    }
    if (!this.still && Math.random() < dt * 0.25) {
      effects.beam(x, y, x + Math.cos(angle) * 700, y + Math.sin(angle) * 700, LOOKS[i]);
    }
    g.globalAlpha = 0.35;
    camera.applyAt(g, x + 8, y + 12, angle, 0.5);
    g.drawImage(sprites.shipShadow, -64, -64);
    g.globalAlpha = 1;
    camera.applyAt(g, x, y, angle, 0.5);
    g.drawImage(sprites.ship(i), -64, -64);
  }
}
