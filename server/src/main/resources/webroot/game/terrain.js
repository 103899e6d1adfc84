/** The arena itself: floor, walls with height, border. All sizes in world px. */
import { COLORS } from './palette.js';

/** How much farther from the picture's middle a wall's top is than its foot: the walls' height. */
const RISE = 0.045;
const CELL = 512;

export class Terrain {
  /** @param {object} map decoded StaticMap; @param {number} quantum px per integer */
  constructor(map, quantum) {
    this.minX = map.minX * quantum;
    this.minY = map.minY * quantum;
    this.maxX = map.maxX * quantum;
    this.maxY = map.maxY * quantum;
    /** [x0, y0, x1, y1] per wall */
    this.walls = [];
    this.grid = new Map();
    for (let i = 0; i + 3 < map.walls.length; i += 4) {
      const wall = map.walls.slice(i, i + 4).map((v) => v * quantum);
      this.walls.push(wall);
      this.#index(wall);
    }
    this.visible = [];
    this.stamp = 0;
    this.floor = null;
    this.stars = null;
  }

  #index(wall) {
    wall.stamp = 0;
    for (let y = Math.floor(wall[1] / CELL); y <= Math.floor(wall[3] / CELL); y++) {
      for (let x = Math.floor(wall[0] / CELL); x <= Math.floor(wall[2] / CELL); x++) {
        const key = y * 4096 + x;
        const list = this.grid.get(key) ?? [];
        list.push(wall);
        this.grid.set(key, list);
      }
    }
  }

  #collect(camera) {
    this.visible.length = 0;
    this.stamp++;
    const w = camera.halfWidth + 60;
    const h = camera.halfHeight + 60;
    for (let y = Math.floor((camera.y - h) / CELL); y <= Math.floor((camera.y + h) / CELL); y++) {
      for (let x = Math.floor((camera.x - w) / CELL); x <= Math.floor((camera.x + w) / CELL); x++) {
        for (const wall of this.grid.get(y * 4096 + x) ?? []) {
          if (wall.stamp !== this.stamp) {
            wall.stamp = this.stamp;
            this.visible.push(wall);
          }
        }
      }
    }
  }

  /** What is below the ships. */
  drawFloor(g, camera, sprites) {
    this.floor ??= g.createPattern(sprites.floor, 'repeat');
    this.stars ??= g.createPattern(sprites.stars, 'repeat');
    const w = camera.halfWidth + 40;
    const h = camera.halfHeight + 40;
    g.fillStyle = this.stars;
    const px = camera.x * 0.55;
    const py = camera.y * 0.55;
    g.translate(px, py);
    g.fillRect(camera.x - px - w, camera.y - py - h, 2 * w, 2 * h);
    g.translate(-px, -py);

    const x0 = Math.max(this.minX, camera.x - w);
    const y0 = Math.max(this.minY, camera.y - h);
    const x1 = Math.min(this.maxX, camera.x + w);
    const y1 = Math.min(this.maxY, camera.y + h);
    g.fillStyle = this.floor;
    g.save();
    g.scale(0.5, 0.5);
    g.fillRect(x0 * 2, y0 * 2, (x1 - x0) * 2, (y1 - y0) * 2);
    g.restore();
    g.strokeStyle = 'rgba(69, 214, 255, 0.35)';
    g.lineWidth = 10;
    g.strokeRect(this.minX, this.minY, this.maxX - this.minX, this.maxY - this.minY);
    g.strokeStyle = '#8feaff';
    g.lineWidth = 2.5;
    g.strokeRect(this.minX, this.minY, this.maxX - this.minX, this.maxY - this.minY);

    this.#collect(camera);
    g.fillStyle = 'rgba(2, 4, 10, 0.45)';
    for (const [a, b, c, d] of this.visible) {
      g.fillRect(a + 9, b + 13, c - a, d - b);
    }
  }

  /** Walls: sides that lean away from the middle of the picture, then tops. */
  drawWalls(g, camera) {
    const k = 1 + RISE;
    const ox = -camera.x * RISE;
    const oy = -camera.y * RISE;
    for (const [a, b, c, d] of this.visible) {
      const ta = a * k + ox;
      const tb = b * k + oy;
      const tc = c * k + ox;
      const td = d * k + oy;
      g.fillStyle = COLORS.wallSideDark;
      if (ta > a) {
        quad(g, a, b, a, d, ta, td, ta, tb);
      } else if (tc < c) {
        quad(g, c, b, c, d, tc, td, tc, tb);
      }
      g.fillStyle = COLORS.wallSide;
      if (tb > b) {
        quad(g, a, b, c, b, tc, tb, ta, tb);
      } else if (td < d) {
        quad(g, a, d, c, d, tc, td, ta, td);
      }
    }
    for (const [a, b, c, d] of this.visible) {
      const ta = a * k + ox;
      const tb = b * k + oy;
      const w = (c - a) * k;
      const h = (d - b) * k;
      g.fillStyle = COLORS.wallTop;
      g.fillRect(ta, tb, w, h);
      g.fillStyle = COLORS.wallTopLight;
      g.fillRect(ta + 5, tb + 5, w - 10, h - 10);
      g.strokeStyle = COLORS.wallEdge;
      g.lineWidth = 1.6;
      g.strokeRect(ta, tb, w, h);
    }
  }
}

function quad(g, x0, y0, x1, y1, x2, y2, x3, y3) {
  g.beginPath();
  g.moveTo(x0, y0);
  g.lineTo(x1, y1);
  g.lineTo(x2, y2);
  g.lineTo(x3, y3);
  g.fill();
}
