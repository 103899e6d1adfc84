/** The whole arena, small: walls drawn once, dots ten times a second. */
const PERIOD_MS = 100;

export class Minimap {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.g = canvas.getContext('2d');
    this.drawnMs = 0;
  }

  /** Begins with a room. */
  enter(client, scene) {
    this.client = client;
    this.scene = scene;
    const t = scene.terrain;
    this.canvas.width = 480;
    this.canvas.height = Math.round((480 * (t.maxY - t.minY)) / (t.maxX - t.minX));
    this.scale = 480 / (t.maxX - t.minX);
    this.walls = document.createElement('canvas');
    this.walls.width = this.canvas.width;
    this.walls.height = this.canvas.height;
    const g = this.walls.getContext('2d');
    g.fillStyle = '#54699f';
    for (const [x0, y0, x1, y1] of t.walls) {
      const w = Math.max(1.5, (x1 - x0) * this.scale);
      g.fillRect((x0 - t.minX) * this.scale, (y0 - t.minY) * this.scale, w, Math.max(1.5, (y1 - y0) * this.scale));
    }
  }

  /** Draws if it is time to. */
  update(nowMs, ownX, ownY) {
    if (nowMs - this.drawnMs < PERIOD_MS) {
      return;
    }
    this.drawnMs = nowMs;
    const { g, scene, client } = this;
    const t = scene.terrain;
    g.clearRect(0, 0, this.canvas.width, this.canvas.height);
    g.drawImage(this.walls, 0, 0);
    const q = scene.quantum * this.scale;
    const x0 = t.minX * this.scale;
    const y0 = t.minY * this.scale;
    for (const e of client.world.entities.values()) {
      if (e.kind === scene.bolt) {
        continue;
      }
      const own = e.id === client.world.ownEntityId;
      const isPlayer = e.kind === scene.player;
      if (own || (isPlayer && e.values[scene.f.hp] <= 0)) {
        continue;
      }
      g.fillStyle = isPlayer
        ? scene.colorOf(e.values[scene.f.owner])
        : e.values[scene.pickupType] === 0 ? '#5ee6a888' : '#b98cff88';
      const r = isPlayer ? 5 : 3;
      g.beginPath();
      g.arc(e.values[e.kind.x] * q - x0, e.values[e.kind.y] * q - y0, r, 0, 7);
      g.fill();
    }
    const { camera } = scene;
    g.strokeStyle = 'rgba(255, 255, 255, 0.35)';
    g.lineWidth = 1.5;
    g.strokeRect(
      (camera.x - camera.halfWidth - t.minX) * this.scale, (camera.y - camera.halfHeight - t.minY) * this.scale,
      camera.halfWidth * 2 * this.scale, camera.halfHeight * 2 * this.scale,
    );
    if (ownX !== null) {
      g.fillStyle = '#ffffff';
      g.strokeStyle = '#ffb454';
      g.lineWidth = 3;
      g.beginPath();
      g.arc(ownX * this.scale - x0, ownY * this.scale - y0, 6, 0, 7);
      g.fill();
      g.stroke();
    }
  }
}
